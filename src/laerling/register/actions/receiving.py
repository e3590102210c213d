"""A register file comes in: checked whole and laid aside, or refused whole. Nothing counts until it is accepted."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Final

from django.conf import settings
from django.db import connection, transaction
from django.utils.formats import date_format

from laerling.audit import actions as audit
from laerling.kernel import clock
from laerling.kernel.errors import Refusal
from laerling.kernel.types import Actor
from laerling.organisations import queries as organisations
from laerling.register.actions import contracts, units
from laerling.register.actions.headings import Headings, match
from laerling.register.actions.progress import Progress, told
from laerling.register.actions.receipts import ImportReceipt, receipt_of
from laerling.register.actions.tally import Tally
from laerling.register.models import Extract
from laerling.register.reading import Table, open_table
from laerling.register.refusals import CorrectionsClosed, NoRows, NoUsableRows, RoundClosed, UnsafeWorkbook
from laerling.register.rules.values import Bounds
from laerling.register.words import RULES
from laerling.rounds import queries as rounds
from laerling.rounds.queries import UnknownRound
from laerling.rounds.rules import RoundFacts

# Who takes in what lies in the inbox folder. Held to the deadline, like people.
INBOX: Final = Actor("system", "inbox")
# The youngest and oldest a person in training may become in the round's year, in years.
_YOUNGEST, _OLDEST = 13, 100
_MACRO_ENDINGS = (".xlsm", ".xltm", ".xlam", ".xlsb")


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file as it came in, who brought it, and for what."""

    content: BinaryIO
    filename: str
    register: str
    round_year: int
    stage: str
    by: Actor
    now: datetime
    progress: Progress


@dataclass(frozen=True, slots=True)
class Laid:
    """A file's extract; whether it came in just now; whether its rows are where they belong already."""

    extract: Extract
    is_new: bool
    is_home: bool = False


def receive(
    *,
    content: BinaryIO,
    filename: str,
    register: str,
    round_year: int,
    stage: str,
    by: Actor,
    now: datetime,
    progress: Progress | None = None,
) -> ImportReceipt:
    """Check a VIGO, NOR or NLR file (`register` "vigo", "nor", "nlr") whole, and lay it aside for `accept` or `discard`.

    `content` must be seekable. Bad rows are set aside; the receipt tells what the file would bring. The same file again
    goes on where it was. `progress` is told how many rows are read, of how many, about.
    Raises a Refusal of `register.refusals` or rounds' UnknownRound; of the file nothing is stored then but the code.
    """
    arrival = Arrival(content, filename, register, round_year, stage, by, now, told(progress))
    with noting_refusals(arrival), transaction.atomic():
        laid = lay_aside(arrival)
        return receipt_of(laid.extract, seen_before=not laid.is_new)


@contextmanager
def noting_refusals(arrival: Arrival) -> Iterator[None]:
    """Write down that a file was refused, after the transaction that it was read in has been taken back."""
    try:
        yield
    except Refusal as refusal:
        _note_refused(arrival, refusal.code, is_known_round=not isinstance(refusal, UnknownRound))
        raise


def lay_aside(arrival: Arrival, *, at_once: bool = False) -> Laid:
    """Read, check and stage a file. Needs a transaction.

    `at_once` is for whoever takes it in in the same transaction: what the file would bring is not counted, and the first
    of a stage goes straight to where it belongs.
    """
    this_round = rounds.get(arrival.round_year)
    received_at = _require_open(this_round, arrival)
    if arrival.filename.lower().endswith(_MACRO_ENDINGS):
        raise UnsafeWorkbook
    table = open_table(arrival.content)
    one_at_a_time(arrival.round_year)
    if seen := _seen(arrival, table.sha256):
        return Laid(seen, is_new=False)
    headings = match(table.headings, arrival.register)
    extract = Extract.objects.create(
        id=uuid.uuid4(),
        round_id=arrival.round_year,
        register=arrival.register,
        stage=arrival.stage,
        sha256=table.sha256,
        layout=headings.layout.name,
        state="checked",
        unknown_columns=list(headings.unknown),
        received_at=received_at,
        by_label=label(arrival.by),
    )
    straight = at_once and arrival.register == "vigo" and contracts.is_empty(extract)
    tally = _stage(table, headings, this_round, extract, straight=straight, progress=arrival.progress)
    _require_rows(tally)
    if not at_once:
        compare(extract, tally, by=arrival.by, now=arrival.now)
    write_figures(extract, tally)
    _tell(arrival, extract)
    return Laid(extract, is_new=True, is_home=straight)


