"""Numbers and addresses that look right and can belong to nobody."""

# Shares and spans of an invented country are its data.
# ruff: noqa: PLR2004

import re
from collections.abc import Iterator
from random import Random
from typing import Final

ORGANISATION_WEIGHTS: Final = (3, 2, 7, 6, 5, 4, 3, 2)
# Nobody has been handed a mobile number in these series; landlines likewise.
FREE_MOBILE_SERIES: Final = ("42", "43", "44", "49")
FREE_LANDLINE_SERIES: Final = ("36", "54", "65")
# Mobile numbers that telephone authorities keep for films and books: Sweden, Germany, Germany.
FREE_FOREIGN_SERIES: Final = (("+467017406", 5, 99), ("+4917139200", 0, 99), ("+49176040690", 0, 99))
# What people write where a number or an address must be written and there is none.
MADE_UP_MOBILES: Final = ("12345678", "00000000", "11111111", "44444444", "42000000", "49999999", "43434343")
MADE_UP_NAMES: Final = ("test", "ingen", "asdf", "noreply", "ukjent", "mangler", "x")
LAST_DIGIT: Final = 9
EMAIL_DOMAIN: Final = "eksempel.no"
# Five of the same, five in a row, or the same half twice: nobody would believe that such a number is somebody's.
_UNBELIEVABLE: Final = re.compile(
    r"(\d)\1{4}|(\d{4})\2|01234|12345|23456|34567|45678|56789|98765|87654|76543|65432|54321|43210"
)
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
    number = mobile_digits(rng)
    form = rng.random()
    if form < 0.12:
        return f"+47{number}"
    if form < 0.2:
        return f"{number[:3]} {number[3:5]} {number[5:]}"
    return number


def mobile_digits(rng: Random) -> str:
    """Return the eight digits of a mobile number that does not look made up."""
    while True:
        number = FREE_MOBILE_SERIES[int(rng.random() * 4)] + f"{int(rng.random() * 1_000_000):06d}"
        if not looks_made_up(number):
            return number


def looks_made_up(number: str) -> bool:
    """Whether eight digits follow such a simple pattern that people would take them for invented."""
    return _UNBELIEVABLE.search(number) is not None or len(set(number)) <= 2


def foreign_mobile(serial: int) -> str:
    """Return a foreign mobile number that is kept for films and books; some 300 come before one comes again."""
    stem, first, last = FREE_FOREIGN_SERIES[serial % len(FREE_FOREIGN_SERIES)]
    return f"{stem}{first + serial // len(FREE_FOREIGN_SERIES) % (last - first + 1):02d}"


def landline(rng: Random) -> str:
    """Return a number of a landline series that is not in use."""
    return FREE_LANDLINE_SERIES[int(rng.random() * 3)] + f"{int(rng.random() * 1_000_000):06d}"


def email(name: str, serial: int) -> str:
    """Return an address at the example domain, never the same for two serials."""
    return f"{name.lower().translate(_PLAIN)}{serial}@{EMAIL_DOMAIN}"


def opaque(rng: Random, prefix: str) -> str:
    """Return an opaque id, 64 bits: stands for an encrypted national id without holding one."""
    return f"{prefix}-{rng.getrandbits(64):016x}"
