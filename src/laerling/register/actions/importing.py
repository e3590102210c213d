"""Taking in one register file: all of it in one transaction, or nothing."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO

from django.db import connection, transaction
from django.utils.formats import date_format

from laerling.audit import actions as audit
from laerling.kernel import clock
from laerling.kernel.errors import Refusal
from laerling.kernel.types import Actor
from laerling.organisations import queries as organisations
from laerling.register.actions import contracts, findings, units
from laerling.register.actions.headings import match
from laerling.register.actions.progress import Progress, told
from laerling.register.actions.tally import SetAside, Tally
from laerling.register.layouts import layout
from laerling.register.models import Extract, SetAsideRow
from laerling.register.reading import open_table
from laerling.register.refusals import CorrectionsClosed, NoUsableRows, RoundClosed, UnsafeWorkbook
from laerling.register.rules.values import Bounds
from laerling.register.words import RULES
from laerling.rounds import queries as rounds
from laerling.rounds.rules import RoundFacts

# The youngest and oldest a person in training may become in the round's year, in years.
_YOUNGEST, _OLDEST = 13, 100
_MACRO_ENDINGS = (".xlsm", ".xltm", ".xlam", ".xlsb")


@dataclass(frozen=True, slots=True)
class ImportReceipt:
    """What became of a file. `set_aside` holds the first places set aside; `unknown_columns` were passed over."""

    extract_id: str
    register: str
    stage: str
    state: str
    count_date: date | None
    n_rows: int
    n_new: int
    n_changed: int
    n_unchanged: int
    n_set_aside: int
    unknown_columns: tuple[str, ...]
    set_aside: tuple[SetAside, ...]
    seen_before: bool


def import_file(
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
    """Take in a VIGO, NOR or NLR file (`register` "vigo", "nor", "nlr") for a round's stage, "preliminary" or "final".

    `content` must be seekable. Bad rows are set aside; the same file twice changes nothing; for VIGO the contract of
    the latest count date wins, then the file with the highest hash, so the order of files does not matter.
    `progress` is told how many rows are read, of how many, about.
    Raises a Refusal of `register.refusals` or rounds' UnknownRound; nothing is stored then.
    """
    try:
        with transaction.atomic():
            return _import(content, filename, register, round_year, stage, by, now, told(progress))
    except Refusal as refusal:
        audit.record(
            "register.extract.refused",
            by=by,
            now=now,
            about=f"round:{round_year}",
            register=register,
            code=refusal.code,
        )
        raise


def _import(
    content: BinaryIO,
    filename: str,
    register: str,
    round_year: int,
    stage: str,
    by: Actor,
    now: datetime,
    progress: Progress,
) -> ImportReceipt:
    this_round = rounds.get(round_year)
    _require_open(this_round, register, stage, by, now)
    if filename.lower().endswith(_MACRO_ENDINGS):
        raise UnsafeWorkbook
    table = open_table(content)
    _one_at_a_time(round_year)
    if seen := _seen(register, round_year, stage, table.sha256):
        return seen
    extract = Extract(
        id=uuid.uuid4(),
        round_id=round_year,
        register=register,
        stage=stage,
        sha256=table.sha256,
        received_at=now,
        by_label=f"{by.kind}:{by.id}"[:60],
    )
    headings = match(table.headings, layout(register))
    bounds = _bounds(this_round)
    tally: Tally
    if register == "vigo":
        tally = contracts.take_in(
            table, headings, bounds=bounds, this_round=this_round, extract=extract, progress=progress
        )
    else:
        tally = units.take_in(table, headings, bounds=bounds, register=register, by=by, now=now, progress=progress)
    return _conclude(extract, tally, headings.unknown, by=by, now=now)


def _bounds(this_round: RoundFacts) -> Bounds:
    return Bounds(
        counties=frozenset(county.code for county in organisations.counties_on(this_round.final_extract_on)),
        first_birth_year=this_round.year - _OLDEST,
        last_birth_year=this_round.year - _YOUNGEST,
    )


def _require_open(this_round: RoundFacts, register: str, stage: str, by: Actor, now: datetime) -> None:
    """Check that the round takes the file in. Whoever operates the system may still lay in what arrived in time."""
    if this_round.closed_at is not None:
        raise RoundClosed(year=this_round.year)
    is_late = now >= this_round.corrections_due_at and by.kind == "person"
    if register == "vigo" and stage == "preliminary" and is_late:
        deadline = clock.in_oslo(this_round.corrections_due_at)
        raise CorrectionsClosed(deadline=date_format(deadline, "j. F Y H:i"))


def _one_at_a_time(round_year: int) -> None:
    """Let one file at a time into a round; the lock goes with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"register:{round_year}"])