def _stage(
    table: Table, headings: Headings, this_round: RoundFacts, extract: Extract, *, straight: bool, progress: Progress
) -> Tally:
    bounds = _bounds(this_round)
    if extract.register != "vigo":
        return units.stage(table, headings, bounds=bounds, extract=extract, progress=progress)
    return contracts.stage(
        table,
        headings,
        bounds=bounds,
        this_round=this_round,
        extract=extract,
        straight=straight,
        progress=progress,
    )


def compare(extract: Extract, tally: Tally, *, by: Actor, now: datetime) -> None:
    """Count what a staged file would bring."""
    if extract.register == "vigo":
        contracts.compare(extract, tally)
    else:
        units.compare(extract, tally, by=by, now=now)


def write_figures(extract: Extract, tally: Tally) -> None:
    """Write a tally down on its extract."""
    extract.count_date = tally.count_date or extract.count_date
    for name in ("n_rows", "n_set_aside", "n_new", "n_changed", "n_unchanged", "n_missing"):
        setattr(extract, name, getattr(tally, name))
    extract.save()


def one_at_a_time(round_year: int) -> None:
    """Let one file at a time into a round; the lock goes with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"register:{round_year}"])


def label(by: Actor) -> str:
    """Return who, as an extract names them."""
    return f"{by.kind}:{by.id}"[:60]


def _require_open(this_round: RoundFacts, arrival: Arrival) -> datetime:
    """Check that the round takes the file in, and return when it arrived.

    For people and the inbox folder the database's clock decides, now that the whole file is here: no browser's and no
    application server's clock, set wrong, lets a late correction in. Whoever operates the system may still lay in what
    arrived in time.
    """
    if this_round.closed_at is not None:
        raise RoundClosed(year=this_round.year)
    if arrival.by.kind != "person" and arrival.by != INBOX:
        return arrival.now
    arrived_at = clock.database_now()
    is_late = arrived_at >= this_round.corrections_due_at
    if arrival.register == "vigo" and arrival.stage == "preliminary" and is_late:
        deadline = clock.in_oslo(this_round.corrections_due_at)
        raise CorrectionsClosed(deadline=date_format(deadline, "j. F Y H:i"), contact=settings.CONTACT_EMAIL)
    return arrived_at


def _seen(arrival: Arrival, sha256: str) -> Extract | None:
    """Return the same file that waits or was taken in: for NOR and NLR, as the latest of its register."""
    extracts = Extract.objects.filter(register=arrival.register, round_id=arrival.round_year)
    if arrival.register == "vigo":
        extracts = extracts.filter(stage=arrival.stage)
    if waiting := extracts.waiting().filter(sha256=sha256).first():
        return waiting
    if arrival.register == "vigo":
        return extracts.taken_in().filter(sha256=sha256).first()
    latest = extracts.taken_in().order_by("-decided_at", "-received_at").first()
    return latest if latest and latest.sha256 == sha256 else None


def _bounds(this_round: RoundFacts) -> Bounds:
    return Bounds(
        counties=frozenset(county.code for county in organisations.counties_on(this_round.final_extract_on)),
        first_birth_year=this_round.year - _OLDEST,
        last_birth_year=this_round.year - _YOUNGEST,
    )


def _require_rows(tally: Tally) -> None:
    if tally.n_rows == 0:
        raise NoRows
    if tally.n_good == 0 and tally.first_fault:
        first = tally.first_fault
        rule = RULES[first.rule]
        raise NoUsableRows(rows=tally.n_rows, row=first.row_number, column=first.column or "–", rule=rule)


def _tell(arrival: Arrival, extract: Extract) -> None:
    audit.record(
        "register.extract.received",
        by=arrival.by,
        now=arrival.now,
        about=f"extract:{extract.id}",
        register=extract.register,
        stage=extract.stage,
        n_rows=extract.n_rows,
        n_set_aside=extract.n_set_aside,
    )


@transaction.atomic
def _note_refused(arrival: Arrival, code: str, *, is_known_round: bool) -> None:
    """Leave a line in the list, with the code and nothing of the file."""
    if is_known_round:
        Extract.objects.create(
            round_id=arrival.round_year,
            register=arrival.register,
            stage=arrival.stage,
            state="refused",
            refusal=code,
            received_at=arrival.now,
            by_label=label(arrival.by),
            decided_at=arrival.now,
            decided_by=label(arrival.by),
        )
    audit.record(
        "register.extract.refused",
        by=arrival.by,
        now=arrival.now,
        about=f"round:{arrival.round_year}",
        register=arrival.register,
        code=code,
    )
