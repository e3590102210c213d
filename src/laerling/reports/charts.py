"""The charts: indices on one scale, and distributions as lying bars. One specification each, in two widths."""

from dataclasses import dataclass
from textwrap import wrap

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from laerling.reports.drawing import Inks, Spec, draw
from laerling.reports.types import IndexLine, QuestionLine, Unit
from laerling.reports.words import SIGN, decimal, percent

_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
_WIDE, _NARROW = 720, 340
# A dot for one's own; a slim diamond and a bar, taller than the dot, so that they show behind it.
_SHAPES = ("circle", "M0,-1.9L0.75,0L0,1.9L-0.75,0Z", "M-0.25,-1.9h0.5v3.8h-0.5Z")
_PLACES = ("own", "second", "third")
# A share is written inside its piece of the bar where it has room, in per cent of the bar's width.
_ROOM = {_WIDE: 4.5, _NARROW: 9.0}


@dataclass(frozen=True, slots=True)
class Chart:
    """The same chart for a wide screen and for a phone, as SVG markup; the style sheet shows one of them."""

    wide: str
    narrow: str


def index_chart(units: tuple[Unit, ...], lines: tuple[IndexLine, ...]) -> Chart:
    """Draw indices as points on one scale from 1 to 5: own unit, county, nation."""
    title = _("Indices for %(unit)s") % {"unit": units[0].name}
    sentences = []
    for line in lines:
        figures = ", ".join(
            f"{unit.name} {_spoken(decimal(figure.mean))}" for unit, figure in zip(units, line.figures, strict=True)
        )
        sentences.append(f"{line.title}: {figures}.")
    description = " ".join([_("Scale from 1 to 5, where 5 is best."), *sentences])
    return Chart(
        *(
            _drawn_index(lines, _places(units), width, title=title, description=description)
            for width in (_WIDE, _NARROW)
        )
    )


def distribution_chart(units: tuple[Unit, ...], question: QuestionLine) -> Chart:
    """Draw how a question was answered: one bar of 100 per cent for each unit."""
    sentences = []
    for unit, row in zip(units, question.rows, strict=True):
        if row.shown:
            parts = ", ".join(
                f"{option.text} {percent(pct)}" for option, pct in zip(question.options, row.pct, strict=True)
            )
            sentences.append(f"{unit.name}: {parts}.")
        else:
            sentences.append(f"{unit.name}: {_spoken(SIGN)}.")
    description = " ".join(sentences)
    return Chart(*(_drawn_bars(units, question, width, description=description) for width in (_WIDE, _NARROW)))


def legend(units: tuple[Unit, ...]) -> tuple[tuple[str, Unit], ...]:
    """Return the class of each unit's mark beside the unit."""
    return tuple(zip(_places(units), units, strict=True))


def _places(units: tuple[Unit, ...]) -> tuple[str, ...]:
    """Return each unit's mark: the nation's is always the same, whoever it stands beside."""
    places = dict(zip(("nation", "county", "office"), reversed(_PLACES), strict=True))
    return tuple("own" if position == 0 else places[unit.level] for position, unit in enumerate(units))


def _spoken(figure: str) -> str:
    if figure != SIGN:
        return figure
    word = pgettext("figure", "protected")
    return f"{SIGN} ({word})"


