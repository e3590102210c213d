"""Shares day by day as lines on one scale: this round against an earlier one, by the day of the round."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from laerling.reports.charts.drawing import Drawing
from laerling.reports.charts.frame import NARROW, WIDE, Chart
from laerling.reports.words import percent

_HEIGHT, _TOP = 240, 12
_STEP = 20
# How close two names at the ends of lines may stand, in pixels.
_APART = 20


@dataclass(frozen=True, slots=True)
class DayLine:
    """One line: its name, and (day of the round, per cent) in order. `ink` is "own" or "third"."""

    name: str
    ink: str
    points: Sequence[tuple[int, float]]


@dataclass(frozen=True, slots=True)
class DayTick:
    """A day named under the chart."""

    number: int
    label: str


def days_chart(
    lines: Sequence[DayLine],
    *,
    n_days: int,
    ticks: Sequence[DayTick],
    marks: Sequence[int],
    title: str,
    description: str,
) -> Chart:
    """Draw lines over a round of `n_days`. `marks` are days with a dispatch, drawn as small feet on the base line."""
    highest = max((pct for line in lines for _day, pct in line.points), default=0.0)
    top = min(100, max(_STEP, ceil(highest / _STEP) * _STEP))
    drawn = []
    for width in (WIDE, NARROW):
        plot = _Plot(width, n_days, top)
        shown = ticks if width == WIDE else [ticks[0], ticks[len(ticks) // 2], ticks[-1]]
        plot.ground(shown, marks)
        for line in reversed(lines):
            plot.line(line)
        plot.names(lines)
        drawn.append(plot.drawing.svg(title=title, description=description))
    return Chart(*drawn)


class _Plot:
    """One drawing of the lines, with its places: days across, per cent upwards."""

    def __init__(self, width: int, n_days: int, top: int) -> None:
        self.drawing = Drawing(width, _TOP + _HEIGHT + 30)
        self._left, self._right = 52, width - 62
        self._n_days, self._top = n_days, top

    def ground(self, ticks: Sequence[DayTick], marks: Sequence[int]) -> None:
        for level in range(0, self._top + 1, _STEP):
            y = self._y(level)
            self.drawing.rule((self._left, y), (self._right, y), ink="grid")
            self.drawing.text((self._left - 8, y), percent(level), anchor="end")
        for tick in ticks:
            self.drawing.text((self._x(tick.number), _TOP + _HEIGHT + 18), tick.label, anchor="middle")
        for day in marks:
            x, foot = self._x(day), _TOP + _HEIGHT
            self.drawing.rule((x, foot - 9), (x, foot), ink="text", width=2)

    def line(self, line: DayLine) -> None:
        """Draw one's own thick and whole, what it is held against thin and broken: told apart in grey as well."""
        points = [(self._x(day), self._y(pct)) for day, pct in line.points]
        if not points:
            return
        is_own = line.ink == "own"
        self.drawing.line(points, ink=line.ink, width=3.5 if is_own else 2.25, dash="" if is_own else "7 5")
        if is_own:
            self.drawing.mark(points[-1], shape="dot", ink=line.ink, size=5.5)

    def names(self, lines: Sequence[DayLine]) -> None:
        """Write the names at the ends of the lines, pushed apart where the ends lie close."""
        ends = [(line, *line.points[-1]) for line in lines if line.points]
        places = {line.name: self._y(pct) for line, _day, pct in ends}
        if len(ends) > 1:
            (upper, lower) = sorted(places, key=lambda name: places[name])
            if ends[0][1] == ends[1][1] and places[lower] - places[upper] < _APART:
                places[lower] = places[upper] + _APART
        for line, day, _pct in ends:
            self.drawing.text((self._x(day) + 8, places[line.name]), line.name, strong=True)

    def _x(self, day: float) -> float:
        return self._left + (self._right - self._left) * (day - 1) / max(self._n_days - 1, 1)

    def _y(self, pct: float) -> float:
        return _TOP + _HEIGHT * (1 - pct / self._top)
