"""What was changed between two wordings, word by word, so that a page can mark it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

_WORDS: Final = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text beside the one before: `look` is same, gone or new."""

    look: str
    text: str


def pieces(before: str, after: str) -> Iterator[Piece]:
    """Yield the pieces of two texts in order: what both have, what is gone, what is new."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    for _tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if old[i:j] == new[k:m]:
            yield Piece("same", "".join(old[i:j]))
            continue
        if i < j:
            yield Piece("gone", "".join(old[i:j]))
        if k < m:
            yield Piece("new", "".join(new[k:m]))
