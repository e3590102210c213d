"""Telling a workbook from a text file by its first bytes; its name is not asked."""

from typing import BinaryIO

from laerling.register.reading import text, workbook
from laerling.register.reading.table import Table


def open_table(content: BinaryIO) -> Table:
    """Open a seekable file as a table, looking at its sizes before anything is unpacked.

    Raises UnreadableFile, UnsafeWorkbook, TooLarge, NoRows; reading rows may raise BrokenRow and TooLarge.
    """
    content.seek(0)
    is_zip = content.read(2) == b"PK"
    return workbook.open_table(content) if is_zip else text.open_table(content)
