"""How fast a national VIGO extract is read, checked and stored, beside a bare COPY of the same bytes.

60,000 contracts of 30 columns, three alternating pairs in one run on a throwaway database. The ratio is the median of our time divided by that of
COPY into a table of texts with the contract number as its key. The goal is 5 at most.
"""

import statistics
import time
from pathlib import Path

from laerling.config import throwaway

N_CONTRACTS = 60_000
PAIRS = 3


def main() -> None:
    """Measure and print; the last line is the ratio."""
    with throwaway.home() as home:
        files = _files(home)
        pairs = []
        for number in range(PAIRS):
            ours, again, bare = _import(files.final), _import(files.final), _copy(files.final)
            pairs.append(ours / bare)
            print(f"pair {number + 1}: new {ours:.2f} s, the same file again {again:.2f} s, bare COPY {bare:.2f} s")
            _empty()
        print(f"ratio: {statistics.median(pairs):.2f}")


def _files(home: Path):  # noqa: ANN202  the demo's own class, imported once Django is up
    from laerling.demo.norway.files import n_contracts, write_register_files  # noqa: PLC0415
    from laerling.kernel.clock import now  # noqa: PLC0415
    from laerling.kernel.types import SYSTEM  # noqa: PLC0415
    from laerling.register import actions  # noqa: PLC0415

    files = write_register_files(folder=home / "registers", scale=N_CONTRACTS / n_contracts(1.0))
    for register, path in (("nor", files.nor), ("nlr", files.nlr)):
        with path.open("rb") as content:
            actions.import_file(
                content=content,
                filename=path.name,
                register=register,
                round_year=2026,
                stage="final",
                by=SYSTEM,
                now=now(),
            )
    return files


def _import(path: Path) -> float:
    from laerling.kernel.clock import now  # noqa: PLC0415
    from laerling.kernel.types import SYSTEM  # noqa: PLC0415
    from laerling.register import actions  # noqa: PLC0415

    started = time.perf_counter()
    with path.open("rb") as content:
        actions.import_file(
            content=content,
            filename=path.name,
            register="vigo",
            round_year=2026,
            stage="final",
            by=SYSTEM,
            now=now(),
        )
    return time.perf_counter() - started


def _copy(path: Path) -> float:
    from django.db import connection  # noqa: PLC0415

    with path.open("rb") as content:
        columns = content.readline().decode("utf-8-sig").strip().split(";")
    named = ", ".join(f'"c{number}" text' for number in range(len(columns)))
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS bench_bare; CREATE TABLE bench_bare ({named})")
        key = columns.index("Kontraktnr")
        cursor.execute(f'CREATE INDEX ON bench_bare ("c{key}")')
        started = time.perf_counter()
        with (
            cursor.copy("COPY bench_bare FROM STDIN (FORMAT csv, DELIMITER ';', HEADER)") as copy,
            path.open("rb") as content,
        ):
            while block := content.read(1 << 20):
                copy.write(block)
        return time.perf_counter() - started


def _empty() -> None:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE register_contract, register_extract, register_finding, register_setasiderow CASCADE")


if __name__ == "__main__":
    main()