def _drawn_index(
    lines: tuple[IndexLine, ...], places: tuple[str, ...], width: int, *, title: str, description: str
) -> str:
    ink = Inks()
    is_wide = width == _WIDE
    points = [
        {"line": line.code, "mean": figure.mean, "ink": ink(place), "shape": _SHAPES[_PLACES.index(place)]}
        for line in lines
        for place, figure in reversed(list(zip(places, line.figures, strict=True)))
        if figure.mean is not None
    ]
    labels = [
        {
            "line": line.code,
            "title": "\n".join(wrap(line.title, 34)) if is_wide else line.title,
            "own": decimal(line.figures[0].mean),
        }
        for line in lines
    ]
    left, right, step = (290, 52, 44) if is_wide else (12, 44, 62)
    plot = width - left - right
    y = {"field": "line", "type": "nominal", "sort": None, "axis": None, "scale": {"padding": 0}}
    scale = {"domain": [1, 5], "zero": False, "nice": False}
    x = {"field": "mean", "type": "quantitative", "scale": scale, "axis": _axis(ink, [1, 2, 3, 4, 5])}
    down = 0 if is_wide else 12
    text = {"type": "text", "color": ink("text"), "fontSize": 15, "lineBreak": "\n", "lineHeight": 17}
    layers = [
        {
            "data": {"values": labels},
            "mark": {"type": "rule", "color": ink("lane"), "yOffset": down, "y2Offset": down},
            "encoding": {"y": y, "x": {"datum": 1, "type": "quantitative", "scale": scale}, "x2": {"datum": 5}},
        },
        {
            "data": {"values": labels},
            "mark": text
            | (
                {"align": "right", "x": -18, "baseline": "middle"} if is_wide else {"align": "left", "x": -6, "dy": -12}
            ),
            "encoding": {"y": y, "text": {"field": "title"}},
        },
        {
            "data": {"values": labels},
            "mark": text
            | {"align": "right", "x": plot + right - 2, "fontWeight": 600, "baseline": "middle", "dy": down},
            "encoding": {"y": y, "text": {"field": "own"}},
        },
        {
            "data": {"values": points},
            "mark": {
                "type": "point",
                "filled": True,
                "size": 170,
                "opacity": 1,
                "yOffset": down,
                "stroke": ink("ground"),
                "strokeWidth": 1.5,
            },
            "encoding": {
                "y": y,
                "x": x,
                "fill": {"field": "ink", "type": "nominal", "scale": None},
                "shape": {"field": "shape", "type": "nominal", "scale": None},
            },
        },
    ]
    spec = _frame(
        layers, width=plot, height=step * len(lines), padding={"left": left, "right": right, "top": 4, "bottom": 28}
    )
    return draw(spec, inks=ink.names, title=title, description=description)


def _drawn_bars(units: tuple[Unit, ...], question: QuestionLine, width: int, *, description: str) -> str:
    ink = Inks()
    step, bar = 58, 28
    pieces = []
    for unit, row in zip(units, question.rows, strict=True):
        reached = 0.0
        for option, pct in zip(question.options, row.pct, strict=False):
            if pct > 0:
                pieces.append(
                    {
                        "unit": unit.level,
                        "from": reached,
                        "to": reached + pct,
                        "middle": reached + pct / 2,
                        "ink": ink(option.ink),
                        "on": ink(f"on-{option.ink}"),
                        "label": percent(pct) if pct >= _ROOM[width] else "",
                    }
                )
            reached += pct
    names = [
        {"unit": unit.level, "name": unit.name if row.shown else f"{unit.name}  {SIGN}"}
        for unit, row in zip(units, question.rows, strict=True)
    ]
    y = {
        "field": "unit",
        "type": "nominal",
        "sort": [unit.level for unit in units],
        "axis": None,
        "scale": {"padding": 0},
    }
    domain = {"domain": [0, 100], "nice": False}
    layers: list[Spec] = [
        {
            "data": {"values": names},
            "mark": {
                "type": "text",
                "align": "left",
                "x": 0,
                "dy": -16,
                "fontSize": 15,
                "color": ink("text"),
                "limit": width,
            },
            "encoding": {"y": y, "text": {"field": "name"}},
        },
        {
            "data": {"values": pieces},
            "mark": {
                "type": "bar",
                "height": bar,
                "yOffset": 10,
                "y2Offset": 10,
                "stroke": ink("ground"),
                "strokeWidth": 1.5,
            },
            "encoding": {
                "y": y,
                "x": {"field": "from", "type": "quantitative", "scale": domain, "axis": None},
                "x2": {"field": "to"},
                "fill": {"field": "ink", "type": "nominal", "scale": None},
            },
        },
        {
            "data": {"values": pieces},
            "mark": {"type": "text", "baseline": "middle", "dy": 10, "fontSize": 14},
            "encoding": {
                "y": y,
                "x": {"field": "middle", "type": "quantitative", "scale": domain, "axis": None},
                "text": {"field": "label"},
                "color": {"field": "on", "type": "nominal", "scale": None},
            },
        },
    ]
    spec = _frame(
        layers, width=width - 4, height=step * len(units), padding={"left": 2, "right": 2, "top": 2, "bottom": 2}
    )
    return draw(spec, inks=ink.names, title=question.text, description=description)


def _axis(ink: Inks, values: list[int]) -> Spec:
    return {
        "values": values,
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


def _frame(layers: list[Spec], *, width: int, height: int, padding: dict[str, int]) -> Spec:
    """Return the whole specification: fixed size, no built-in texts, no colours of its own."""
    return {
        "$schema": _SCHEMA,
        "width": width,
        "height": height,
        "padding": padding,
        "autosize": {"type": "none"},
        "layer": layers,
        "config": {"aria": False, "view": {"stroke": None}, "background": "transparent"},
    }
