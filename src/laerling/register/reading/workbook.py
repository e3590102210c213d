"""XLSX workbooks: the first sheet's values as text, after the archive has been weighed part by part."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from typing import BinaryIO, Final

import python_calamine

from laerling.register.reading import limits
from laerling.register.reading.archive import weigh
from laerling.register.reading.table import Batch, Table, digest_of, size_of, too_large
from laerling.register.refusals import NoRows, UnreadableFile

_BATCH: Final = 1_000
_CALAMINE_FAULTS: Final = (
    python_calamine.CalamineError,
    python_calamine.PasswordError,
    python_calamine.XmlError,
    python_calamine.ZipError,
    python_calamine.WorksheetNotFound,
)


def open_table(content: BinaryIO) -> Table:
    """Open a workbook's first sheet. Raises UnreadableFile, UnsafeWorkbook, TooLarge, NoRows."""
    size_of(content, limits.WORKBOOK_BYTES)
    weigh(content)
    digest = digest_of(content)
    content.seek(0)
    try:
        sheet = python_calamine.CalamineWorkbook.from_filelike(content).get_sheet_by_index(0)
    except _CALAMINE_FAULTS:
        raise UnreadableFile from None
    rows = _rows(sheet)
    _number, headings = next(rows, (0, None))
    if headings is None:
        raise NoRows
    return Table(headings, _batches(rows), sheet.height, digest)


def _batches(rows: Iterator[tuple[int, list[str]]]) -> Iterator[Batch]:
    while some := list(islice(rows, _BATCH)):
        numbers, fields = zip(*some, strict=True)
        yield Batch(numbers, list(zip(*fields, strict=True)))


def _rows(sheet: python_calamine.CalamineSheet) -> Iterator[tuple[int, list[str]]]:
    """Yield rows with the number the sheet shows; blank ones are passed over."""
    first = sheet.start[0] + 1 if sheet.start else 1
    for number, cells in enumerate(sheet.iter_rows(), start=first):
        if number - first > limits.ROWS:
            raise too_large()
        fields = [_text(cell) for cell in cells]
        if any(fields):
            yield number, fields


def _text(cell: object) -> str:
    """Return a cell as the same value would stand in a text file."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)
