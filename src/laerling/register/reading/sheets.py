"""What a workbook's sheets would come to once opened: cells, the grid they span, the texts they refer to.

Looked at piece by piece, in bounded memory, and by every way a cell may be written: what cannot be told is counted as the
worst it could be.
"""

import re
from array import array
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import numpy as np

from laerling.register.reading import limits
from laerling.register.reading.table import too_large
from laerling.register.refusals import UnreadableFile, UnsafeWorkbook

# How many bytes are unpacked at a time.
STEP: Final = 256 * 1024
# Cells are read from here on, whatever the part is called.
_BEGIN: Final = b"sheetData"
_CELL: Final = re.compile(rb"<(?:\w+:)?c[\s/>]")
_PLACE: Final = re.compile(rb"\br\s*=\s*[\"']\s*([A-Za-z]{0,7})([0-9]{1,18})")
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[\s/>]")
_NOT_PLAIN: Final = (b"<!DOCTYPE", b"<!ENTITY")
_SHARED: Final = re.compile(rb"\bt\s*=\s*[\"']s[\"']")
_SHARED_CELL: Final = re.compile(rb'<c [^<>]*\bt="s"[^<>]*><v>([0-9]{1,8})</v></c>')
_END_OF_STRING: Final = re.compile(rb"</(?:\w+:)?si\s*>")


class Strings:
    """How long each of a workbook's shared texts is, its tags counted in."""

    def __init__(self) -> None:
        self._lengths = array("I", [0])

    def read(self, pieces: Iterator[bytes]) -> None:
        """Take in the part that holds them. Raises TooLarge, UnsafeWorkbook or UnreadableFile."""
        n_bytes, begun, rest = 0, 0, b""
        for piece in pieces:
            text, rest = _whole_tags(rest + piece)
            _require_elements(text)
            ends = [n_bytes + found.end() for found in _END_OF_STRING.finditer(text)]
            self._lengths.extend(end - begin for begin, end in pairwise([begun, *ends]))
            begun = ends[-1] if ends else begun
            n_bytes += len(text)
            if n_bytes > limits.WORKBOOK_STRINGS_BYTES:
                raise too_large()
        self._lengths.append(n_bytes + len(rest) - begun)

    def most(self, references: "array[int]", n_unknown: int) -> int:
        """Return how many bytes the texts of cells come to at most, by how often each is referred to.

        Which text is which is not asked: the most wanted is taken to be the longest, and so on.
        """
        _place, counts = np.unique(np.asarray(references), return_counts=True)
        wanted = np.sort(np.append(counts, n_unknown))[::-1]
        lengths = np.sort(np.asarray(self._lengths, dtype=np.int64))[::-1]
        n = min(len(wanted), len(lengths))
        return int(wanted[:n] @ lengths[:n])


class Sheet:
    """A part of a workbook that may be a sheet, gathered piece by piece."""

    def __init__(self, strings: Strings) -> None:
        self._strings = strings
        self._rest = b""
        self._has_begun = False
        self._n_cells = self._n_places = self._n_shared = 0
        self._references = array("I")
        self._last_row = self._last_column = 0

    def add(self, piece: bytes) -> None:
        """Take in the next bytes. Raises UnsafeWorkbook, UnreadableFile or TooLarge."""
        text = self._rest + piece
        if any(mark in text for mark in _NOT_PLAIN):
            raise UnsafeWorkbook
        if not self._has_begun:
            self._has_begun = _BEGIN in text
            self._rest = text[-len(_BEGIN) :]
        if self._has_begun:
            whole, self._rest = _whole_tags(text)
            self._look(whole)

    def check(self) -> None:
        """Check the whole sheet. Raises TooLarge or UnreadableFile."""
        if self._n_places < self._n_cells:
            # Cells without a place of their own would have to be counted along; no known program writes them.
            raise UnreadableFile
        if not self._n_cells:
            return
        grid = self._last_row * self._last_column
        most = max(limits.WORKBOOK_SMALL_GRID, limits.WORKBOOK_CELLS_PER_VALUE * self._n_cells)
        if self._last_column > limits.WORKBOOK_COLUMNS or grid > min(most, limits.WORKBOOK_CELLS):
            raise too_large()
        n_unknown = self._n_shared - len(self._references)
        if self._strings.most(self._references, n_unknown) > limits.WORKBOOK_TEXT_BYTES:
            raise too_large()

    def _look(self, text: bytes) -> None:
        _require_elements(text)
        if _FORMULA.search(text):
            raise UnsafeWorkbook
        self._n_cells += len(_CELL.findall(text))
        if self._n_cells > limits.WORKBOOK_CELLS:
            raise too_large()
        self._n_shared += len(_SHARED.findall(text))
        self._references.extend(map(int, _SHARED_CELL.findall(text)))
        places = _PLACE.findall(text)
        self._n_places += sum(1 for letters, _row in places if letters)
        rows = {row for _letters, row in places}
        columns = {letters for letters, _row in places}
        self._last_row = max(self._last_row, *map(int, rows), 0)
        self._last_column = max(self._last_column, *map(_column_number, columns), 0)


def _whole_tags(text: bytes) -> tuple[bytes, bytes]:
    """Return a text up to the end of its last tag, and what stands after it: that waits for the next piece."""
    whole, end, rest = text.rpartition(b">")
    if len(rest) > STEP:
        raise UnreadableFile
    return whole + end, rest


def _require_elements(text: bytes) -> None:
    """Refuse comments and the like, in which what looks like a cell or a text would be none. Programs write none."""
    if b"<!" in text or text.count(b"<?") > text.startswith((b"<?", b"\xef\xbb\xbf<?")):
        raise UnsafeWorkbook


def _column_number(letters: bytes) -> int:
    """Return a column's place, A = 1; 0 for none."""
    place = 0
    for letter in letters.upper():
        place = place * 26 + letter - ord("A") + 1
    return place
