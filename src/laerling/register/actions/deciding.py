"""A file that waits is taken in, thrown away, or forgotten after a week."""

from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction

from laerling.audit import actions as audit
from laerling.kernel.types import Actor
from laerling.register.actions import contracts, dead, findings, units
from laerling.register.actions.receipts import ImportReceipt, receipt_of
from laerling.register.actions.receiving import compare, label, one_at_a_time, write_figures
from laerling.register.actions.tally import Tally
from laerling.register.models import TAKEN_IN, WAITING, Extract
from laerling.register.refusals import NoSuchExtract, NotWaiting, RoundClosed
from laerling.rounds import queries as rounds

# How long a checked file may wait: its rows name people, and are kept no longer than somebody needs to decide.
DAYS_TO_DECIDE: Final = 7


@transaction.atomic
def accept(*, extract_id: str, by: Actor, now: datetime) -> ImportReceipt:
    """Let a checked file count, and return what it brought. One that is taken in already stays as it is.

    For VIGO the contract of the latest count date wins, then the file with the highest hash, so the order of files does
    not matter. A contract that the file lacks stays: a file may be one county's. Corrections that arrived before the
    deadline may be accepted after it. Raises NoSuchExtract, NotWaiting or RoundClosed.
    """
    extract = _locked(extract_id)
    if extract.state in TAKEN_IN:
        return receipt_of(extract, seen_before=True)
    if extract.state != WAITING:
        raise NotWaiting
    if rounds.get(extract.round_id).closed_at is not None:
        raise RoundClosed(year=extract.round_id)
    take_in(extract, by=by, now=now)
    return receipt_of(extract)


@transaction.atomic
def discard(*, extract_id: str, by: Actor, now: datetime) -> None:
    """Throw a checked file away; its rows are deleted. Safe to repeat. Raises NoSuchExtract or NotWaiting."""
    extract = _locked(extract_id)
    if extract.state == "discarded":
        return
    if extract.state != WAITING:
        raise NotWaiting
    _throw_away(extract, by=by, now=now)


@transaction.atomic
def discard_forgotten(*, by: Actor, now: datetime) -> int:
    """Throw away what has waited more than a week, and return how many files that was."""
    forgotten = Extract.objects.waiting().filter(received_at__lt=now - timedelta(days=DAYS_TO_DECIDE))
    found = list(forgotten.select_for_update(skip_locked=True))
    for extract in found:
        _throw_away(extract, by=by, now=now)
    return len(found)


def take_in(extract: Extract, *, by: Actor, now: datetime, is_home: bool = False) -> None:
    """Move a staged file into what counts, and recompute what it bears on. Needs a transaction and the round's lock.

    `is_home`: the rows of the first file of a stage are among the contracts already.
    """
    tally = _tally(extract)
    if is_home:
        tally.n_new = tally.n_good
    elif extract.register == "vigo":
        contracts.store(extract, tally)
    else:
        units.store(extract, tally, by=by, now=now)
    extract.state = "accepted_with_set_aside" if tally.n_set_aside else "accepted"
    extract.decided_at, extract.decided_by = now, label(by)
    write_figures(extract, tally)
    _delete_staged(extract)
    if extract.register == "vigo":
        dead.mark()
    # NOR and NLR bear on whichever list is the newest.
    stage = extract.stage if extract.register == "vigo" else ""
    findings.recompute(round_year=extract.round_id, stage=stage, extract_id=extract.id, now=now)
    _compare_waiting(extract, by=by, now=now)
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


def _locked(extract_id: str) -> Extract:
    """Return an extract that nobody else decides on now. The round's lock is taken first, as everywhere."""
    found = Extract.objects.filter(id=extract_id).first()
    if found is None:
        raise NoSuchExtract
    one_at_a_time(found.round_id)
    return Extract.objects.select_for_update().get(id=extract_id)


def _tally(extract: Extract) -> Tally:
    return Tally(n_rows=extract.n_rows, n_set_aside=extract.n_set_aside, count_date=extract.count_date)


def _compare_waiting(accepted: Extract, *, by: Actor, now: datetime) -> None:
    """Count anew what other files of the kind would bring, now that there is something else to compare them with."""
    waiting = Extract.objects.waiting().filter(round_id=accepted.round_id, register=accepted.register)
    if accepted.register == "vigo":
        waiting = waiting.filter(stage=accepted.stage)
    for extract in waiting:
        tally = _tally(extract)
        compare(extract, tally, by=by, now=now)
        write_figures(extract, tally)


def _throw_away(extract: Extract, *, by: Actor, now: datetime) -> None:
    _delete_staged(extract)
    extract.state, extract.decided_at, extract.decided_by = "discarded", now, label(by)
    extract.save()
    audit.record("register.extract.discarded", by=by, now=now, about=f"extract:{extract.id}", register=extract.register)


def _delete_staged(extract: Extract) -> None:
    table = "register_stagedcontract" if extract.register == "vigo" else "register_stagedunit"
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE extract_id = %s", [extract.id])  # noqa: S608  one of our own two
