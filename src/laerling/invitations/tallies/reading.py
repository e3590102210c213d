"""Reading a file of earlier rounds' day figures: columns by name, every fault with its row and column."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO, Final

COLUMNS: Final = ("year", "day", "county", "office", "invited", "answered")
# Twenty rounds of a country with all its offices; more is a file of something else.
ROWS_AT_MOST: Final = 1_000_000
FAULTS_SHOWN: Final = 20
_FIRST_YEAR: Final = 2000


@dataclass(frozen=True, slots=True)
class EarlierDay:
    """One row: how far a county, or an office within it, had come when a day ended. `office` "" is the whole county."""

    year: int
    day: date
    county: str
    office: str
    n_invited: int
    n_answered: int


@dataclass(frozen=True, slots=True)
class DayFault:
    """What is wrong where: the row's number in the file (the headings are row 1), the column, and the rule broken."""

    row: int
    column: str
    rule: str


class _Faulty(ValueError):
    def __init__(self, column: str, rule: str) -> None:
        super().__init__(rule)
        self.column, self.rule = column, rule


def read(content: BinaryIO) -> tuple[list[EarlierDay], list[DayFault]]:
    """Return the rows of a file and its faults, the first twenty. UTF-8, semicolons or commas."""
    try:
        text = content.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        return [], [DayFault(1, "", "not_utf8")]
    first, *lines = text.splitlines() or [""]
    separator = ";" if ";" in first else ","
    headings = [name.strip().lower() for name in first.split(separator)]
    missing = [name for name in COLUMNS if name not in headings]
    if missing:
        return [], [DayFault(1, name, "missing_column") for name in missing]
    rows: list[EarlierDay] = []
    faults: list[DayFault] = []
    seen: set[tuple[date, str, str]] = set()
    for number, values in enumerate(_values(lines, separator, headings), start=2):
        try:
            row = _row(values, seen)
        except _Faulty as fault:
            faults.append(DayFault(number, fault.column, fault.rule))
        else:
            rows.append(row)
        if len(faults) == FAULTS_SHOWN or number > ROWS_AT_MOST:
            break
    return rows, faults


def _values(lines: list[str], separator: str, headings: list[str]) -> Iterator[dict[str, str]]:
    for values in csv.reader(lines, delimiter=separator):
        yield dict(zip(headings, (value.strip() for value in values), strict=False))


def _row(values: dict[str, str], seen: set[tuple[date, str, str]]) -> EarlierDay:
    year = _number(values, "year")
    try:
        day = date.fromisoformat(values.get("day", ""))
    except ValueError as fault:
        raise _Faulty("day", "not_a_date") from fault
    if year < _FIRST_YEAR or day.year != year:
        raise _Faulty("year", "not_the_days_year")
    county, office = values.get("county", ""), values.get("office", "")
    if not (len(county) == len("46") and county.isascii() and county.isdigit()):
        raise _Faulty("county", "not_a_county")
    if office and not (len(office) == len("312000015") and office.isascii() and office.isdigit()):
        raise _Faulty("office", "not_an_office")
    if (day, county, office) in seen:
        raise _Faulty("day", "twice")
    seen.add((day, county, office))
    invited, answered = _number(values, "invited"), _number(values, "answered")
    if answered > invited:
        raise _Faulty("answered", "more_than_invited")
    return EarlierDay(year, day, county, office, invited, answered)


def _number(values: dict[str, str], column: str) -> int:
    value = values.get(column, "")
    if not (value.isascii() and value.isdigit() and len(value) < len("1000000")):
        raise _Faulty(column, "not_a_number")
    return int(value)
