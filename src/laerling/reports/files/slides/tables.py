"""Native tables on slides, their first row marked as headings."""

from typing import Any

from pptx.enum.text import PP_ALIGN
from pptx.util import Inches, Pt

from laerling.reports.files.document import Table
from laerling.reports.files.figures import written


def put_table(slide: Any, table: Table, *, left: int, top: int, width: int) -> None:
    """Put a table on a slide; headings and first column are marked as such."""
    height = Inches(0.45) * (len(table.rows) + 1)
    frame = slide.shapes.add_table(len(table.rows) + 1, len(table.headings), left, top, width, height)
    frame.name = table.title
    frame._element.nvGraphicFramePr.cNvPr.set("descr", table.title)  # noqa: SLF001  python-pptx has no other way
    drawn = frame.table
    drawn.first_row = drawn.first_col = True
    drawn.last_row = bool(table.totals)
    for down, row in enumerate((table.headings, *table.rows)):
        for across, cell in enumerate(row):
            paragraph = drawn.cell(down, across).text_frame.paragraphs[0]
            paragraph.text = written(cell)
            paragraph.font.size = Pt(14)
            paragraph.alignment = PP_ALIGN.LEFT if across == 0 else PP_ALIGN.RIGHT
