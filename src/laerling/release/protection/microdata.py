"""Microdata read from CSV: one row a respondent, dimensions as texts, items as small whole numbers."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from laerling.release.protection.plan import Item, NotPossible, Plan

NONE = "none"
CHUNK = 10_000


@dataclass(frozen=True, slots=True)
class Microdata:
    """People by column: `codes[dimension, person]` into `values[dimension]` (sorted texts), `answers[item, person]`.

    An answer of 0 is a skipped item. An empty dimension is the group "none".
    """

    values: tuple[tuple[str, ...], ...]
    codes: NDArray[np.int32]
    answers: NDArray[np.int8]


def read_microdata(path: Path, plan: Plan) -> Microdata:
    """Return the people in a CSV file. Raises NotPossible, with the row where there is one (the header is row 1)."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file, strict=True)
            header = next(rows, [])
            places = _places(header, plan)
            return _people(rows, len(header), places, plan)
    except FileNotFoundError as fault:
        raise NotPossible(f"There are no microdata {path.name}.") from fault
    except (OSError, UnicodeDecodeError) as fault:
        raise NotPossible(f"The microdata {path.name} cannot be read as CSV in UTF-8.") from fault
    except csv.Error as fault:
        raise NotPossible(f"Row {rows.line_num} of the microdata is not CSV.") from fault


def _places(header: list[str], plan: Plan) -> tuple[list[int], list[int]]:
    for name in (*plan.dimensions, *(item.code for item in plan.items)):
        if header.count(name) != 1:
            raise NotPossible(f"The microdata's header must have the column {name} once, with a comma between columns.")
    return [header.index(name) for name in plan.dimensions], [header.index(item.code) for item in plan.items]


def _people(rows: Iterator[list[str]], width: int, places: tuple[list[int], list[int]], plan: Plan) -> Microdata:
    known: list[dict[str, int]] = [{} for _ in plan.dimensions]
    codes: list[NDArray[np.int32]] = []
    answers: list[NDArray[np.int8]] = []
    at = 2
    while chunk := list(islice(rows, CHUNK)):
        for number, row in enumerate(chunk, start=at):
            if len(row) != width:
                raise NotPossible(f"Row {number} of the microdata has {len(row)} fields where the header has {width}.")
        columns = list(zip(*chunk, strict=True))
        codes.append(_coded([columns[place] for place in places[0]], known, len(chunk)))
        answers.append(_answered([columns[place] for place in places[1]], plan.items, at))
        at += len(chunk)
    if not codes:
        raise NotPossible("The microdata has no respondents.")
    return _in_order(known, np.hstack(codes), np.hstack(answers))


def _coded(columns: list[tuple[str, ...]], known: list[dict[str, int]], n: int) -> NDArray[np.int32]:
    out = np.zeros((len(columns), n), np.int32)
    for k, column in enumerate(columns):
        for text in set(column):
            known[k].setdefault(text or NONE, len(known[k]))
        out[k] = [known[k][text or NONE] for text in column]
    return out


def _answered(columns: list[tuple[str, ...]], items: tuple[Item, ...], at: int) -> NDArray[np.int8]:
    out = np.zeros((len(items), len(columns[0])), np.int8)
    for k, (item, column) in enumerate(zip(items, columns, strict=True)):
        allowed = {"": 0, **{str(answer): answer for answer in range(1, item.categories + 1)}}
        try:
            out[k] = [allowed[text] for text in column]
        except KeyError:
            row = next(at + number for number, text in enumerate(column) if text not in allowed)
            raise NotPossible(
                f"Row {row} of the microdata: {item.code} must be a whole number from 1 to {item.categories}, or empty."
            ) from None
    return out


def _in_order(known: list[dict[str, int]], codes: NDArray[np.int32], answers: NDArray[np.int8]) -> Microdata:
    """Return the values in the order of their texts: which row came first is nothing to the result."""
    values = []
    for k, texts in enumerate(known):
        ordered = sorted(texts)
        place = np.zeros(len(ordered), np.int32)
        for position, text in enumerate(ordered):
            place[texts[text]] = position
        codes[k] = place[codes[k]]
        values.append(tuple(ordered))
    return Microdata(tuple(values), codes, answers)
