"""A register import is killed again and again, then run to its end: nothing is stored half, lost, or stored twice.

Ends with one line: contracts that should be stored and are not, and contracts stored more than once.
"""

import csv
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from laerling.config import throwaway

KILLS = 12
SCALE = 1.0


def main() -> None:
    """Kill, check, finish, count."""
    with throwaway.home() as home:
        files = _files(home)
        half_stored = 0
        for number in range(KILLS):
            with _importing(files.final) as process:
                # Python starts in half a second; reading, checking and storing take a second and a half after that.
                time.sleep(0.5 + 1.2 * number / KILLS + 0.1 * random.random())  # noqa: S311  when is no secret
                process.send_signal(signal.SIGKILL)
            stored, _ = _stored()
            whole = stored == _expected(files.final)
            half_stored += 0 if stored == 0 or whole else 1
            print(f"kill {number + 1}: {stored} contracts stored")
            if whole:
                break
        with _importing(files.final) as process:
            process.wait()
        stored, distinct = _stored()
        print(f"stored half after a kill: {half_stored}")
        print(f"lost: {_expected(files.final) - distinct} twice: {stored - distinct}")


def _files(home: Path):  # noqa: ANN202  the demo's own class, imported once Django is up
    from laerling.demo.norway.files import write_register_files  # noqa: PLC0415

    return write_register_files(folder=home / "registers", scale=SCALE)


def _importing(path: Path) -> subprocess.Popen[bytes]:
    command = ["import_register", str(path), "--register", "vigo", "--round", "2026", "--stage", "final"]
    return subprocess.Popen(
        [sys.executable, "-m", "laerling", *command],
        env=os.environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _stored() -> tuple[int, int]:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), count(DISTINCT number) FROM register_contract WHERE stage = 'final'")
        stored, distinct = cursor.fetchone()
    return stored, distinct


def _expected(path: Path) -> int:
    """Return how many contracts of the file are good: its distinct numbers but for the rows the import sets aside."""
    from laerling.register.models import SetAsideRow  # noqa: PLC0415

    with path.open(encoding="utf-8-sig", newline="") as file:
        n_rows = sum(1 for _ in csv.reader(file, delimiter=";")) - 1
    return n_rows - SetAsideRow.objects.values("row_number").distinct().count()


if __name__ == "__main__":
    main()
