"""What is believably wrong in a register, and what is mended between the preliminary and the final extract."""

from collections.abc import Callable
from random import Random
from typing import Final

from laerling.demo.norway.layout import Col, Row
from laerling.demo.norway.numbers import landline

# How many of the faults of September are mended by the first of October.
MENDED_SHARE: Final = 0.62

Fault = Callable[[Random, Row], None]


def _empty(*columns: Col) -> Fault:
    def spoil(_: Random, row: Row) -> None:
        for column in columns:
            row[column] = ""

    return spoil


def _malformed_email(column: Col) -> Fault:
    def spoil(rng: Random, row: Row) -> None:
        local, _, domain = row[column].partition("@")
        forms = (
            f"{local}@{domain.replace('.', ',')}",
            f"{local}(at){domain}",
            local,
            f"{local}@eksempel",
            f"{local} @{domain}",
            f"{local}@@{domain}",
        )
        row[column] = forms[int(rng.random() * len(forms))]

    return spoil


def _malformed_mobile(rng: Random, row: Row) -> None:
    number = row[Col.MOBILE].replace(" ", "").removeprefix("+47")
    forms = (number[:7], number + "0", "123", "ukjent", f"{number[:4]}x{number[5:]}", "00000000")
    row[Col.MOBILE] = forms[int(rng.random() * len(forms))]


def _landline(rng: Random, row: Row) -> None:
    row[Col.MOBILE] = landline(rng)


def _supervisors_email(_: Random, row: Row) -> None:
    row[Col.EMAIL] = row[Col.SUPERVISOR_EMAIL] or "post@eksempel.no"


def _made_up_email(rng: Random, row: Row) -> None:
    row[Col.EMAIL] = ("test@eksempel.no", "ingen@eksempel.no", "asdf@eksempel.no")[int(rng.random() * 3)]


SUPERVISOR_COLUMNS: Final = (
    Col.SUPERVISOR,
    Col.SUPERVISOR_NAME,
    Col.SUPERVISOR_EMAIL,
    Col.SUPERVISOR_MOBILE,
)

# Each group hits a contract at most once; the figure is the share in the preliminary extract.
GROUPS: Final[tuple[tuple[tuple[float, Fault], ...], ...]] = (
    (
        (0.045, _empty(Col.EMAIL)),
        (0.012, _malformed_email(Col.EMAIL)),
        (0.008, _supervisors_email),
        (0.003, _made_up_email),
    ),
    (
        (0.04, _empty(Col.MOBILE)),
        (0.012, _malformed_mobile),
        (0.01, _landline),
    ),
    (
        (0.02, _empty(*SUPERVISOR_COLUMNS)),
        (0.03, _empty(Col.SUPERVISOR_EMAIL)),
        (0.006, _malformed_email(Col.SUPERVISOR_EMAIL)),
        (0.012, _empty(Col.SUPERVISOR_EMAIL, Col.SUPERVISOR_MOBILE)),
    ),
)


def spoil(rng: Random, preliminary: Row, final: Row) -> None:
    """Put believable faults into the preliminary row, and into the final one where nobody mended them."""
    for group in GROUPS:
        drawn = rng.random()
        for share, fault in group:
            drawn -= share
            if drawn < 0:
                mended = rng.random() < MENDED_SHARE
                _apply(rng, fault, preliminary, None if mended else final)
                break


def _apply(rng: Random, fault: Fault, preliminary: Row, final: Row | None) -> None:
    before = preliminary[:]
    fault(rng, preliminary)
    if final is None:
        return
    for column, (old, new) in enumerate(zip(before, preliminary, strict=True)):
        if old != new:
            final[column] = new


def bad_rows(rng: Random, rows: list[Row]) -> list[Row]:
    """Rows that must be set aside: a date, code, number or year that cannot be, and a contract number twice.

    Made from copies under contract numbers of their own (save the one that is there twice), so that nothing else
    is lost with them.
    """
    spoilt = (
        (Col.STARTS, "31.02.2025"),
        (Col.ENDS, "mai 2027"),
        (Col.KIND, "X"),
        (Col.COUNTY, "99"),
        (Col.BIRTH_YEAR, "2o07"),
        (Col.GENDER, "?"),
        (Col.APPROVED, "15/08/2025"),
    )
    made = []
    for number, (column, value) in enumerate(spoilt):
        row = rng.choice(rows)[:]
        row[Col.NUMBER] = f"99{number:08d}"
        row[column] = value
        made.append(row)
    false_orgnr = rng.choice([row for row in rows if row[Col.PARTY]])[:]
    false_orgnr[Col.NUMBER] = "9900000099"
    last = int(false_orgnr[Col.PARTY][-1])
    false_orgnr[Col.PARTY] = f"{false_orgnr[Col.PARTY][:-1]}{(last + 1) % 10}"
    twice = rng.choice(rows)[:]
    return [*made, false_orgnr, twice]
