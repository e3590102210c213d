"""A theme at one look: a lying bar of 100 per cent for each of its questions, one unit's answers. For paper and slides."""

from textwrap import wrap
from typing import Final

from laerling.reports.charts.drawing import Inks, Spec, draw
from laerling.reports.charts.frame import WIDE, Padding, frame, lanes, named, spoken, text_mark
from laerling.reports.types import QuestionLine, Unit
from laerling.reports.words import SIGN, percent

_LANE, _BAR, _TEXT = 52, 26, 330
_ROOM: Final = 7.0
_LETTERS: Final = 46
_DOMAIN: Final = {"domain": [0, 100], "nice": False}


def theme_chart(unit: Unit, title: str, questions: tuple[QuestionLine, ...]) -> str:
    """Return the drawing for questions that share their answers; one that is not shown has the sign and no bar."""
    ink = Inks()
    return draw(_spec(ink, questions), inks=ink.names, title=f"{title}. {unit.name}", description=_words(questions))


def _words(questions: tuple[QuestionLine, ...]) -> str:
    sentences = []
    for question in questions:
        pairs = zip(question.options, question.rows[0].pct, strict=False)
        shares = ", ".join(f"{option.text} {percent(pct)}" for option, pct in pairs)
        sentences.append(f"{question.text.rstrip('.')}: {shares if question.rows[0].shown else spoken(SIGN)}.")
    return " ".join(sentences)


def _spec(ink: Inks, questions: tuple[QuestionLine, ...]) -> Spec:
    y = lanes("question", [question.code for question in questions])
    names = [
        {"question": question.code, "name": "\n".join(_lines(question.text)), "sign": _sign(question)}
        for question in questions
    ]
    pieces = {"values": [piece for question in questions for piece in _pieces(ink, question)]}
    beside = text_mark(ink, align="right", x=-12, baseline="middle", fontSize=13, lineHeight=15)
    sign = text_mark(ink, align="left", x=6, baseline="middle")
    inside = {"type": "text", "baseline": "middle", "fontSize": 13}
    layers: list[Spec] = [
        {"data": {"values": names}, "mark": beside, "encoding": {"y": y, "text": {"field": "name"}}},
        {"data": {"values": names}, "mark": sign, "encoding": {"y": y, "text": {"field": "sign"}}},
        {
            "data": pieces,
            "mark": {"type": "bar", "height": _BAR, "stroke": ink("ground"), "strokeWidth": 1.5},
            "encoding": {"y": y, "x": _x("from"), "x2": {"field": "to"}, "fill": named("ink")},
        },
        {
            "data": pieces,
            "mark": inside,
            "encoding": {"y": y, "x": _x("middle"), "text": {"field": "label"}, "color": named("on")},
        },
    ]
    return frame(layers, width=WIDE - _TEXT - 4, height=_LANE * len(questions), padding=Padding(left=_TEXT))


def _lines(text: str) -> list[str]:
    """Return a question in at most three lines."""
    found = wrap(text, _LETTERS)
    return found if len(found) <= 3 else [*found[:2], f"{found[2]} …"]  # noqa: PLR2004


def _sign(question: QuestionLine) -> str:
    return "" if question.rows[0].shown else SIGN


def _pieces(ink: Inks, question: QuestionLine) -> list[dict[str, object]]:
    pieces: list[dict[str, object]] = []
    reached = 0.0
    for option, pct in zip(question.options, question.rows[0].pct, strict=False):
        if pct > 0:
            place = {"question": question.code, "from": reached, "to": reached + pct, "middle": reached + pct / 2}
            look = {"ink": ink(option.ink), "on": ink(f"on-{option.ink}")}
            pieces.append({**place, **look, "label": percent(pct) if pct >= _ROOM else ""})
        reached += pct
    return pieces


def _x(field: str) -> Spec:
    return {"field": field, "type": "quantitative", "scale": _DOMAIN, "axis": None}
