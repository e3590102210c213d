"""How a question was answered: one lying bar of 100 per cent for each unit."""

from laerling.reports.charts.drawing import Inks, Spec, draw
from laerling.reports.charts.frame import NARROW, WIDE, Chart, Padding, frame, lanes, named, spoken, text_mark
from laerling.reports.types import QuestionLine, Unit
from laerling.reports.words import SIGN, percent

_LANE, _BAR = 58, 28
_DOMAIN = {"domain": [0, 100], "nice": False}
# A share is written inside its piece of the bar where it has room, in per cent of the bar's width.
_ROOM = {WIDE: 4.5, NARROW: 9.0}


def distribution_chart(units: tuple[Unit, ...], question: QuestionLine) -> Chart:
    """Draw a question's distribution for a unit and those it is compared with."""
    description = _description(units, question)
    drawn = []
    for width in (WIDE, NARROW):
        ink = Inks()
        spec = _spec(ink, units, question, width)
        drawn.append(draw(spec, inks=ink.names, title=question.text, description=description))
    return Chart(*drawn)


def _description(units: tuple[Unit, ...], question: QuestionLine) -> str:
    sentences = []
    for unit, row in zip(units, question.rows, strict=True):
        pairs = zip(question.options, row.pct, strict=False)
        shares = ", ".join(f"{option.text} {percent(pct)}" for option, pct in pairs)
        sentences.append(f"{unit.name}: {shares if row.shown else spoken(SIGN)}.")
    return " ".join(sentences)


def _spec(ink: Inks, units: tuple[Unit, ...], question: QuestionLine, width: int) -> Spec:
    y = lanes("unit", [unit.level for unit in units])
    names = [
        {"unit": unit.level, "name": unit.name if row.shown else f"{unit.name}  {SIGN}"}
        for unit, row in zip(units, question.rows, strict=True)
    ]
    pieces = {"values": _pieces(ink, units, question, room=_ROOM[width])}
    layers: list[Spec] = [
        {
            "data": {"values": names},
            "mark": text_mark(ink, align="left", x=0, dy=-16, limit=width),
            "encoding": {"y": y, "text": {"field": "name"}},
        },
        _bars(ink, pieces, y),
        {
            "data": pieces,
            "mark": {"type": "text", "baseline": "middle", "dy": 10, "fontSize": 14},
            "encoding": {"y": y, "x": _x("middle"), "text": {"field": "label"}, "color": named("on")},
        },
    ]
    return frame(layers, width=width - 4, height=_LANE * len(units), padding=Padding())


def _pieces(ink: Inks, units: tuple[Unit, ...], question: QuestionLine, *, room: float) -> list[dict[str, object]]:
    """Return the pieces of the bars, laid end to end; an option nobody chose has none."""
    pieces: list[dict[str, object]] = []
    for unit, row in zip(units, question.rows, strict=True):
        reached = 0.0
        for option, pct in zip(question.options, row.pct, strict=False):
            if pct > 0:
                place = {"unit": unit.level, "from": reached, "to": reached + pct, "middle": reached + pct / 2}
                look = {"ink": ink(option.ink), "on": ink(f"on-{option.ink}")}
                pieces.append({**place, **look, "label": percent(pct) if pct >= room else ""})
            reached += pct
    return pieces


def _bars(ink: Inks, pieces: Spec, y: Spec) -> Spec:
    ground = {"stroke": ink("ground"), "strokeWidth": 1.5}
    return {
        "data": pieces,
        "mark": {"type": "bar", "height": _BAR, "yOffset": 10, "y2Offset": 10, **ground},
        "encoding": {"y": y, "x": _x("from"), "x2": {"field": "to"}, "fill": named("ink")},
    }


def _x(field: str) -> Spec:
    return {"field": field, "type": "quantitative", "scale": _DOMAIN, "axis": None}
