"""What is written: cells.csv, one row per table, group and item, and report.json."""

import csv
import io
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from laerling.release.protection.bands import bands
from laerling.release.protection.items import JOINED
from laerling.release.protection.microdata import Microdata
from laerling.release.protection.plan import Plan
from laerling.release.protection.release import Attack, Protected, complemented, idle_groups


def key_of(values: list[str]) -> str:
    """Return a group's key: `*` and the sign before it are marked in its values, so that no two keys are alike."""
    return "*".join(value.replace("\\", "\\\\").replace("*", "\\*") for value in values)


def write_cells(path: Path, made: Protected, people: Microdata, plan: Plan) -> None:
    """Write every figure, shown or not. What is not shown has no number at all, whatever the reason."""
    most = max(item.categories for item in plan.items)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(_line(["table", "key", "item", "n", "shown", *(f"c{k + 1}" for k in range(most))]) + "\n")
        file.writelines(_lines(made, people, plan, most))


def _lines(made: Protected, people: Microdata, plan: Plan, most: int) -> Iterator[str]:
    """Yield the lines of each group. Most figures are hidden, and a hidden one is the same for all groups."""
    groups = made.groups
    codes = [_line([pattern.item.code]) for pattern in made.items]
    hidden = [f",{code},,0{',' * most}\n" for code in codes]
    for t, table in enumerate(groups.tables):
        name = "*".join(plan.dimensions[d] for d in table)
        for g in range(int(groups.table_start[t]), int(groups.table_start[t + 1])):
            person = groups.first[g]
            start = _line([name, key_of([people.values[d][people.codes[d, person]] for d in table])])
            for k, pattern in enumerate(made.items):
                if not pattern.shown[g]:
                    yield start + hidden[k]
                    continue
                counts = pattern.counts[g, 1:]
                figures = bands(counts, plan.rules.band) if pattern.item.sensitive else counts.tolist()
                cells = [str(counts.sum()), "1", *map(str, figures), *[""] * (most - len(figures))]
                yield f"{start},{codes[k]},{','.join(cells)}\n"


def _line(values: list[str]) -> str:
    """Return the values as they stand in a line of CSV, without its end; a value with a break of line is quoted."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(values)
    return line.getvalue()[:-2]


def report_of(made: Protected, tried: list[Attack], plan: Plan, seconds: dict[str, float]) -> dict[str, Any]:
    """Return the report that is kept with the release. It is not for publishing: it tells how often which rule hid."""
    idle = idle_groups(made.groups, made.solved, complemented(made, plan.rules.minimum))
    return {
        "rules": asdict(plan.rules),
        "certificate": {
            "rounds": made.solved.rounds,
            "processor_seconds": dict(zip(("elimination", "certificate"), made.solved.seconds, strict=True)),
            "kept_secret": len(made.solved.secret),
            "held_back": int((idle & made.solved.held_back).sum()),
            "complete_for": f"groups: signed sets of 1-4 people; items: the same up to {JOINED} classes of people, else of one or two",
        },
        "attacks": [{**asdict(attack), "passed": attack.found == 0} for attack in tried],
        "loss": _loss(made, plan),
        "seconds": seconds,
    }


def _loss(made: Protected, plan: Plan) -> list[dict[str, Any]]:
    groups, shown, minimum = made.groups, made.solved.shown, plan.rules.minimum
    table_of = groups.table_of()
    complement = complemented(made, minimum)
    out = []
    for t, table in enumerate(groups.tables):
        own = table_of == t
        pairs = [int(pattern.shown[own].sum()) for pattern in made.items]
        out.append(
            {
                "table": "*".join(plan.dimensions[d] for d in table),
                "groups": int(own.sum()),
                "shown": int((own & shown).sum()),
                "hidden_by_rule": int((own & (groups.n < minimum)).sum()),
                "hidden_by_complement": int((own & complement).sum()),
                "respondents_in_shown": round(float(groups.n[own & shown].sum() / groups.n[own].sum()), 4),
                "figures_shown_of_groups_shown": round(float(np.mean(pairs) / max(1, (own & shown).sum())), 4),
            }
        )
    return out
