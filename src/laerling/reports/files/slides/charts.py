"""Native charts: PowerPoint draws them, and whoever has the deck can change them."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION
from pptx.util import Pt

from laerling.reports.files.document import Chart, Number
from laerling.reports.files.figures import guarded, rounded, written
from laerling.reports.files.palette import COLOURS
from laerling.reports.words import SIGN

_TYPES: dict[str, Any] = {
    "bars": XL_CHART_TYPE.BAR_STACKED_100,
    "points": XL_CHART_TYPE.BAR_CLUSTERED,
    "years": XL_CHART_TYPE.LINE_MARKERS,
}
_FORMATS = {"mean": "0.0", "percent": '0" %"', "people": "0"}
_LOWEST, _HIGHEST = 1, 5
# A share smaller than this has no room for its label, in per cent.
_ROOM = 4
# So many bars can be read on one slide.
_MOST = 14


def parts_of(chart: Chart) -> Iterator[Chart]:
    """Yield a chart in parts that can be read on a slide each; lines over the years stay whole."""
    n = len(chart.categories)
    if chart.look == "years" or n <= _MOST:
        yield chart
        return
    for start in range(0, n, _MOST):
        here = slice(start, start + _MOST)
        lines = tuple(replace(line, values=line.values[here]) for line in chart.lines)
        yield replace(chart, categories=chart.categories[here], lines=lines)


def put_chart(slide: Any, chart: Chart, *, left: int, top: int, width: int, height: int) -> None:
    """Put a chart on a slide with its words for those who do not see it. What is not shown has no value in it."""
    frame = slide.shapes.add_chart(_TYPES[chart.look], left, top, width, height, _data(chart))
    frame.name = chart.title
    frame._element.nvGraphicFramePr.cNvPr.set("descr", chart.alternative)  # noqa: SLF001  python-pptx has no other way
    drawn = frame.chart
    drawn.has_title = False
    drawn.font.size = Pt(14)
    drawn.has_legend = True
    drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    _axes(drawn, chart)
    for position, line in enumerate(chart.lines):
        _dress(drawn.plots[0].series[position], line.ink, chart)
    _labels(drawn, chart)


def _data(chart: Chart) -> CategoryChartData:
    kind = next((value.kind for line in chart.lines for value in line.values), "percent")
    data = CategoryChartData(number_format=_FORMATS[kind])
    data.categories = [_named(chart, position) for position in range(len(chart.categories))]
    for line in chart.lines:
        name = line.name if any(value.value is not None for value in line.values) else f"{line.name} {SIGN}"
        data.add_series(guarded(name), [_value(value) for value in line.values])
    return data


def _named(chart: Chart, position: int) -> str:
    """Return a category's name, with the sign where nothing of it is shown."""
    is_shown = any(line.values[position].value is not None for line in chart.lines)
    # The workbook behind the chart would take a name for a formula.
    name = guarded(chart.categories[position])
    return name if is_shown else f"{name} {SIGN}"


def _value(number: Number) -> float | int | None:
    return None if number.value is None else rounded(number)


def _axes(drawn: Any, chart: Chart) -> None:
    values, names = drawn.value_axis, drawn.category_axis
    names.format.line.color.rgb = RGBColor.from_string("8A97A0")
    names.tick_labels.font.size = Pt(13)
    if chart.look != "years":
        names.reverse_order = True
        names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    values.has_major_gridlines = chart.look != "bars"
    if chart.look == "bars":
        values.visible = False
        return
    values.minimum_scale, values.maximum_scale = _scale(chart)
    values.major_gridlines.format.line.color.rgb = RGBColor.from_string("D5DADE")


def _scale(chart: Chart) -> tuple[int, int]:
    is_share = any(value.kind == "percent" for line in chart.lines for value in line.values)
    return (0, 100) if is_share else (_LOWEST, _HIGHEST)


def _dress(series: Any, ink: str, chart: Chart) -> None:
    fill = RGBColor.from_string(COLOURS[ink].fill.lstrip("#").upper())
    if chart.look == "years":
        series.smooth = False
        series.format.line.color.rgb = fill
        series.marker.style = XL_MARKER_STYLE.CIRCLE
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = fill
        return
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = fill
    series.format.line.color.rgb = RGBColor.from_string("8A97A0" if ink == "outside" else "FFFFFF")


def _labels(drawn: Any, chart: Chart) -> None:
    """Write the figures at their bars, as they are written everywhere; a piece too small for its figure has none."""
    plot = drawn.plots[0]
    if chart.look != "years":
        plot.gap_width = 45
    if chart.look == "bars":
        plot.overlap = 100
    for series, line in zip(plot.series, chart.lines, strict=True):
        for position, number in enumerate(line.values):
            if number.value is None or (chart.look == "bars" and number.value < _ROOM):
                continue
            text = series.points[position].data_label.text_frame
            text.text = written(number)
            font = text.paragraphs[0].runs[0].font
            font.size = Pt(12)
            if chart.look == "bars":
                font.color.rgb = RGBColor.from_string(COLOURS[line.ink].on.lstrip("#").upper())
