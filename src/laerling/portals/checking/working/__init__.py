"""The list as a workbook to work in, and back again."""

from laerling.portals.checking.working.cells import Cells, NoIdColumn, TooManyRows, from_file, from_text
from laerling.portals.checking.working.workbook import HEADINGS, LONGEST_LIST, workbook

__all__ = [
    "HEADINGS",
    "LONGEST_LIST",
    "Cells",
    "NoIdColumn",
    "TooManyRows",
    "from_file",
    "from_text",
    "workbook",
]
