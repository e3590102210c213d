"""Indices as points on one scale from 1 to 5: own unit with its interval, county, nation, and those one has chosen."""

from django.utils.translation import gettext as _

from laerling.reports.charts.drawing import Drawing
from laerling.reports.charts.frame import (
    NARROW,
    SHAPE_OF,
    WIDE,
    Chart,
    Scale,
    folded,
    grid,
    places,
    sentences,
    spoken,
)
from laerling.reports.types import IndexLine, Unit
from laerling.reports.words import decimal


def index_chart(units: tuple[Unit, ...], lines: tuple[IndexLine, ...], n_chosen: int = 0) -> Chart:
    """Draw indices for a unit and those it is compared with; the last `n_chosen` are of one's own choice."""
    title = _("Indices for %(unit)s") % {"unit": units[0].name}
    description = _description(units, lines)
    marks = places(units, n_chosen)
    wide, narrow = (_drawn(lines, marks, width).svg(title=title, description=description) for width in (WIDE, NARROW))
    return Chart(wide, narrow)


def _description(units: tuple[Unit, ...], lines: tuple[IndexLine, ...]) -> str:
    parts = [_("Scale from 1 to 5, where 5 is best.")]
    for line in lines:
        pairs = zip(units, line.figures, strict=True)
        figures = ", ".join(f"{unit.name} {spoken(decimal(figure.mean))}" for unit, figure in pairs)
        parts.append(f"{line.title}: {figures}.")
        parts += [f"{said}." for said in line.said(units)]
    return sentences(parts)


def _drawn(lines: tuple[IndexLine, ...], marks: tuple[str, ...], width: int) -> Drawing:
    is_wide = width == WIDE
    left, right = (290, width - 52) if is_wide else (12, width - 44)
    lane, down = (44, 22) if is_wide else (62, 40)
    scale = Scale(left, right)
    drawing = Drawing(width, lane * len(lines) + 28)
    grid(drawing, scale, lane * len(lines))
    for position, line in enumerate(lines):
        top = position * lane
        y = top + down
        drawing.rule((left, y), (right, y), ink="lane")
        if is_wide:
            drawing.text((left - 18, y), folded(line.title, 34), anchor="end")
        else:
            drawing.text((left - 6, top + 16), folded(line.title, 42, 1))
        drawing.text((width - 2, y), decimal(line.figures[0].mean), anchor="end", strong=True)
        _points(drawing, line, marks, scale, y)
    return drawing


def _points(drawing: Drawing, line: IndexLine, marks: tuple[str, ...], scale: Scale, y: float) -> None:
    """Draw the points, own unit last and so on top; what is not shown has none."""
    own = line.figures[0]
    if own.low is not None and own.high is not None:
        drawing.rule((scale(own.low), y), (scale(own.high), y), ink="reach", width=9)
    for place, figure in reversed(list(zip(marks, line.figures, strict=True))):
        if figure.mean is not None:
            drawing.mark((scale(figure.mean), y), shape=SHAPE_OF[place], ink=place)
