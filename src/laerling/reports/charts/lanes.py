"""Groups one under the other on one scale, each with its own interval: breakdowns, and units of one's choice."""

from collections.abc import Sequence
from dataclasses import dataclass

from laerling.reports.charts.drawing import Drawing
from laerling.reports.charts.frame import NARROW, SHAPE_OF, WIDE, Chart, Scale, folded, grid, sentences, spoken


@dataclass(frozen=True, slots=True)
class Lane:
    """One group: its name, its figure with interval, and its mark; a figure that is not shown is None."""

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    place: str = "own"


def lanes_chart(
    lanes: Sequence[Lane], *, title: str, finding: str, is_share: bool = False, line_at: float | None = None
) -> Chart:
    """Draw groups on one scale. `finding` opens the description; `line_at` is a figure all are held against."""
    scale = Scale(0, 1, is_share=is_share)
    figures = (f"{lane.name}: {spoken(scale.written(lane.value))}." for lane in lanes)
    description = sentences([finding, *figures])
    wide, narrow = (
        _drawn(lanes, width, is_share=is_share, line_at=line_at).svg(title=title, description=description)
        for width in (WIDE, NARROW)
    )
    return Chart(wide, narrow)


def _drawn(lanes: Sequence[Lane], width: int, *, is_share: bool, line_at: float | None) -> Drawing:
    is_wide = width == WIDE
    left, right = (290, width - 60) if is_wide else (12, width - 56)
    height, down = (36, 18) if is_wide else (54, 38)
    bottom = height * len(lanes) + 4
    scale = Scale(left, right, is_share=is_share)
    drawing = Drawing(width, bottom + 26)
    grid(drawing, scale, bottom)
    if line_at is not None:
        drawing.rule((scale(line_at), 2), (scale(line_at), bottom), ink="third", width=2, dash="5 4")
    for position, lane in enumerate(lanes):
        top = position * height
        y = top + down
        if is_wide:
            drawing.text((left - 18, y), folded(lane.name, 34), anchor="end")
        else:
            drawing.text((left - 6, top + 14), folded(lane.name, 42, 1))
        drawing.text((width - 2, y), scale.written(lane.value), anchor="end", strong=True)
        if lane.low is not None and lane.high is not None:
            drawing.rule((scale(lane.low), y), (scale(lane.high), y), ink="reach", width=9)
        if lane.value is not None:
            drawing.mark((scale(lane.value), y), shape=SHAPE_OF[lane.place], ink=lane.place)
    return drawing
