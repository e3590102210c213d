"""Numbers and addresses that look right and can belong to nobody."""

# Shares and spans of an invented country are its data.
# ruff: noqa: PLR2004

from collections.abc import Iterator
from random import Random
from typing import Final

ORGANISATION_WEIGHTS: Final = (3, 2, 7, 6, 5, 4, 3, 2)
# Nobody has been handed a mobile number in these series; landlines likewise.
FREE_MOBILE_SERIES: Final = ("42", "43", "44", "49")
FREE_LANDLINE_SERIES: Final = ("36", "54", "65")
LAST_DIGIT: Final = 9
EMAIL_DOMAIN: Final = "eksempel.no"
_PLAIN: Final = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "á": "a", "é": "e", "ö": "o", "ä": "a", " ": "."})


def organisation_numbers(rng: Random) -> Iterator[str]:
    """Yield organisation numbers with a valid check digit (modulus 11), never the same twice.

    Real ones begin with 8 or 9; these begin with 3, which the register of legal entities keeps for synthetic data.
    """
    seen: set[int] = set()
    while True:
        middle = rng.randrange(10_000_000)
        if middle in seen:
            continue
        seen.add(middle)
        digits = f"3{middle:07d}"
        check = -sum(int(digit) * weight for digit, weight in zip(digits, ORGANISATION_WEIGHTS, strict=True)) % 11
        if check <= LAST_DIGIT:
            yield f"{digits}{check}"


def mobile(rng: Random) -> str:
    """Return a mobile number as people write it: eight digits, now and then with +47 or spaces."""
    number = FREE_MOBILE_SERIES[int(rng.random() * 4)] + f"{int(rng.random() * 1_000_000):06d}"
    form = rng.random()
    if form < 0.12:
        return f"+47{number}"
    if form < 0.2:
        return f"{number[:3]} {number[3:5]} {number[5:]}"
    return number


def landline(rng: Random) -> str:
    """Return a number of a landline series that is not in use."""
    return FREE_LANDLINE_SERIES[int(rng.random() * 3)] + f"{int(rng.random() * 1_000_000):06d}"


def email(name: str, serial: int) -> str:
    """Return an address at the example domain, never the same for two serials."""
    return f"{name.lower().translate(_PLAIN)}{serial}@{EMAIL_DOMAIN}"


def opaque(rng: Random, prefix: str) -> str:
    """Return an opaque id, 64 bits: stands for an encrypted national id without holding one."""
    return f"{prefix}-{rng.getrandbits(64):016x}"
