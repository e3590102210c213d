"""A report as a tagged PDF (PDF/UA-1), set by typst."""

from typing import Any, Final

from django.utils.translation import gettext as _

from laerling import papers
from laerling.reports.charts.drawing import SHAPES
from laerling.reports.charts.frame import SHAPE_OF
from laerling.reports.files.document import Block, Chart, Line, Report, Table, Text
from laerling.reports.files.figures import written
from laerling.reports.files.palette import COLOURS
from laerling.reports.files.pictures import coloured
from laerling.reports.files.saying import stamp_line

# A table with more columns than this does not go on a page's width.
_COLUMNS: Final = 7


def pdf_file(report: Report) -> bytes:
    """Return the report as PDF. The same release gives the same bytes."""
    return papers.typeset("report", _data(report), language=report.form, made_at=report.stamp.made_at)


def _data(report: Report) -> dict[str, Any]:
    return {
        "title": report.title,
        "unit": report.unit.name,
        "stamp": stamp_line(report),
        "about": {"title": _("How to read the figures"), "points": report.about},
        "sections": [
            {
                "title": section.title,
                "level": section.level,
                "blocks": [said for block in section.blocks for said in _blocks(block)],
            }
            for section in report.sections
        ],
    }


def _blocks(block: Block) -> list[dict[str, Any]]:
    if isinstance(block, Text):
        return [{"kind": "text", "paragraphs": block.paragraphs}]
    return [_table(part) for part in block.narrow(_COLUMNS)] if isinstance(block, Table) else [_chart(block)]


def _table(table: Table) -> dict[str, Any]:
    rows = [[written(cell) for cell in row] for row in table.rows]
    return {
        "kind": "table",
        "title": table.title,
        "headings": table.headings,
        "words": table.words,
        "rows": rows,
        "totals": table.totals,
    }


def _chart(chart: Chart) -> dict[str, Any]:
    key = [_entry(line) for line in chart.lines] if chart.look in {"bars", "points"} else []
    return {"kind": "chart", "drawing": coloured(chart.drawing), "alternative": chart.alternative, "key": key}


def _entry(line: Line) -> dict[str, str]:
    """Return a line of the key: its mark as an outline of our own, drawn by the template."""
    shape = SHAPES[SHAPE_OF[line.ink]] if line.ink in SHAPE_OF else ""
    return {"name": line.name, "colour": COLOURS[line.ink].fill, "shape": shape}
