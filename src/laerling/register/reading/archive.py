"""Weighing a workbook before it is opened: how much its parts unpack to, and whether they hold only plain values.

A zip file may say one size and unpack to another, and a sheet of two cells may span the whole grid. Both are looked
at here, in steps of bounded memory, so that the reader after us meets no surprise.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from laerling.register.reading import limits
from laerling.register.reading.table import too_large
from laerling.register.refusals import UnreadableFile, UnsafeWorkbook

_STEP: Final = 256 * 1024
_END_OF_DIRECTORY: Final = struct.Struct("<4s4H2LH")
_LOCAL_HEADER: Final = struct.Struct("<4s22x2H")
_CELL: Final = re.compile(rb"<(?:\w+:)?c[\s/>]")
_PLACE: Final = re.compile(rb"\br\s*=\s*[\"']\s*([A-Za-z]{0,7})([0-9]{1,18})")
_LIVE: Final = re.compile(rb"<(?:\w+:)?f[\s/>]|<!DOCTYPE|<!ENTITY")
# Part names of macros, links to other files, embedded objects and controls.
_UNSAFE_PARTS: Final = re.compile(
    r"vbaproject|externallinks|macrosheets|activex|embeddings|connections\.xml", re.IGNORECASE
)


def weigh(content: BinaryIO) -> None:
    """Look through a workbook. Raises UnreadableFile, UnsafeWorkbook or TooLarge; returns when it is safe to open."""
    unpacked = 0
    for part in _parts(content):
        grid = _Grid() if part.filename.lower().startswith("xl/worksheets/") else None
        for piece in _unpack(content, part):
            unpacked += len(piece)
            if unpacked > limits.WORKBOOK_UNPACKED_BYTES:
                raise too_large()
            if grid:
                grid.add(piece)
        if grid:
            grid.check()


def _parts(content: BinaryIO) -> list[zipfile.ZipInfo]:
    """Read the directory of the archive once it is known to be small, plain and where it should be."""
    size = content.seek(0, 2)
    if size < _END_OF_DIRECTORY.size:
        raise UnreadableFile
    content.seek(size - _END_OF_DIRECTORY.size)
    end = _END_OF_DIRECTORY.unpack(content.read(_END_OF_DIRECTORY.size))
    signature, n_parts, directory_size, directory_start = end[0], end[4], end[5], end[6]
    is_plain = signature == b"PK\5\6" and directory_start + directory_size + _END_OF_DIRECTORY.size == size
    if not is_plain or n_parts > limits.WORKBOOK_PARTS or directory_size > limits.WORKBOOK_DIRECTORY_BYTES:
        raise UnreadableFile
    try:
        parts = zipfile.ZipFile(content).infolist()
    except (zipfile.BadZipFile, ValueError, struct.error):
        raise UnreadableFile from None
    names = {part.filename.lower() for part in parts}
    if any(_UNSAFE_PARTS.search(name) for name in names):
        raise UnsafeWorkbook
    if "xl/workbook.xml" not in names or len(names) != len(parts):
        raise UnreadableFile
    return parts


def _unpack(content: BinaryIO, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield a part's bytes, and check that they are as many as the directory says."""
    if part.flag_bits & 1 or part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise UnreadableFile
    if part.file_size > limits.WORKBOOK_UNPACKED_BYTES:
        raise too_large()
    content.seek(part.header_offset)
    header = content.read(30)
    if len(header) != 30 or not header.startswith(b"PK\3\4"):  # noqa: PLR2004  a local header's size
        raise UnreadableFile
    content.seek(sum(_LOCAL_HEADER.unpack(header)[1:]), 1)
    pieces = _stored(content, part) if part.compress_type == zipfile.ZIP_STORED else _inflated(content, part)
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > part.file_size:
            raise UnreadableFile
        yield piece
    if total != part.file_size:
        raise UnreadableFile


def _stored(content: BinaryIO, part: zipfile.ZipInfo) -> Iterator[bytes]:
    left = part.compress_size
    while left and (piece := content.read(min(_STEP, left))):
        left -= len(piece)
        yield piece


def _inflated(content: BinaryIO, part: zipfile.ZipInfo) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for packed in _stored(content, part):
            yield inflater.decompress(packed, _STEP)
            while inflater.unconsumed_tail:
                yield inflater.decompress(inflater.unconsumed_tail, _STEP)
    except zlib.error:
        raise UnreadableFile from None
    if not inflater.eof:
        raise UnreadableFile


@dataclass(slots=True)
class _Grid:
    """How far a sheet's cells reach and how many there are, gathered piece by piece."""

    rest: bytes = b""
    n_cells: int = 0
    n_places: int = 0
    last_row: int = 0
    last_column: int = 0

    def add(self, piece: bytes) -> None:
        """Take in the next bytes; what stands after the last tag waits for the next piece."""
        text, end, rest = (self.rest + piece).rpartition(b">")
        if len(rest) > _STEP:
            raise UnreadableFile
        self.rest = rest
        self._look(text + end)

    def check(self) -> None:
        """Check the whole sheet. Raises TooLarge or UnreadableFile."""
        if self.n_places < self.n_cells:
            # Cells without a place of their own would have to be counted along; no known program writes them.
            raise UnreadableFile
        grid = self.last_row * self.last_column
        if self.last_row > limits.ROWS or self.last_column > limits.WORKBOOK_COLUMNS:
            raise too_large()
        if grid > max(limits.WORKBOOK_SMALL_GRID, limits.WORKBOOK_CELLS_PER_VALUE * self.n_cells):
            raise too_large()

    def _look(self, text: bytes) -> None:
        if _LIVE.search(text):
            raise UnsafeWorkbook
        self.n_cells += len(_CELL.findall(text))
        places = _PLACE.findall(text)
        self.n_places += sum(1 for letters, _row in places if letters)
        rows = {row for _letters, row in places}
        columns = {letters for letters, _row in places}
        self.last_row = max(self.last_row, *map(int, rows), 0)
        self.last_column = max(self.last_column, *map(_column_number, columns), 0)


def _column_number(letters: bytes) -> int:
    """Return a column's place, A = 1; 0 for none."""
    place = 0
    for letter in letters.upper():
        place = place * 26 + letter - ord("A") + 1
    return place
