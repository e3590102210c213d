"""A register file as a table: headings, then rows of text with the number a person finds them by."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from laerling.register.reading import limits
from laerling.register.refusals import TooLarge

# The row's number in the file, and its fields; None where quotation marks are wrong.
Row = tuple[int, list[str] | None]


@dataclass(frozen=True, slots=True)
class Table:
    """What a file holds. `rows` may be read once; `n_expected` is how many there are, about."""

    headings: list[str]
    rows: Iterator[Row]
    n_expected: int
    sha256: str


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


def too_large() -> TooLarge:
    """Return the refusal with its figures."""
    return TooLarge(megabytes=limits.TOTAL_BYTES // limits.MEBIBYTE, rows=limits.ROWS, characters=limits.LINE_BYTES)
