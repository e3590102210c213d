"""What is believably wrong with contracts in a register, planted so that it goes its course through the extracts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Final

from laerling.demo.norway.calendar import Days, written
from laerling.demo.norway.courses import Planted, draw_course
from laerling.demo.norway.layout import Col, Row
from laerling.demo.norway.numbers import (
    EMAIL_DOMAIN,
    MADE_UP_MOBILES,
    MADE_UP_NAMES,
    landline,
    mobile_digits,
    opaque,
)
from laerling.demo.norway.organisations import Office

# The same contract in the extracts of a round; None where an extract does not know it.
Rows = Sequence[Row | None]

# How many of those who have a sibling in training give the address they share.
SHARING_SIBLINGS: Final = 0.4
# How many second contracts stand under another id of the person.
SECOND_ID_SHARE: Final = 0.3


@dataclass(frozen=True, slots=True)
class Around:
    """What lies around a contract, for a fault to borrow from.

    `neighbour` is another person's contract in the county, which can be reached; `is_near` tells that the person
    would be asked, so that a few days in a date make the difference.
    """

    days: Days
    office: Office | None
    neighbour: Row | None
    is_near: bool


Change = Callable[[Random, Row, Around], None]


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of fault with its share of contracts; `mend` tells how it looks mended, where not simply as if it never was."""

    kind: str
    share: float
    spoil: Change
    mend: Change | None = None


def _empty(*columns: Col) -> Change:
    def spoil(_rng: Random, row: Row, _around: Around) -> None:
        for column in columns:
            row[column] = ""

    return spoil


def _copy(column: Col, source: Col) -> Change:
    def spoil(_rng: Random, row: Row, _around: Around) -> None:
        row[column] = row[source] or row[column]

    return spoil


def _shared(column: Col) -> Change:
    def spoil(_rng: Random, row: Row, around: Around) -> None:
        if around.neighbour and around.neighbour[Col.PERSON] != row[Col.PERSON]:
            row[column] = around.neighbour[column]

    return spoil


def _malformed_email(column: Col) -> Change:
    def spoil(rng: Random, row: Row, _around: Around) -> None:
        local, _, domain = row[column].partition("@")
        row[column] = rng.choice(
            (
                f"{local}@{domain.replace('.', ',')}",
                f"{local}(at){domain}",
                local,
                f"{local}@eksempel",
                f"{local} @{domain}",
                f"{local}@@{domain}",
            )
        )

    return spoil


def _malformed_mobile(rng: Random, row: Row, _around: Around) -> None:
    number = mobile_digits(rng)
    row[Col.MOBILE] = rng.choice((number[:7], number + "0", "123", "ukjent", f"{number[:4]}x{number[5:]}"))


def _landline(rng: Random, row: Row, _around: Around) -> None:
    row[Col.MOBILE] = landline(rng)


def _made_up_email(rng: Random, row: Row, _around: Around) -> None:
    row[Col.EMAIL] = f"{rng.choice(MADE_UP_NAMES)}@{EMAIL_DOMAIN}"


def _made_up_mobile(rng: Random, row: Row, _around: Around) -> None:
    row[Col.MOBILE] = rng.choice(MADE_UP_MOBILES)


def _offices_email(_rng: Random, row: Row, around: Around) -> None:
    if around.office and around.office.email:
        row[Col.EMAIL] = around.office.email


def _offices_phone(_rng: Random, row: Row, around: Around) -> None:
    if around.office and around.office.phone:
        row[Col.MOBILE] = around.office.phone


def _starts_days_late(rng: Random, row: Row, around: Around) -> None:
    """Eleven months are not over on the first of October: 2 to 12 November."""
    if around.is_near:
        row[Col.STARTS] = written(around.days.too_late_a_start + timedelta(days=rng.randrange(11)))


def _ends_days_early(rng: Random, row: Row, around: Around) -> None:
    """Training ends 1 to 10 days before the last answering day."""
    if around.is_near:
        row[Col.ENDS] = written(around.days.closes - timedelta(days=rng.randrange(1, 11)))


def _not_approved(_rng: Random, row: Row, around: Around) -> None:
    if around.is_near:
        row[Col.APPROVED] = ""


def _approve(rng: Random, row: Row, around: Around) -> None:
    row[Col.APPROVED] = written(around.days.preliminary + timedelta(days=rng.randrange(2, 13)))


def _interrupted_into_october(rng: Random, row: Row, around: Around) -> None:
    if around.is_near:
        row[Col.INTERRUPTED_FROM] = written(around.days.preliminary - timedelta(days=rng.randrange(5, 60)))
        row[Col.INTERRUPTED_TO] = written(around.days.opens + timedelta(days=rng.randrange(10)))


def _back_before_the_survey(rng: Random, row: Row, around: Around) -> None:
    row[Col.INTERRUPTED_TO] = written(around.days.opens - timedelta(days=rng.randrange(1, 15)))


def _another_id(rng: Random, row: Row, _around: Around) -> None:
    row[Col.PERSON] = opaque(rng, "p")


