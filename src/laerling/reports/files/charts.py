"""A theme at one look: a lying bar of 100 per cent for each of its questions, one unit's answers. For slides."""

from typing import Final

from laerling.reports.charts.drawing import Drawing
from laerling.reports.charts.frame import WIDE, Scale, folded, sentences, spoken
from laerling.reports.types import QuestionLine, Unit
from laerling.reports.words import SIGN, percent

_LANE, _BAR, _LEFT = 56, 28, 330
# A share is written inside its piece where it has room, in per cent.
_ROOM: Final = 8.0
_LETTERS: Final = 44


def theme_chart(unit: Unit, title: str, questions: tuple[QuestionLine, ...]) -> str:
    """Return the drawing for questions that share their answers; one that is not shown has the sign and no bar."""
    drawing = Drawing(WIDE, _LANE * len(questions) + 4)
    scale = Scale(_LEFT, WIDE - 2, is_share=True)
    for position, question in enumerate(questions):
        middle = position * _LANE + _LANE / 2
        drawing.text((_LEFT - 12, middle), folded(question.text, _LETTERS, 3), anchor="end", size=13)
        if question.rows[0].shown:
            _bar(drawing, scale, question, middle)
        else:
            drawing.text((_LEFT + 4, middle), SIGN)
    return drawing.svg(title=f"{title}. {unit.name}", description=_words(questions))


def _bar(drawing: Drawing, scale: Scale, question: QuestionLine, middle: float) -> None:
    reached = 0.0
    for option, pct in zip(question.options, question.rows[0].pct, strict=False):
        if pct > 0:
            start, end = scale(reached), scale(reached + pct)
            drawing.box((start, middle - _BAR / 2), (end - start, _BAR), ink=option.ink)
            if pct >= _ROOM:
                drawing.text(
                    ((start + end) / 2, middle), percent(pct), ink=f"on-{option.ink}", anchor="middle", size=13
                )
        reached += pct


def _words(questions: tuple[QuestionLine, ...]) -> str:
    parts = []
    for question in questions:
        pairs = zip(question.options, question.rows[0].written(), strict=False)
        shares = ", ".join(f"{option.text} {share}" for option, share in pairs)
        parts.append(f"{question.text.rstrip('.')}: {shares if question.rows[0].shown else spoken(SIGN)}.")
    return sentences(parts)
