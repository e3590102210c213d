"""How long an SMS is, as the telephone networks count (3GPP TS 23.038). Pure."""

from dataclasses import dataclass
from typing import Final

# The alphabet of GSM; the second row of signs takes two places each.
_ONE_PLACE: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_TWO_PLACES: Final = frozenset("^{}\\[~]|€\f")
_ONE_GSM, _PART_GSM = 160, 153
# One sign outside it, and every sign takes two bytes.
_ONE_WIDE, _PART_WIDE = 70, 67
_PLAIN: Final = str.maketrans(
    {
        **dict.fromkeys("«»“”„", '"'),
        **dict.fromkeys("’‘‚´`", "'"),
        **dict.fromkeys("–—‑−", "-"),
        "…": "...",
        "\u00a0": " ",
        "\t": " ",
    }
)


@dataclass(frozen=True, slots=True)
class Length:
    """How many places a text takes, how many parts that is, and whether it keeps to the alphabet of GSM."""

    n_places: int
    n_parts: int
    is_gsm: bool


def plain(text: str) -> str:
    """Return a text with quotation marks and dashes that the alphabet of GSM has; anything else stays as it is."""
    return text.translate(_PLAIN)


def length(text: str) -> Length:
    """Return how long a text is as an SMS."""
    if set(text) <= _ONE_PLACE | _TWO_PLACES:
        places = len(text) + sum(sign in _TWO_PLACES for sign in text)
        return Length(places, _parts(places, _ONE_GSM, _PART_GSM), is_gsm=True)
    places = len(text.encode("utf-16-be")) // 2
    return Length(places, _parts(places, _ONE_WIDE, _PART_WIDE), is_gsm=False)


def _parts(places: int, one: int, part: int) -> int:
    return 1 if places <= one else -(-places // part)
