"""How one value of a register file is read: into our own form, or the name of the rule it breaks. Pure."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from stdnum.no import fodselsnummer, orgnr


@dataclass(frozen=True, slots=True)
class Bad:
    """A value that cannot be used, by the rule it breaks. The value itself is not kept."""

    rule: str


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the round and the country say about values: counties that exist, birth years that can be."""

    counties: frozenset[str]
    first_birth_year: int
    last_birth_year: int


Read = str | None | Bad
Reader = Callable[[str], Read]

MISSING: Final = Bad("missing")
_ORGNR_WEIGHTS: Final = np.array([3, 2, 7, 6, 5, 4, 3, 2, 1])
_TOO_LONG: Final = Bad("too_long")
_NOT_A_DATE: Final = Bad("not_a_date")
_UNKNOWN_CODE: Final = Bad("unknown_code")
_UNKNOWN_COUNTY: Final = Bad("unknown_county")
_CHECK_DIGIT: Final = Bad("check_digit")
_BIRTH_YEAR: Final = Bad("birth_year")
_NOT_PLAIN: Final = Bad("not_plain_text")
_NOT_AN_ID: Final = Bad("not_an_id")
_NATIONAL_ID: Final = Bad("plain_national_id")
_AREA: Final = Bad("programme_area")

_NORWEGIAN_DATE: Final = re.compile(r"(?P<d>[0-9]{1,2})\.(?P<m>[0-9]{1,2})\.(?P<y>(?:19|20)[0-9]{2})\Z")
_ISO_DATE: Final = re.compile(r"(?P<y>(?:19|20)[0-9]{2})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})\Z")
_DATE_PARTS: Final = {"dd": "(?P<d>[0-9]{2})", "mm": "(?P<m>[0-9]{2})", "yyyy": "(?P<y>(?:19|20)[0-9]{2})"}
# Marks of script, control characters, and characters that turn the reading direction.
_SUSPECT: Final = re.compile("[<>\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
# A quoted field may be broken into lines, as where somebody pressed Enter in a form: that is a space, and no fault.
_LINE_BREAK: Final = re.compile(r"[ \t]*[\r\n\t]+[ \t]*")
_ID: Final = re.compile(r"[\w./:+=-]+\Z")
_PROGRAMME_AREA: Final = re.compile(r"[0-9A-ZÆØÅ]{1,10}-*\Z")
_PROGRAMME_AREA_LENGTH: Final = 10
NATIONAL_ID_LENGTH: Final = 11


def read_date(value: str) -> Read:
    """Read dd.mm.yyyy or ISO into ISO; empty is no date."""
    return _date(value, _NORWEGIAN_DATE)


def date_reader(form: str) -> Reader:
    """Return a reader of dates as a map writes them, such as "yyyymmdd"; empty for dd.mm.yyyy. ISO is read too."""
    if not form:
        return read_date
    parts = (_DATE_PARTS.get(part, re.escape(part)) for part in re.split("(dd|mm|yyyy)", form))
    pattern = re.compile("".join(parts) + r"\Z")
    return lambda value: _date(value, pattern)


def _date(value: str, pattern: re.Pattern[str]) -> Read:
    if not value:
        return None
    found = pattern.match(value) or _ISO_DATE.match(value)
    if not found:
        return _NOT_A_DATE
    try:
        return date(int(found["y"]), int(found["m"]), int(found["d"])).isoformat()
    except ValueError:
        return _NOT_A_DATE


def read_orgnr(value: str) -> Read:
    """Read an organisation number of nine digits with its check digit; spaces between are dropped."""
    digits = value.replace(" ", "").replace("\u00a0", "")
    if not digits or (digits.isascii() and orgnr.is_valid(digits)):
        return digits
    return _CHECK_DIGIT


def are_orgnr(together: str, each: Sequence[str]) -> bool:
    """Whether many values, also put together, are organisation numbers as they stand, or empty.

    The check of `read_orgnr`, of all digits at once: nine of them, weighted, make a sum that 11 divides.
    """
    if not set(map(len, each)) <= {0, len(_ORGNR_WEIGHTS)} or not (together.isascii() and f"0{together}".isdigit()):
        return False
    digits = np.frombuffer(together.encode(), dtype=np.uint8).reshape(-1, len(_ORGNR_WEIGHTS)) - ord("0")
    return not (digits @ _ORGNR_WEIGHTS % 11).any()


def read_text(value: str) -> Read:
    """Read free text: anything but marks of script and characters nobody sees; a line's end becomes a space."""
    if not _SUSPECT.search(value):
        return value
    line = _LINE_BREAK.sub(" ", value)
    return _NOT_PLAIN if _SUSPECT.search(line) else line


def is_plain(text: str) -> bool:
    """Whether a text, or many put together, holds nothing that `read_text` would mend or refuse."""
    return not _SUSPECT.search(text)


def is_id(text: str) -> bool:
    """Whether a text, or many put together, holds nothing that `read_id` would refuse."""
    return not text or bool(_ID.match(text))


def read_contact(value: str) -> Read:
    """Read an address or number as it stands: a bad one is a finding, not a bad row (M7)."""
    return value


def read_id(value: str) -> Read:
    """Read a number or code that names something."""
    return value if not value or _ID.match(value) else _NOT_AN_ID


def read_person(value: str) -> Read:
    """Read a person's opaque id. A plain national identity number is never taken in."""
    if len(value) == NATIONAL_ID_LENGTH and value.isdecimal() and fodselsnummer.is_valid(value):
        return _NATIONAL_ID
    return read_id(value)


def read_programme_area(value: str) -> Read:
    """Read a ten-place Grep code padded with hyphens; the padding is put back where a program took it away."""
    if not _PROGRAMME_AREA.match(value):
        return _AREA if value else value
    return value.ljust(_PROGRAMME_AREA_LENGTH, "-")


def code_reader(codes: dict[str, str]) -> Reader:
    """Return a reader of a closed list of codes."""
    return lambda value: codes.get(value, _UNKNOWN_CODE) if value else value


def county_reader(bounds: Bounds) -> Reader:
    """Return a reader of county codes, two digits; a workbook may have lost the leading zero."""

    def read(value: str) -> Read:
        code = value.zfill(2) if value else value
        return code if code in bounds.counties or not code else _UNKNOWN_COUNTY

    return read


def birth_year_reader(bounds: Bounds) -> Reader:
    """Return a reader of birth years that can be."""

    def read(value: str) -> Read:
        if not value:
            return value
        is_year = value.isascii() and value.isdecimal()
        return value if is_year and bounds.first_birth_year <= int(value) <= bounds.last_birth_year else _BIRTH_YEAR

    return read


def bounded(reader: Reader, *, longest: int, required: bool) -> Reader:
    """Return a reader that trims, and refuses values that are too long, and empty ones where a value is required."""

    def read(raw: str) -> Read:
        value = raw.strip()
        if not value:
            return MISSING if required else reader(value)
        return _TOO_LONG if len(value) > longest else reader(value)

    return read
