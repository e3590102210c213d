"""How fast a whole release is protected, beside a floor of one file that protects cells only.

25,000 invented respondents, 33 tables, 60 items: counted, protected, certified, attacked, written. `--people N` and
`--items N` take another size. The ratio is groups decided per processor second in the group stage (until the certificate
is empty), divided by the floor's (plain numpy elimination, no certificate) on the same groups.
"""

import argparse
import csv
import json
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from release_data import DIMENSIONS, TABLES, invented
from release_floor import elimination

from laerling.release.protection.command import main as protect
from laerling.release.protection.grouping import order_of, protect_groups
from laerling.release.protection.groups import groups_of

WARM = 600


def main() -> None:
    """Measure and print; the last line is the ratio."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=25_000)
    parser.add_argument("--items", type=int, default=60)
    parser.add_argument("--stage", action="store_true", help="the group stage only")
    parser.add_argument("--growth", action="store_true", help="a tenth of the people first, all of it")
    said = parser.parse_args()
    texts, items = invented(said.people)
    items = dict(list(items.items())[-said.items :])
    _group_stage(invented(WARM)[0])
    if said.growth:
        fewer, their_items = invented(said.people // 10)
        _n, tenth = _group_stage(fewer)
    n_groups, seconds = _group_stage(texts)
    if said.growth:
        print(f"ten times the people: {seconds / tenth:.1f} x the time in the group stage")
    print(f"group stage: {n_groups:,} groups in {seconds:.1f} processor seconds, until the certificate is empty")
    if not said.stage:
        whole = _whole(texts, items)
        if said.growth:
            print(
                f"ten times the people: {whole / _whole(fewer, {code: their_items[code] for code in items}):.1f} x the time"
            )
    floor_groups, floor_seconds = _floor(texts)
    print(f"floor: {floor_groups:,} groups in {floor_seconds:.1f} processor seconds, cells only")
    print(f"ratio: {n_groups / seconds / (floor_groups / floor_seconds):.2f}")


def _coded(texts: dict[str, list[str]]) -> tuple[np.ndarray, tuple[tuple[int, ...], ...]]:
    codes = np.array([np.unique(texts[name], return_inverse=True)[1] for name in DIMENSIONS])
    return codes, tuple(tuple(DIMENSIONS.index(name) for name in table) for table in TABLES)


def _group_stage(texts: dict[str, list[str]]) -> tuple[int, float]:
    codes, tables = _coded(texts)
    started = time.process_time()
    groups = groups_of(codes, tables)
    solved = protect_groups(groups, codes, 5, 1)
    seconds = time.process_time() - started
    print(
        f"  {int((groups.n >= 5).sum()):,} groups of five or more, {int(solved.shown.sum()):,} shown; {solved.rounds} rounds;"
        f" elimination {solved.seconds[0]} s, certificate {solved.seconds[1]} s"
    )
    return len(groups.n), seconds


def _floor(texts: dict[str, list[str]]) -> tuple[int, float]:
    codes, tables = _coded(texts)
    groups = groups_of(codes, tables)
    started = time.process_time()
    done = elimination(groups, order_of(groups, groups.n >= 5), 5, seconds=60)
    return done, time.process_time() - started


def _whole(texts: dict[str, list[str]], items: dict[str, np.ndarray]) -> float:
    with tempfile.TemporaryDirectory() as folder:
        where = Path(folder)
        sensitive = set(list(items)[-4:])
        with (where / "microdata.csv").open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file)
            out.writerow([*texts, *items])
            answers = [["" if a == 0 else a for a in column.tolist()] for column in items.values()]
            out.writerows(zip(*texts.values(), *answers, strict=True))
        lines = [f"dimensions = {json.dumps(DIMENSIONS)}", f"tables = {json.dumps(TABLES)}"]
        for code in items:
            lines += [f"[items.{code}]", "categories = 5", f"sensitive = {str(code in sensitive).lower()}"]
        (where / "plan.toml").write_text("\n".join(lines), encoding="utf-8")
        cpu, started = time.process_time(), time.perf_counter()
        code = protect([str(where / "microdata.csv"), "--plan", str(where / "plan.toml"), "--out", str(where / "out")])
        report = json.loads((where / "out" / "report.json").read_text(encoding="utf-8"))
        seconds, processor = time.perf_counter() - started, time.process_time() - cpu
        print(f"whole: exit {code}, {seconds:.0f} s, {processor:.0f} processor seconds")
        print(f"  {report['seconds']}, {report['peak_memory_mib']} MiB")
        print(
            "".join(f"  {a['name']}: {a['found']} of {a['tried']}\n" for a in report["attacks"] if a["found"]), end=""
        )
        return seconds


if __name__ == "__main__":
    main()
