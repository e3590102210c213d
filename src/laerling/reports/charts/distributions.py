"""How a question was answered: one lying bar of 100 per cent for each unit; ranges where the question is sensitive."""

from laerling.reports.charts.drawing import Drawing
from laerling.reports.charts.frame import NARROW, WIDE, Chart, Scale, folded, sentences, spoken
from laerling.reports.types import Distribution, QuestionLine, Unit
from laerling.reports.words import SIGN, percent, percents

_LANE, _BAR = 58, 28
_OPTION = 26
# A share is written inside its piece of the bar where it has room, in per cent of the bar's width.
_ROOM = {WIDE: 4.5, NARROW: 9.0}


def distribution_chart(units: tuple[Unit, ...], question: QuestionLine) -> Chart:
    """Draw a question's distribution for a unit and those it is compared with."""
    names = [unit.name for unit in units]
    return named_distributions(names, question, question.rows, title=question.text)


def named_distributions(
    names: list[str], question: QuestionLine, rows: tuple[Distribution, ...], *, title: str
) -> Chart:
    """Draw a question's distribution for several groups, each under its name."""
    description = _description(names, question, rows)
    draw = _ranges if any(row.bands for row in rows) else _bars
    wide, narrow = (
        draw(names, question, rows, width).svg(title=title, description=description) for width in (WIDE, NARROW)
    )
    return Chart(wide, narrow)


def _description(names: list[str], question: QuestionLine, rows: tuple[Distribution, ...]) -> str:
    parts = []
    for name, row in zip(names, rows, strict=True):
        written = row.written()
        shares = ", ".join(f"{option.text} {share}" for option, share in zip(question.options, written, strict=False))
        parts.append(f"{name}: {shares if row.shown else spoken(SIGN)}.")
    return sentences(parts)


def _bars(names: list[str], question: QuestionLine, rows: tuple[Distribution, ...], width: int) -> Drawing:
    drawing = Drawing(width, _LANE * len(rows) + 4)
    scale = Scale(2, width - 2, is_share=True)
    for position, (name, row) in enumerate(zip(names, rows, strict=True)):
        top = position * _LANE
        drawing.text((2, top + 13), _named(name, row, width))
        reached = 0.0
        for option, pct in zip(question.options, row.pct, strict=False):
            if pct > 0:
                start, end = scale(reached), scale(reached + pct)
                drawing.box((start, top + 26), (end - start, _BAR), ink=option.ink)
                if pct >= _ROOM[width]:
                    at = ((start + end) / 2, top + 26 + _BAR / 2)
                    drawing.text(at, percent(pct), ink=f"on-{option.ink}", anchor="middle", size=14)
            reached += pct
    return drawing


def _ranges(names: list[str], question: QuestionLine, rows: tuple[Distribution, ...], width: int) -> Drawing:
    """Draw each share of a sensitive question as a range: all that is told of it is that it lies there."""
    n_lines = sum(1 + len(row.bands) for row in rows)
    drawing = Drawing(width, n_lines * _OPTION + 4)
    left = 300 if width == WIDE else 132
    scale = Scale(left, width - (76 if width == WIDE else 70), is_share=True)
    y = _OPTION / 2
    for name, row in zip(names, rows, strict=True):
        drawing.text((2, y), _named(name, row, width), strong=True)
        y += _OPTION
        for option, band in zip(question.options, row.bands, strict=False):
            words = folded(option.text, 36 if width == WIDE else 15, 1)
            drawing.text((left - 12, y), words, anchor="end")
            drawing.rule((scale(0), y), (scale(100), y), ink="grid")
            drawing.box((scale(band[0]), y - 8), (max(scale(band[1]) - scale(band[0]), 3), 16), ink=option.ink)
            drawing.text((width - 2, y), percents(band), anchor="end", size=14)
            y += _OPTION
    return drawing


def _named(name: str, row: Distribution, width: int) -> list[str]:
    """Return what stands above a bar; a long name is cut, and never the sign behind it."""
    letters = 80 if width == WIDE else 40
    if row.shown:
        return folded(name, letters, 1)
    sign = f"  {SIGN}"
    return [folded(name, letters - len(sign), 1)[0] + sign]
