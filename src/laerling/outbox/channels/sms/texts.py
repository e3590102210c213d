"""How an SMS is counted: its alphabet, its parts, and the signs that make it dearer. Pure.

GSM 03.38 holds a to z, æøå and the usual signs in seven bits: 160 to a message, 153 to each part of a longer one. One
sign outside it turns the whole text into sixteen bits: 70, and 67 to a part (3GPP TS 23.038 and 23.040).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import gsm0338

_ALPHABET: Final = gsm0338.Codec()
_SEVEN_BITS: Final = (160, 153)
_SIXTEEN_BITS: Final = (70, 67)
_LAST_OF_ONE_UNIT: Final = "\uffff"

# What people and their word processors write, and what says the same within the alphabet.
_PLAIN: Final = str.maketrans(
    {
        **dict.fromkeys("«»“”„‟", '"'),
        **dict.fromkeys("‘’‚‛´`", "'"),
        **dict.fromkeys("–—‑‐−", "-"),
        **dict.fromkeys("\u00a0\u202f\u2009", " "),
        **dict.fromkeys("\u200b\u00ad\ufeff", ""),
        "…": "...",
        "•": "-",
        "đ": "d",
        "Đ": "D",
    }
)


@dataclass(frozen=True, slots=True)
class Length:
    """How long a text is. `signs` counts as the network does: €, [ and ] are two.

    `left` is how many signs the last part has room for. `dear` are the signs outside the alphabet, each once, in the
    order of the text; `parts_plain` how many parts it would be if they were written plainly (`plain`).
    """

    signs: int
    parts: int
    left: int
    dear: tuple[str, ...]
    parts_plain: int


def length(text: str) -> Length:
    """Count a text as it will be sent. An empty text is no message."""
    dear = tuple(dict.fromkeys(sign for sign in text if not _fits(sign)))
    signs, parts, left = _count(text, is_dear=bool(dear))
    parts_plain = parts
    if dear:
        plainly = plain(text)
        parts_plain = _count(plainly, is_dear=any(not _fits(sign) for sign in plainly))[1]
    return Length(signs, parts, left, dear, parts_plain)


def plain(text: str) -> str:
    """Return the text with plain quotes, dashes and blanks for those that make it dearer; æ, ø and å stay."""
    return text.translate(_PLAIN)


def is_dear(text: str) -> bool:
    """Return whether a text needs sixteen bits a sign."""
    return any(not _fits(sign) for sign in text)


def _count(text: str, *, is_dear: bool) -> tuple[int, int, int]:
    """Return signs, parts and what is left in the last part. No sign is cut in two between parts."""
    alone, each = _SIXTEEN_BITS if is_dear else _SEVEN_BITS
    widths = list(_widths(text, is_dear=is_dear))
    signs = sum(widths)
    if signs <= alone:
        return signs, int(signs > 0), alone - signs
    parts, room = 1, each
    for width in widths:
        if width > room:
            parts, room = parts + 1, each
        room -= width
    return signs, parts, room


def _widths(text: str, *, is_dear: bool) -> Iterator[int]:
    for sign in text:
        yield (1 if sign <= _LAST_OF_ONE_UNIT else 2) if is_dear else len(_ALPHABET.encode(sign)[0])


def _fits(sign: str) -> bool:
    if sign == "\x1b":
        return False
    try:
        _ALPHABET.encode(sign)
    except UnicodeEncodeError:
        return False
    return True
