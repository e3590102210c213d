"""CSV files: UTF-8 with or without BOM, or cp1252, told apart by looking at every byte once before reading."""

import _csv
import codecs
import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from laerling.register.reading import limits
from laerling.register.reading.table import Row, Table, size_of, too_large
from laerling.register.refusals import BrokenRow, NoRows, UnreadableFile

# Bytes that Windows' character set leaves undefined.
_NOT_CP1252 = bytes([0x81, 0x8D, 0x8F, 0x90, 0x9D])


@dataclass(frozen=True, slots=True)
class _Survey:
    """What one look at every byte tells; text begins at byte `start`."""

    encoding: str
    start: int
    n_lines: int
    sha256: str


def open_table(content: BinaryIO) -> Table:
    """Open a CSV file with semicolons. Raises UnreadableFile, TooLarge, NoRows."""
    size_of(content, limits.TOTAL_BYTES)
    survey = _look_through(content)
    content.seek(survey.start)
    lines = (line.decode(survey.encoding) for line in content)
    rows = _rows(csv.reader(lines, delimiter=";", strict=True))
    number, headings = next(rows, (0, None))
    if number == 0:
        raise NoRows
    if headings is None:
        raise UnreadableFile
    return Table(headings, rows, survey.n_lines, survey.sha256)


def _look_through(content: BinaryIO) -> _Survey:
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")(errors="strict")
    first = True
    is_utf8, is_windows, has_bom, n_lines = True, True, False, 0
    while chunk := content.read(limits.LINE_BYTES):
        if b"\0" in chunk or (first and chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))):
            raise UnreadableFile
        if len(chunk) == limits.LINE_BYTES and b"\n" not in chunk:
            # Lines that end in CR alone would be one endless line to us.
            raise UnreadableFile if b"\r" in chunk else too_large()
        has_bom = chunk.startswith(codecs.BOM_UTF8) if first else has_bom
        first = False
        digest.update(chunk)
        n_lines += chunk.count(b"\n")
        if n_lines > limits.LINES:
            raise too_large()
        is_windows = is_windows and chunk.translate(None, _NOT_CP1252) == chunk
        is_utf8 = is_utf8 and _decodes(decoder, chunk)
    is_utf8 = is_utf8 and _decodes(decoder, b"", final=True)
    if not is_utf8 and (has_bom or not is_windows):
        raise UnreadableFile
    start = len(codecs.BOM_UTF8) if has_bom else 0
    return _Survey("utf-8" if is_utf8 else "cp1252", start, n_lines, digest.hexdigest())


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _rows(reader: _csv.Reader) -> Iterator[Row]:
    """Yield rows with the line they begin on; blank ones are passed over.

    A fault in quotation marks within one line spoils that row only. One that has swallowed lines makes it unknowable
    where rows end, and is refused.
    """
    n_rows = 0
    while True:
        number = reader.line_num + 1
        try:
            fields: list[str] | None = next(reader)
        except StopIteration:
            return
        except csv.Error:
            if reader.line_num > number:
                raise BrokenRow(row=number) from None
            fields = None
        if fields is not None and not any(fields):
            continue
        n_rows += 1
        if n_rows > limits.ROWS + 1:
            raise too_large()
        yield number, fields
