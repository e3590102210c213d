"""Small multiples: figures and their intervals on one line, all with the same scale."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from laerling.reports.variation.types import Mark, Variation

_HIGHEST = 5


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure on a line of 0–100, as a drawing has it: where its interval starts, how long it is, where the mean lies.

    What is not shown is "". `whole` is the figure of the unit as a whole, `grid` the path of the whole numbers.
    """

    start: str
    reach: str
    mean: str
    whole: str
    grid: str


@dataclass(frozen=True, slots=True)
class Scale:
    """The part of the scale 1–5 that the figures of a page take, from a whole number to 5."""

    lowest: int

    @property
    def ticks(self) -> range:
        """The whole numbers from end to end."""
        return range(self.lowest, _HIGHEST + 1)

    def at(self, value: float | None) -> str:
        """Return where a value lies, "" where there is none."""
        return "" if value is None else f"{100 * (value - self.lowest) / (_HIGHEST - self.lowest):.2f}"

    def drawn(self, mark: Mark, whole: float | None) -> Drawn:
        """Return a figure as it is drawn."""
        known = mark.low is not None and mark.high is not None
        reach = f"{100 * ((mark.high or 0) - (mark.low or 0)) / (_HIGHEST - self.lowest):.2f}" if known else ""
        grid = "".join(f"M{self.at(tick)} 0v20" for tick in self.ticks)
        return Drawn(self.at(mark.low) if known else "", reach, self.at(mark.mean), self.at(whole), grid)


def scale_of(variation: Variation) -> Scale:
    """Return the scale that holds every figure of a page and its interval."""
    return Scale(max(1, min(_HIGHEST - 1, math.floor(min(_lows(variation), default=1)))))


def _lows(variation: Variation) -> Iterable[float]:
    for measure in variation.measures:
        yield from (measure.whole.mean,) if measure.whole.mean is not None else ()
    for panel in variation.panels:
        for mark in (mark for group in panel.groups for mark in group.marks):
            low = mark.mean if mark.low is None else mark.low
            yield from (low,) if low is not None else ()
