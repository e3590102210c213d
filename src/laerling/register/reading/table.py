"""A register file as a table: headings, then rows of text with the number a person finds them by."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import BinaryIO

from django.utils.formats import number_format

from laerling.register.reading import limits
from laerling.register.refusals import TooLarge

# The row's number in the file, and its fields; None where quotation marks are wrong.
Row = tuple[int, list[str] | None]


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows that follow one another, as columns in the file's order, with the numbers a person finds them by.

    `odd` are rows between them with fewer or more fields than there are headings, or, None, with a quotation mark in
    the wrong place.
    """

    numbers: Sequence[int]
    columns: Sequence[Sequence[str]]
    odd: Sequence[Row] = ()

    @property
    def n_rows(self) -> int:
        """How many rows there are, the odd ones too."""
        return len(self.numbers) + len(self.odd)

    def in_order(self) -> list[Row]:
        """Return the rows one by one, the odd ones too, as they stand in the file."""
        rows: list[Row] = list(zip(self.numbers, map(list, zip(*self.columns, strict=True)), strict=True))
        return sorted([*rows, *self.odd], key=itemgetter(0))


@dataclass(frozen=True, slots=True)
class Table:
    """What a file holds. `batches` may be read once; `n_expected` is how many rows there are, about."""

    headings: list[str]
    batches: Iterator[Batch]
    n_expected: int
    sha256: str

    @property
    def rows(self) -> Iterator[Row]:
        """The rows one by one; they too may be read once."""
        for batch in self.batches:
            yield from batch.in_order()


def size_of(content: BinaryIO, most: int) -> int:
    """Return how many bytes a file has, and leave it at its beginning. Raises TooLarge."""
    size = content.seek(0, 2)
    if size > most:
        raise too_large()
    content.seek(0)
    return size


def digest_of(content: BinaryIO) -> str:
    """Return the SHA-256 of a whole file, in hexadecimal."""
    content.seek(0)
    digest = hashlib.sha256()
    while piece := content.read(limits.MEBIBYTE):
        digest.update(piece)
    return digest.hexdigest()


def too_large(rows: int = limits.ROWS) -> TooLarge:
    """Return the refusal with its figures."""
    return TooLarge(
        megabytes=limits.TOTAL_BYTES // limits.MEBIBYTE,
        rows=number_format(rows, force_grouping=True),
        characters=number_format(limits.LINE_BYTES, force_grouping=True),
    )
