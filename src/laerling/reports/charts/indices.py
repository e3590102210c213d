"""Indices as points on one scale from 1 to 5: own unit, county, nation."""

from textwrap import wrap

from django.utils.translation import gettext as _

from laerling.reports.charts.drawing import Inks, Spec, draw
from laerling.reports.charts.frame import NARROW, WIDE, Chart, Padding, frame, lanes, named, spoken, text_mark
from laerling.reports.types import IndexLine, Unit
from laerling.reports.words import decimal

_PLACES = ("own", "second", "third")
# A dot for one's own; a slim diamond and a bar, taller than the dot, so that they show behind it.
_SHAPES = {"own": "circle", "second": "M0,-1.9L0.75,0L0,1.9L-0.75,0Z", "third": "M-0.25,-1.9h0.5v3.8h-0.5Z"}
_SCALE = {"domain": [1, 5], "zero": False, "nice": False}


def index_chart(units: tuple[Unit, ...], lines: tuple[IndexLine, ...]) -> Chart:
    """Draw indices for a unit and those it is compared with."""
    title = _("Indices for %(unit)s") % {"unit": units[0].name}
    description = _description(units, lines)
    places = _places(units)
    drawn = []
    for width in (WIDE, NARROW):
        ink = Inks()
        spec = _spec(ink, lines, places, width)
        drawn.append(draw(spec, inks=ink.names, title=title, description=description))
    return Chart(*drawn)


def legend(units: tuple[Unit, ...]) -> tuple[tuple[str, Unit], ...]:
    """Return the name of each unit's mark beside the unit."""
    return tuple(zip(_places(units), units, strict=True))


def _places(units: tuple[Unit, ...]) -> tuple[str, ...]:
    """Return each unit's mark: what one compares with has the same mark whoever it stands beside."""
    beside = {"nation": "third", "county": "second", "office": "own"}
    return tuple("own" if position == 0 else beside[unit.level] for position, unit in enumerate(units))


def _description(units: tuple[Unit, ...], lines: tuple[IndexLine, ...]) -> str:
    sentences = [_("Scale from 1 to 5, where 5 is best.")]
    for line in lines:
        pairs = zip(units, line.figures, strict=True)
        figures = ", ".join(f"{unit.name} {spoken(decimal(figure.mean))}" for unit, figure in pairs)
        sentences.append(f"{line.title}: {figures}.")
    return " ".join(sentences)


def _spec(ink: Inks, lines: tuple[IndexLine, ...], places: tuple[str, ...], width: int) -> Spec:
    is_wide = width == WIDE
    padding = Padding(290, 52, 4, 28) if is_wide else Padding(12, 44, 4, 28)
    lane, down = (44, 0) if is_wide else (62, 12)
    plot = width - padding.left - padding.right
    y = lanes("line", [line.code for line in lines])
    labels = {"values": [_label(line, wrapped=is_wide) for line in lines]}
    beside = {"align": "right", "x": -18, "baseline": "middle"}
    above = {"align": "left", "x": -6, "dy": -12}
    at_end = {"align": "right", "x": plot + padding.right - 2, "fontWeight": 600, "baseline": "middle", "dy": down}
    layers: list[Spec] = [
        _lines(ink, labels, y, down),
        {"data": labels, "mark": text_mark(ink, **(beside if is_wide else above)), "encoding": _text(y, "title")},
        {"data": labels, "mark": text_mark(ink, **at_end), "encoding": _text(y, "own")},
        _points(ink, lines, places, y, down),
    ]
    return frame(layers, width=plot, height=lane * len(lines), padding=padding)


def _label(line: IndexLine, *, wrapped: bool) -> dict[str, str]:
    title = "\n".join(wrap(line.title, 34)) if wrapped else line.title
    return {"line": line.code, "title": title, "own": decimal(line.figures[0].mean)}


def _text(y: Spec, field: str) -> Spec:
    return {"y": y, "text": {"field": field}}


def _lines(ink: Inks, labels: Spec, y: Spec, down: int) -> Spec:
    start = {"datum": 1, "type": "quantitative", "scale": _SCALE}
    return {
        "data": labels,
        "mark": {"type": "rule", "color": ink("lane"), "yOffset": down, "y2Offset": down},
        "encoding": {"y": y, "x": start, "x2": {"datum": 5}},
    }


def _points(ink: Inks, lines: tuple[IndexLine, ...], places: tuple[str, ...], y: Spec, down: int) -> Spec:
    """Return the points, own unit last and so on top; what is not shown has none."""
    values = [
        {"line": line.code, "mean": figure.mean, "ink": ink(place), "shape": _SHAPES[place]}
        for line in lines
        for place, figure in reversed(list(zip(places, line.figures, strict=True)))
        if figure.mean is not None
    ]
    ground = {"stroke": ink("ground"), "strokeWidth": 1.5}
    return {
        "data": {"values": values},
        "mark": {"type": "point", "filled": True, "size": 170, "opacity": 1, "yOffset": down, **ground},
        "encoding": {
            "y": y,
            "x": {"field": "mean", "type": "quantitative", "scale": _SCALE, "axis": _axis(ink)},
            "fill": named("ink"),
            "shape": named("shape"),
        },
    }


def _axis(ink: Inks) -> Spec:
    return {
        "values": [1, 2, 3, 4, 5],
        "title": None,
        "domain": False,
        "ticks": False,
        "grid": True,
        "gridColor": ink("grid"),
        "labelColor": ink("quiet"),
        "labelFontSize": 14,
        "labelPadding": 8,
        "labelFlush": False,
        "format": "d",
    }
