"""What was written, read again: every row is held against a count of its own, made from the answers anew."""

import csv
from pathlib import Path

import numpy as np

from laerling.release.protection.microdata import Microdata
from laerling.release.protection.plan import Item, Plan
from laerling.release.protection.writing import key_of

# What stands before the figures of a row: table, key, item, n, shown.
BEFORE = 5


def misread(path: Path, people: Microdata, plan: Plan) -> tuple[int, int]:
    """Return how many rows stand in a cells.csv, and how many of them are wrong, missing or too many.

    A hidden row must hold no figure. A shown one must hold the people who answered and their counts, or bands in which
    the counts lie.
    """
    place, counted = _counted(people, plan)
    items = {item.code: k for k, item in enumerate(plan.items)}
    rows, wrong, at, seen = 0, 0, -1, bytearray(len(place) * len(items) + len(items))
    group: list[str] = []
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        next(lines)
        # Millions of lines: a group's stand together, and most are hidden.
        for line in lines:
            rows += 1
            if line[:2] != group:
                group = line[:2]
                at = place.get((line[0], line[1]), -1)
            k = items[line[2]]
            seen[at * len(items) + k] = 1
            if line[4] == "0":
                wrong += line[3] != "" or any(line[BEFORE:])
            elif at < 0 or not _right(line, counted[k][at], plan.items[k]):
                wrong += 1
    return rows, wrong + abs(len(place) * len(items) - rows) + rows - sum(seen)


def _counted(people: Microdata, plan: Plan) -> tuple[dict[tuple[str, str], int], list[np.ndarray]]:
    """Return each group's place by its table and key, and per item the counts of its answers (groups × 1 …)."""
    place: dict[tuple[str, str], int] = {}
    parts: list[list[np.ndarray]] = [[] for _item in plan.items]
    everybody = people.codes.shape[1]
    for table in plan.tables:
        codes = people.codes[list(table)] if table else np.zeros((1, everybody), np.int64)
        values, of = np.unique(codes, axis=1, return_inverse=True)
        name = "*".join(plan.dimensions[d] for d in table)
        for value in values.T.tolist():
            place[name, key_of([people.values[d][code] for d, code in zip(table, value, strict=False)])] = len(place)
        for k, item in enumerate(plan.items):
            size = item.categories + 1
            flat = np.bincount(of.reshape(-1) * size + people.answers[k], minlength=values.shape[1] * size)
            parts[k].append(flat.reshape(-1, size)[:, 1:])
    return place, [np.concatenate(part) for part in parts]


def _right(line: list[str], counts: np.ndarray, item: Item) -> bool:
    figures = line[BEFORE : BEFORE + item.categories]
    if line[3] != str(counts.sum()):
        return False
    if not item.sensitive:
        return figures == [str(n) for n in counts.tolist()]
    bands = [tuple(map(int, figure.split("-"))) for figure in figures]
    return all(low <= n <= high for (low, high), n in zip(bands, counts.tolist(), strict=True))