SUPERVISOR_COLUMNS: Final = (Col.SUPERVISOR, Col.SUPERVISOR_NAME, Col.SUPERVISOR_EMAIL, Col.SUPERVISOR_MOBILE)
_CONTACT_MISSING: Final = "contact_missing"
_AS_SUPERVISOR: Final = "_same_as_supervisor"

# Each group hits a contract at most once; nine in ten of the faults are there on 1 September (`courses`).
SUPERVISORS: Final = (
    Fault("supervisor_missing", 0.02, _empty(*SUPERVISOR_COLUMNS)),
    Fault("supervisor_email_missing", 0.03, _empty(Col.SUPERVISOR_EMAIL)),
    Fault("supervisor_email_malformed", 0.006, _malformed_email(Col.SUPERVISOR_EMAIL)),
    Fault("supervisor_without_contact", 0.012, _empty(Col.SUPERVISOR_EMAIL, Col.SUPERVISOR_MOBILE)),
)
EMAILS: Final = (
    Fault("email_missing", 0.04, _empty(Col.EMAIL)),
    Fault(_CONTACT_MISSING, 0.006, _empty(Col.EMAIL, Col.MOBILE)),
    Fault("email_malformed", 0.013, _malformed_email(Col.EMAIL)),
    Fault(f"email{_AS_SUPERVISOR}", 0.006, _copy(Col.EMAIL, Col.SUPERVISOR_EMAIL)),
    Fault("email_same_as_office", 0.005, _offices_email),
    Fault("email_made_up", 0.004, _made_up_email),
    Fault("email_shared", 0.003, _shared(Col.EMAIL)),
)
MOBILES: Final = (
    Fault("mobile_missing", 0.036, _empty(Col.MOBILE)),
    Fault("mobile_malformed", 0.011, _malformed_mobile),
    Fault("mobile_landline", 0.009, _landline),
    Fault(f"mobile{_AS_SUPERVISOR}", 0.004, _copy(Col.MOBILE, Col.SUPERVISOR_MOBILE)),
    Fault("mobile_same_as_office", 0.003, _offices_phone),
    Fault("mobile_made_up", 0.003, _made_up_mobile),
    Fault("mobile_shared", 0.003, _shared(Col.MOBILE)),
)
DATES: Final = (
    Fault("too_short_by_days", 0.003, _starts_days_late),
    Fault("ends_before_close_by_days", 0.004, _ends_days_early),
    Fault("not_approved_yet", 0.003, _not_approved, _approve),
    Fault("interruption_touches_by_days", 0.003, _interrupted_into_october, _back_before_the_survey),
)
SECOND_ID: Final = Fault("same_person_twice", SECOND_ID_SHARE, _another_id)
_SHARED_BY_SIBLINGS: Final = (EMAILS[-1], MOBILES[-1])
_GROUPS: Final = tuple((sum(fault.share for fault in group), group) for group in (SUPERVISORS, EMAILS, MOBILES, DATES))


def draw(rng: Random, *, is_sibling: bool, is_second_contract: bool) -> list[Fault]:
    """Draw what is wrong with a contract: at most one fault of each group, and most often nothing."""
    found = []
    for share, group in _GROUPS:
        drawn = rng.random()
        if drawn >= share:
            continue
        for fault in group:
            drawn -= fault.share
            if drawn < 0:
                found.append(fault)
                break
    if is_sibling and rng.random() < SHARING_SIBLINGS:
        shared = rng.choice(_SHARED_BY_SIBLINGS)
        instead_of = EMAILS if shared in EMAILS else MOBILES
        found = [*(fault for fault in found if fault not in instead_of), shared]
    if is_second_contract and rng.random() < SECOND_ID_SHARE:
        found.append(SECOND_ID)
    return found


def spoil(rng: Random, rows: Rows, found: Sequence[Fault], *, like: Row, around: Around) -> list[Planted]:
    """Put faults into the rows of a contract, made from what it is `like` without them; tell which were put in."""
    planted: list[Planted] = []
    kinds: set[str] = set()
    for fault in found:
        # The supervisor's address is no longer there to be copied, or the number is missing already.
        if fault.kind.endswith(_AS_SUPERVISOR) and any(kind.startswith("supervisor") for kind in kinds):
            continue
        if _CONTACT_MISSING in kinds and fault in MOBILES:
            continue
        if put_in := _plant(rng, rows, fault, like, around):
            kinds.add(fault.kind)
            planted.append(put_in)
    return planted


def _plant(rng: Random, rows: Rows, fault: Fault, like: Row, around: Around) -> Planted | None:
    """Write one fault into the extracts it is in; None where there was nothing to spoil."""
    spoilt = like[:]
    fault.spoil(rng, spoilt, around)
    columns = [column for column, value in enumerate(like) if spoilt[column] != value]
    if not columns:
        return None
    mended = spoilt[:]
    if fault.mend:
        fault.mend(rng, mended, around)
    course = draw_course(rng)
    for row, is_faulty in zip(rows, course.at, strict=True):
        if row is not None and (is_faulty or fault.mend):
            for column in columns:
                row[column] = spoilt[column] if is_faulty else mended[column]
    first, second, final = (row is not None and is_faulty for row, is_faulty in zip(rows, course.at, strict=True))
    return Planted(fault.kind, like[Col.NUMBER], course.name, (first, second, final))


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
