"""From figures to marks: each figure weighed against the others on its measure, and all looks of a page together. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from laerling.reports.types import Figure
from laerling.reports.variation.rules import Reading, Spread, against_others, differing, drawn, spread, step
from laerling.reports.variation.types import Mark


@dataclass(frozen=True, slots=True)
class Read:
    """A group's figure as shown, and as a mean with its spread where that is known; None where it cannot be compared."""

    figure: Figure
    mean: Reading | None
    comparable: bool = True


@dataclass(frozen=True, slots=True)
class Column:
    """One measure over all groups: a mark for each, and how they vary (None for fewer than three)."""

    marks: tuple[Mark, ...]
    spread: Spread | None


def weighed(columns: Sequence[Sequence[Read]]) -> tuple[Column, ...]:
    """Return the columns with every figure weighed. The groups stand in the same order in each column."""
    means = [[one.mean for one in column if one.mean] for column in columns]
    stands = differing(*means)
    return tuple(
        _column(column, read, differs.tolist()) for column, read, differs in zip(columns, means, stands, strict=True)
    )


def _column(column: Sequence[Read], means: Sequence[Reading], differs: Sequence[bool]) -> Column:
    found = spread(means)
    if found is None:
        return Column(tuple(_mark(one, 0, 0) for one in column), None)
    steps = iter([step(float(value) - found.mean) for value in drawn(means, found)])
    signs = np.sign(against_others(means))
    apart = iter([int(sign) if here else 0 for sign, here in zip(signs, differs, strict=True)])
    marks = tuple(_mark(one, next(steps), next(apart)) if one.mean else _mark(one, 0, 0) for one in column)
    return Column(marks, found)


def _mark(one: Read, colour: int, apart: int) -> Mark:
    shown = one.figure
    if not one.comparable:
        return Mark(shown=False, comparable=False)
    return Mark(shown.shown, shown.mean, shown.n, shown.low, shown.high, colour, apart)
