"""The command line: `./laerling protect MICRODATA.csv --plan PLAN.toml --out DIR`."""

import json
import resource
import sys
import time
from argparse import ArgumentParser
from pathlib import Path

from laerling.release.protection.grouping import NotProtected
from laerling.release.protection.microdata import read_microdata
from laerling.release.protection.plan import NotPossible, read_plan
from laerling.release.protection.release import Attack, attacks, protect
from laerling.release.protection.rereading import misread
from laerling.release.protection.writing import report_of, write_cells


def main(arguments: list[str]) -> int:
    """Protect a file and return 0, or 1 with a sentence where it cannot be used or an attack found something."""
    parser = ArgumentParser(
        prog="laerling protect",
        description="Hide what must be hidden so that nothing shown together gives anybody's answers away.",
        epilog="DIR gets cells.csv (what may be shown) and report.json (for those who keep the release, not for publishing).",
    )
    parser.add_argument("microdata", type=Path, metavar="MICRODATA.csv", help="one row a respondent, with a header")
    parser.add_argument(
        "--plan", type=Path, required=True, metavar="PLAN.toml", help="dimensions, tables, items, rules"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder to write to")
    said = parser.parse_args(arguments)
    try:
        return _run(said.microdata, said.plan, said.out)
    except (NotPossible, NotProtected) as fault:
        print(fault, file=sys.stderr)
    return 1


def _run(microdata: Path, plan_file: Path, out: Path) -> int:
    clock, seconds = time.perf_counter(), {}
    plan = read_plan(plan_file)
    people = read_microdata(microdata, plan)
    seconds["read"] = round(time.perf_counter() - clock, 2)
    part, cells, kept = out / "cells.csv.part", out / "cells.csv", out / "report.json"
    try:
        out.mkdir(parents=True, exist_ok=True)
        for old in (part, cells, kept):
            old.unlink(missing_ok=True)
    except OSError as fault:
        raise NotPossible("The folder to write to cannot be made or written to.") from fault
    made = protect(people, plan)
    seconds["protected"] = round(time.perf_counter() - clock, 2)
    tried = list(attacks(made, people, plan))
    seconds["attacked"] = round(time.perf_counter() - clock, 2)
    if all(attack.found == 0 for attack in tried):
        write_cells(part, made, people, plan)
        seconds["written"] = round(time.perf_counter() - clock, 2)
        tried.append(Attack("cells.csv, read again and counted anew", *misread(part, people, plan)))
        seconds["read again"] = round(time.perf_counter() - clock, 2)
    passed = all(attack.found == 0 for attack in tried)
    report = report_of(made, tried, plan, seconds)
    report["peak_memory_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    report["published"] = passed
    kept.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    if not passed:
        part.unlink(missing_ok=True)
        raise NotPossible("An attack found something; no figures are written. report.json tells which.")
    part.replace(cells)
    shown = sum(int(pattern.shown.sum()) for pattern in made.items)
    print(
        f"{shown} of {len(made.groups.n) * len(plan.items)} figures may be shown; {len(tried)} attacks found nothing."
    )
    return 0
