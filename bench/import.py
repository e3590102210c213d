"""How fast a national VIGO extract is read, checked and stored, beside a bare COPY of the same bytes.

60,000 contracts of 30 columns, alternating in one run on a throwaway database. The ratio is the median of our time,
findings left out, divided by that of COPY into a table of texts with an index on the contract number. Goals: 5 at most;
2.5 times faster than Django's bulk_create; the same file again no slower and without a row written. `--growth` also
takes in ten times the rows, in processes of their own: at most 10.5 times the time and 1.1 times the memory.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from laerling.config import throwaway

if TYPE_CHECKING:
    from laerling.demo.norway.files import ExtractFiles

N_CONTRACTS = 60_000
PAIRS = 5
GROWTH = 10


def main() -> None:
    """Measure and print; the last line is the ratio."""
    with throwaway.home() as home:
        files = _files(home, 1)
        if "--growth" in sys.argv:
            _grow(home, files)
        runs = [_pair(files) for _ in range(PAIRS)]
        later = _later(files)
        bulk = _bulk_create()
        ours, bare, again = (statistics.median(run[name] for run in runs) for name in ("ours", "bare", "again"))
        print(f"read, checked and stored: {ours:.2f} s (findings left out)")
        print(f"bare COPY: {bare:.2f} s")
        print(f"the same file again: {again:.2f} s, {max(run['written'] for run in runs):.0f} rows written")
        print(f"findings recomputed: {statistics.median(run['findings'] for run in runs):.2f} s")
        print(f"a later extract, every contract known: {later:.2f} s")
        print(f"checked and laid aside, then accepted: {_two_steps(files):.2f} s")
        print(f"bulk_create of the rows, read and checked already: {bulk:.2f} s, {bulk / ours:.1f} times ours")
        print(f"ratio: {statistics.median(run['ours'] / run['bare'] for run in runs):.2f}")


def _pair(files: "ExtractFiles") -> dict[str, float]:
    _empty()
    seconds, in_findings = _import(files.vigo)
    before = _n_written()
    again, _ = _import(files.vigo)
    written = _n_written() - before
    run = {"ours": seconds - in_findings, "findings": in_findings, "again": again, "written": written}
    return {**run, "bare": _copy(files.vigo)}


def _later(files: "ExtractFiles") -> float:
    """Return the time of an extract of a later day, one field in a hundred changed."""
    content = files.vigo.read_bytes().replace(b";01.10.2026;", b";02.10.2026;").replace(b".no;4", b".no;9")
    path = files.vigo.with_name("later.csv")
    path.write_bytes(content)
    seconds, in_findings = _import(path)
    return seconds - in_findings


def _two_steps(files: "ExtractFiles") -> float:
    from laerling.kernel.clock import now  # noqa: PLC0415  once Django is up
    from laerling.kernel.types import SYSTEM  # noqa: PLC0415  the same
    from laerling.register import actions  # noqa: PLC0415  the same

    _empty()
    started = time.perf_counter()
    with files.vigo.open("rb") as content:
        receipt = actions.receive(
            content=content, filename="", register="vigo", round_year=2026, stage="final", by=SYSTEM, now=now()
        )
    actions.accept(extract_id=receipt.extract_id, by=SYSTEM, now=now())
    return time.perf_counter() - started


def _files(home: Path, times: int) -> "ExtractFiles":
    from laerling.demo.norway.files import n_contracts, write_register_files  # noqa: PLC0415  once Django is up

    scale = times * N_CONTRACTS / n_contracts(1.0)
    files = write_register_files(folder=home / f"registers-{times}", scale=scale).last
    for register, path in (("nor", files.nor), ("nlr", files.nlr)):
        _import(path, register)
    return files


def _import(path: Path, register: str = "vigo") -> tuple[float, float]:
    """Return how many seconds an import took, and how many of them went to findings."""
    from laerling.kernel.clock import now  # noqa: PLC0415  once Django is up
    from laerling.kernel.types import SYSTEM  # noqa: PLC0415  the same
    from laerling.register import actions  # noqa: PLC0415  the same
    from laerling.register.actions import findings  # noqa: PLC0415  the same

    recompute, in_findings = findings.recompute, 0.0

    def timed(**given: object) -> None:
        nonlocal in_findings
        started = time.perf_counter()
        recompute(**given)
        in_findings += time.perf_counter() - started

    findings.recompute = timed
    started = time.perf_counter()
    try:
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
    finally:
        findings.recompute = recompute
    return time.perf_counter() - started, in_findings


def _copy(path: Path) -> float:
    from django.db import connection  # noqa: PLC0415  once Django is up

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


def _bulk_create() -> float:
    """Return the time of the same rows as model instances, of another stage."""
    from laerling.register.models import Contract  # noqa: PLC0415  once Django is up

    rows = list(Contract.objects.filter(stage="final").values())
    for row in rows:
        row.pop("id")
        row["stage"] = "preliminary"
    started = time.perf_counter()
    Contract.objects.bulk_create((Contract(**row) for row in rows), batch_size=1_000)
    return time.perf_counter() - started


def _n_written() -> int:
    from django.db import connection  # noqa: PLC0415  once Django is up

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute("SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_user_tables")
        return int(cursor.fetchone()[0])


def _empty() -> None:
    from django.db import connection  # noqa: PLC0415  once Django is up

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE register_contract, register_extract, register_finding, register_setasiderow CASCADE")


def _grow(home: Path, files: "ExtractFiles") -> None:
    """Take one and ten times the rows in, each in a process of its own, and print what it took."""
    tenfold = _files(home, GROWTH)
    one, ten = (_alone(each.vigo) for each in (files, tenfold))
    print(f"{GROWTH} times the rows: {ten['seconds'] / one['seconds']:.2f} times the time ({ten['seconds']:.2f} s)")
    print(f"{GROWTH} times the rows: {ten['memory'] / one['memory']:.2f} times the memory ({ten['memory']:.0f} MiB)")


def _alone(path: Path) -> dict[str, float]:
    _empty()
    command = [sys.executable, __file__, "--one", str(path)]
    ran = subprocess.run(command, env=os.environ, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    return found


def _one(path: Path) -> None:
    """Take one file in, in this process alone, in the home the environment names."""
    from laerling.__main__ import connect  # noqa: PLC0415  where a process is alone

    connect()
    seconds, in_findings = _import(path)
    print(json.dumps({"seconds": seconds - in_findings, "memory": _most_memory()}))


def _most_memory() -> float:
    """Return the most memory this process has had, in MiB. getrusage would count that of the process it was forked from."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        _one(Path(sys.argv[2]))
    else:
        main()
