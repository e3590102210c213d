"""Adding whole counties to a county of another year. Pure.

Only sums of figures that are shown: whoever has the release can reckon them, so that they tell nothing more. Nothing is
ever subtracted, and bands of sensitive questions are not added: a sum of bands is wider than a band of the sum, and would
look like one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal

from laerling.organisations.rules import Structure
from laerling.release.queries import HIDDEN, CellFacts
from laerling.reports.years.counties import structure_day
from laerling.reports.years.rules import Stretch, is_next

Why = Literal["part_of_larger", "no_county", "access", "hidden", "bands"]


@dataclass(frozen=True, slots=True)
class RegionPoint:
    """One round's figure of a county of another year.

    `parts` are the counties of that round it is made of; with one of them it is that county's own figure as released.
    `why` says why there is none: the county was part of a larger one, there was none on its ground, a part may not be
    read by whoever asks, a part is not shown, or the figures are bands.
    """

    year: int
    figure: CellFacts
    parts: tuple[str, ...]
    why: Why | None = None

    @property
    def is_reckoned(self) -> bool:
        """Whether it is a sum, not a released figure."""
        return self.figure.shown and len(self.parts) > 1


@dataclass(frozen=True, slots=True)
class RegionLine:
    """A county of one year through all rounds, with the stretches to draw as one line."""

    code: str
    item: str
    points: tuple[RegionPoint, ...]
    segments: tuple[tuple[RegionPoint, ...], ...]


def parts_of(structure: Structure, code: str, year: int) -> tuple[str, ...] | None:
    """Return the counties of a round that make up a county exactly, None where it was part of a larger one.

    Itself where it stood; Akershus, Buskerud and Østfold for Viken in 2019 and in 2024; nothing for the new Akershus in
    2021. Exactly as far as counties go: municipalities that changed county are left out of account.
    """
    found = structure.county(code)
    if found is None:
        return ()
    parts = structure.grounds(code, structure_day(year))
    if all(structure.grounds(part, found.since) == (code,) for part in parts):
        return parts
    return None


def reckoned(
    year: int, parts: tuple[str, ...] | None, cells: Mapping[str, CellFacts], *, may_read: bool
) -> RegionPoint:
    """Return a round's point from the parts' figures; where one of them is not shown there is none."""
    if parts is None:
        return RegionPoint(year, HIDDEN, (), "part_of_larger")
    if not parts:
        return RegionPoint(year, HIDDEN, (), "no_county")
    if not may_read:
        return RegionPoint(year, HIDDEN, parts, "access")
    figures = [cells.get(part, HIDDEN) for part in parts]
    if not all(figure.shown for figure in figures):
        return RegionPoint(year, HIDDEN, parts, "hidden")
    if len(figures) == 1:
        return RegionPoint(year, figures[0], parts)
    total = added(figures)
    return RegionPoint(year, total, parts, None if total.shown else "bands")


def added(figures: Sequence[CellFacts]) -> CellFacts:
    """Return the sum of shown figures of one item in one round: counts, or mean and spread; HIDDEN for bands."""
    n = sum(figure.n or 0 for figure in figures)
    counts = [figure.counts for figure in figures if figure.counts is not None]
    if len(counts) == len(figures) and len({len(one) for one in counts}) == 1:
        return CellFacts(shown=True, n=n, counts=tuple(map(sum, zip(*counts, strict=True))))
    means = [(figure.n or 0, figure.mean, figure.sd) for figure in figures if figure.mean is not None]
    if len(means) < len(figures) or not n:
        return HIDDEN
    mean = sum(size * value for size, value, _sd in means) / n
    return CellFacts(shown=True, n=n, mean=mean, sd=_spread(means, mean, n))


def _spread(means: Sequence[tuple[int, float, float | None]], mean: float, n: int) -> float | None:
    """Return the standard deviation over all parts together: within them, and between them."""
    squares = 0.0
    for size, value, sd in means:
        if sd is None:
            return None
        squares += (size - 1) * sd**2 + size * (value - mean) ** 2
    return sqrt(squares / (n - 1)) if n > 1 else None


def region_line(code: str, item: str, points: Sequence[RegionPoint], held: Sequence[Stretch]) -> RegionLine:
    """Put the rounds together. A line goes on over a reform, that is what it is for, but over no break of the question."""
    asked = [one for one in sorted(points, key=lambda one: one.year) if any(s.has(one.year) for s in held)]
    segments: list[tuple[RegionPoint, ...]] = []
    for point in asked:
        if not point.figure.shown:
            continue
        last = segments[-1][-1] if segments else None
        if last and is_next(last.year, point.year, held):
            segments[-1] = (*segments[-1], point)
        else:
            segments.append((point,))
    return RegionLine(code, item, tuple(asked), tuple(segments))
