"""Native tables on slides, their first row marked as headings."""

from typing import Any, Final

from pptx.enum.text import PP_ALIGN
from pptx.util import Inches, Pt

from laerling.reports.files.document import Table
from laerling.reports.files.figures import written

# A column of words is so many times as wide as one of figures.
_ROOM_OF_WORDS: Final = 3


def put_table(slide: Any, table: Table, *, left: int, top: int, width: int) -> None:
    """Put a table on a slide; headings and first column are marked as such."""
    height = Inches(0.45) * (len(table.rows) + 1)
    frame = slide.shapes.add_table(len(table.rows) + 1, len(table.headings), left, top, width, height)
    frame.name = table.title
    frame._element.nvGraphicFramePr.cNvPr.set("descr", table.title)  # noqa: SLF001  python-pptx has no other way
    drawn = frame.table
    _spread(drawn, table, width)
    drawn.first_row = drawn.first_col = True
    drawn.last_row = bool(table.totals)
    for down, row in enumerate((table.headings, *table.rows)):
        for across, cell in enumerate(row):
            paragraph = drawn.cell(down, across).text_frame.paragraphs[0]
            paragraph.text = written(cell)
            paragraph.font.size = Pt(14)
            paragraph.alignment = PP_ALIGN.LEFT if table.words[across] else PP_ALIGN.RIGHT


def _spread(drawn: Any, table: Table, width: int) -> None:
    """Give words the room that figures do not need."""
    weights = [_ROOM_OF_WORDS if are_words else 1 for are_words in table.words]
    for column, weight in zip(drawn.columns, weights, strict=True):
        column.width = width * weight // sum(weights)
