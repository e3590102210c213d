"""A register import is killed again and again, then run to its end: nothing is stored half, lost, or stored twice.

Three ways in: the command in one step; the command with --preview, killed before, during and after the check, and then
run on; and the inbox folder, its worker killed. Ends with one line: contracts that should be stored and are not, and
contracts stored more than once.
"""

import csv
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from laerling.config import throwaway

KILLS = 8
SCALE = 1.0
# How many seconds an import takes here when nobody kills it, the start of Python included.
undisturbed = 0.0
LOOK = (
    "from laerling.__main__ import connect; connect();"
    "from laerling.kernel import clock; from laerling.season import actions; import time\n"
    "while not actions.look_after_extracts(now=clock.now(), still_seconds=0): time.sleep(0.05)"
)


def main() -> None:
    """Kill, check, finish, count: once for each way in."""
    with throwaway.home() as home:
        files = _files(home)
        started = time.monotonic()
        _finish(lambda: _importing(files.final))
        global undisturbed  # noqa: PLW0603  this machine's own pace
        undisturbed = time.monotonic() - started
        expected = _expected(files.final)
        print(f"undisturbed: {undisturbed:.1f} s, {expected} contracts")
        _empty()
        lost = twice = half = 0
        for name, way in (("one step", _one_step), ("two steps", _two_steps), ("inbox", _inbox)):
            half += way(files.final, home)
            stored, distinct = _stored()
            print(f"{name}: {stored} contracts stored, of {expected}; {_staged()} rows still laid aside")
            lost, twice = lost + expected - distinct, twice + stored - distinct
            _empty()
        print(f"stored half after a kill: {half}")
        print(f"lost: {lost} twice: {twice}")


def _one_step(path: Path, _home: Path) -> int:
    return _kill_and_finish(lambda: _importing(path))


def _two_steps(path: Path, _home: Path) -> int:
    """Kill while the file is checked, so that it is whole or not there; then kill while what is checked is accepted."""
    half = 0
    for number in range(KILLS):
        with _importing(path, "--preview") as process:
            _kill(process, number)
        half += 0 if _stored()[0] == 0 and _staged() in {0, _staged_whole()} else 1
    _finish(lambda: _importing(path, "--preview"))
    print(f"  checked: {_staged()} rows laid aside, {_stored()[0]} stored")
    return half + _kill_and_finish(lambda: _importing(path))


def _inbox(path: Path, home: Path) -> int:
    folder = home / "inbox"
    folder.mkdir(exist_ok=True)
    shutil.copy(path, folder / "vigo-final-2026-10-01.csv")
    half = _kill_and_finish(_looking)
    print(f"  moved: {sorted(one.name for one in (folder / 'taken').iterdir())}")
    return half


def _kill_and_finish(start) -> int:  # noqa: ANN001  a function that starts a process
    """Kill at one moment after another, until the file is in; then run to the end. Return how often half was stored."""
    half, whole = 0, None
    for number in range(KILLS):
        with start() as process:
            _kill(process, number)
        stored = _stored()[0]
        whole = whole or stored
        half += 0 if stored in {0, whole} else 1
        print(f"  kill {number + 1}: {stored} contracts stored")
    _finish(start)
    return half + (1 if whole and whole != _stored()[0] else 0)


def _kill(process: subprocess.Popen[bytes], number: int) -> None:
    """Kill between the start of Python and the end of what it does."""
    try:
        process.wait(undisturbed * (0.15 + 0.6 * (number + random.random()) / KILLS))  # noqa: S311  when is no secret
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)


def _finish(start) -> None:  # noqa: ANN001  as above
    with start() as process:
        process.wait()


def _files(home: Path):  # noqa: ANN202  the demo's own class, imported once Django is up
    from laerling.demo.norway.files import write_register_files  # noqa: PLC0415

    return write_register_files(folder=home / "registers", scale=SCALE)


@contextmanager
def _started(*command: str) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(
        [sys.executable, *command], env=os.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        yield process
    _wait_for_the_database()


def _importing(path: Path, *more: str):  # noqa: ANN202
    command = ["import_register", str(path), "--register", "vigo", "--round", "2026", "--stage", "final"]
    return _started("-m", "laerling", *command, *more)


def _looking():  # noqa: ANN202
    return _started("-c", LOOK)


def _wait_for_the_database() -> None:
    """Wait until PostgreSQL has noticed that its client is gone, and taken back what it did."""
    while _ask("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")[0]:
        time.sleep(0.05)


def _stored() -> tuple[int, int]:
    stored, distinct = _ask("SELECT count(*), count(DISTINCT number) FROM register_contract WHERE stage = 'final'")
    return stored, distinct


def _staged() -> int:
    return _ask("SELECT count(*) FROM register_stagedcontract")[0]


def _staged_whole() -> int:
    """Return how many good rows the file that waits has by its own figures."""
    return _ask("SELECT coalesce(max(n_rows - n_set_aside), 0) FROM register_extract WHERE state = 'checked'")[0]


def _ask(question: str) -> tuple[int, ...]:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(question)
        found: tuple[int, ...] = cursor.fetchone()
    return found


def _empty() -> None:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE register_contract, register_extract, register_finding, register_setasiderow CASCADE")


def _expected(path: Path) -> int:
    """Return how many contracts of the file are good: its rows but for those the import sets aside."""
    from laerling.register.models import SetAsideRow  # noqa: PLC0415

    with path.open(encoding="utf-8-sig", newline="") as file:
        n_rows = sum(1 for _ in csv.reader(file, delimiter=";")) - 1
    return n_rows - SetAsideRow.objects.values("row_number").distinct().count()


if __name__ == "__main__":
    main()
