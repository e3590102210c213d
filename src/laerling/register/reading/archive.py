"""Weighing a workbook before it is opened: how much its parts unpack to, and whether they hold only plain values.

A zip file may say one size and unpack to another, and a sheet of two cells may span the whole grid. Both are looked
at here, in steps of bounded memory, so that the reader after us meets no surprise.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Final

from laerling.register.reading import limits
from laerling.register.reading.sheets import STEP, Sheet, Strings
from laerling.register.reading.table import too_large
from laerling.register.refusals import UnreadableFile, UnsafeWorkbook

_END_OF_DIRECTORY: Final = struct.Struct("<4s4H2LH")
_LOCAL_HEADER: Final = struct.Struct("<4s22x2H")
# Part names of macros, links to other files, embedded objects and controls, archives within the archive.
_UNSAFE_PARTS: Final = re.compile(
    r"vbaproject|externallinks|macrosheets|activex|embeddings|connections\.xml|\.(?:zip|xls[xmb]?|7z|rar|gz)\Z",
    re.IGNORECASE,
)


def weigh(content: BinaryIO) -> None:
    """Look through a workbook. Raises UnreadableFile, UnsafeWorkbook or TooLarge; returns when it is safe to open."""
    parts = _parts(content)
    _require_size(parts)
    strings, n_tags = Strings(), 0
    for part in parts:
        if part.filename.lower().endswith("sharedstrings.xml"):
            strings.read(_unpack(content, part))
    for part in parts:
        sheet = Sheet(strings)
        for piece in _unpack(content, part):
            n_tags += piece.count(b"<")
            if n_tags > limits.WORKBOOK_TAGS:
                raise too_large()
            sheet.add(piece)
        sheet.check()


def _require_size(parts: list[zipfile.ZipInfo]) -> None:
    """Look at what the parts say they unpack to; that they say the truth is seen when they are unpacked."""
    for part in parts:
        is_packed_hard = part.file_size > limits.WORKBOOK_PACKING * max(part.compress_size, 1)
        if is_packed_hard and part.file_size > limits.WORKBOOK_SMALL_PART:
            raise too_large()
    if sum(part.file_size for part in parts) > limits.WORKBOOK_UNPACKED_BYTES:
        raise too_large()


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
    while left and (piece := content.read(min(STEP, left))):
        left -= len(piece)
        yield piece


def _inflated(content: BinaryIO, part: zipfile.ZipInfo) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for packed in _stored(content, part):
            yield inflater.decompress(packed, STEP)
            while inflater.unconsumed_tail:
                yield inflater.decompress(inflater.unconsumed_tail, STEP)
    except zlib.error:
        raise UnreadableFile from None
    if not inflater.eof:
        raise UnreadableFile
