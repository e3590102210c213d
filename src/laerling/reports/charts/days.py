"""Shares day by day as lines on one scale: this round against an earlier one, by the day of the round."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from laerling.reports.charts.drawing import Inks, Spec, draw
from laerling.reports.charts.frame import NARROW, WIDE, Chart, Padding, frame, text_mark
from laerling.reports.words import percent

_HEIGHT = 240
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
    drawn = []
    for width in (WIDE, NARROW):
        ink = Inks()
        shown = ticks if width == WIDE else [ticks[0], ticks[len(ticks) // 2], ticks[-1]]
        spec = _spec(ink, lines, n_days, shown, marks, width)
        drawn.append(draw(spec, inks=ink.names, title=title, description=description))
    return Chart(*drawn)


def _spec(
    ink: Inks, lines: Sequence[DayLine], n_days: int, ticks: Sequence[DayTick], marks: Sequence[int], width: int
) -> Spec:
    highest = max((pct for line in lines for _day, pct in line.points), default=0.0)
    top = min(100, max(_STEP, ceil(highest / _STEP) * _STEP))
    padding = Padding(52, 62, 12, 30)
    plot = width - padding.left - padding.right
    x: Spec = {"field": "day", "type": "quantitative", "scale": {"domain": [1, n_days], "nice": False}, "axis": None}
    y: Spec = {"field": "pct", "type": "quantitative", "scale": {"domain": [0, top], "nice": False}, "axis": None}
    levels = {"values": [{"pct": level, "label": percent(level)} for level in range(0, top + 1, _STEP)]}
    days = {"values": [{"day": tick.number, "label": tick.label} for tick in ticks]}
    side = {"align": "right", "x": -8, "baseline": "middle"}
    below = {"align": "center", "y": _HEIGHT + 20}
    layers: list[Spec] = [
        {"data": levels, "mark": {"type": "rule", "color": ink("grid")}, "encoding": {"y": y}},
        {"data": levels, "mark": text_mark(ink, **side), "encoding": {"y": y, "text": {"field": "label"}}},
        {"data": days, "mark": text_mark(ink, **below), "encoding": {"x": x, "text": {"field": "label"}}},
        {
            "data": {"values": [{"day": day} for day in marks]},
            "mark": {"type": "rule", "color": ink("text"), "strokeWidth": 2, "y": _HEIGHT - 9, "y2": _HEIGHT},
            "encoding": {"x": x},
        },
    ]
    for line in reversed(lines):
        layers += _line(ink, line, x, y)
    layers += _names(ink, lines, x, top)
    return frame(layers, width=plot, height=_HEIGHT, padding=padding)


def _line(ink: Inks, line: DayLine, x: Spec, y: Spec) -> list[Spec]:
    values = {"values": [{"day": day, "pct": pct} for day, pct in line.points]}
    is_own = line.ink == "own"
    # One's own is thick and whole, what it is held against thin and broken: told apart in grey as well.
    look: Spec = {"strokeWidth": 3.5} if is_own else {"strokeWidth": 2.25, "strokeDash": [7, 5]}
    mark = {"type": "line", "color": ink(line.ink), "interpolate": "linear", **look}
    last = {"values": values["values"][-1:]}
    layers: list[Spec] = [{"data": values, "mark": mark, "encoding": {"x": x, "y": y}}]
    if is_own:
        point = {"type": "point", "filled": True, "size": 90, "opacity": 1, "color": ink(line.ink)}
        layers.append({"data": last, "mark": point, "encoding": {"x": x, "y": y}})
    return layers


def _names(ink: Inks, lines: Sequence[DayLine], x: Spec, top: int) -> list[Spec]:
    """Return the names at the ends of the lines, pushed apart where the ends lie close."""
    ends = [(line, *line.points[-1]) for line in lines if line.points]
    places = {line.name: _HEIGHT * (1 - pct / top) for line, _day, pct in ends}
    if len(ends) > 1:
        (upper, lower) = sorted(places, key=lambda name: places[name])
        if ends[0][1] == ends[1][1] and places[lower] - places[upper] < _APART:
            places[lower] = places[upper] + _APART
    return [
        {
            "data": {"values": [{"day": day, "label": line.name}]},
            "mark": text_mark(ink, align="left", dx=8, baseline="middle", y=places[line.name], fontWeight=600),
            "encoding": {"x": x, "text": {"field": "label"}},
        }
        for line, day, _pct in ends
    ]