def _seen(register: str, round_year: int, stage: str, sha256: str) -> ImportReceipt | None:
    """Return the receipt of the same file taken in before: for NOR and NLR, as the latest of its register."""
    extracts = Extract.objects.filter(register=register, round_id=round_year)
    if register == "vigo":
        found = extracts.filter(stage=stage, sha256=sha256).first()
    else:
        found = extracts.order_by("-received_at").first()
    if found is None or found.sha256 != sha256:
        return None
    return ImportReceipt(
        extract_id=str(found.id),
        register=register,
        stage=found.stage,
        state=found.state,
        count_date=found.count_date,
        n_rows=found.n_rows,
        n_new=0,
        n_changed=0,
        n_unchanged=found.n_rows - found.n_set_aside,
        n_set_aside=found.n_set_aside,
        unknown_columns=(),
        set_aside=_first_set_aside(found.id),
        seen_before=True,
    )


def _conclude(extract: Extract, tally: Tally, unknown: tuple[str, ...], *, by: Actor, now: datetime) -> ImportReceipt:
    """Write the extract down with its figures, recompute what it bears on, and make the receipt."""
    if tally.n_rows == tally.n_set_aside:
        first = tally.first_fault()
        rule = RULES[first.rule]
        raise NoUsableRows(rows=tally.n_rows, row=first.row_number, column=first.column or "–", rule=rule)
    extract.state = "accepted_with_set_aside" if tally.n_set_aside else "accepted"
    extract.count_date = tally.count_date
    extract.n_rows, extract.n_set_aside = tally.n_rows, tally.n_set_aside
    extract.n_new, extract.n_changed, extract.n_unchanged = tally.n_new, tally.n_changed, tally.n_unchanged
    extract.save(force_insert=True)
    tally.store(str(extract.id))
    stages = [extract.stage] if extract.register == "vigo" else ["preliminary", "final"]
    for stage in stages:
        findings.recompute(round_year=extract.round_id, stage=stage, extract_id=extract.id, now=now)
    audit.record(
        "register.extract.taken_in",
        by=by,
        now=now,
        about=f"extract:{extract.id}",
        register=extract.register,
        stage=extract.stage,
        n_rows=tally.n_rows,
        n_set_aside=tally.n_set_aside,
    )
    return ImportReceipt(
        extract_id=str(extract.id),
        register=extract.register,
        stage=extract.stage,
        state=extract.state,
        count_date=extract.count_date,
        n_rows=tally.n_rows,
        n_new=tally.n_new,
        n_changed=tally.n_changed,
        n_unchanged=tally.n_unchanged,
        n_set_aside=tally.n_set_aside,
        unknown_columns=unknown,
        set_aside=_first_set_aside(extract.id),
        seen_before=False,
    )


def _first_set_aside(extract_id: uuid.UUID, most: int = 100) -> tuple[SetAside, ...]:
    rows = SetAsideRow.objects.filter(extract_id=extract_id).order_by("row_number", "column", "rule")
    return tuple(SetAside(*row) for row in rows.values_list("row_number", "column", "rule")[:most])
