"""Destroying what could lead from people to answers, and writing down that it was done."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from laerling.audit import actions as audit
from laerling.kernel.errors import Refusal
from laerling.kernel.types import Actor
from laerling.responses import desk
from laerling.responses.models import DestructionRecord, Opening
from laerling.responses.private import shred
from laerling.responses.rules import URN_DAYS
from laerling.rounds import queries as rounds


class DestroyedAlready(Refusal):
    """A thing is destroyed once."""

    code = "destroyed_already"
    sentence = _("It is recorded already that this is destroyed. Nothing was changed.")


class DestroyedTooEarly(Refusal):
    """What is needed still cannot have been destroyed, and nothing is destroyed tomorrow."""

    code = "destroyed_too_early"
    status = 422
    sentence = _(
        "That cannot be right: it is destroyed after the close, the holders' keys after the opening, and not later than now."
    )


@transaction.atomic
def record_destroyed(
    *, round_year: int, what: str, destroyed_at: datetime, how: str, witness: str, by: Actor, now: datetime
) -> None:
    """Write down that people destroyed something with their hands: what, when, how, and who saw it.

    Raises UnknownRound, DestroyedTooEarly, DestroyedAlready.
    """
    rounds.get(round_year)
    opening = Opening.objects.filter(round_id=round_year).first()
    if opening is None:
        raise DestroyedTooEarly
    since = opening.opened_at if what == "identity" else opening.closed_at
    if since is None or not since <= destroyed_at <= now:
        raise DestroyedTooEarly
    _record, is_new = DestructionRecord.objects.get_or_create(
        round_id=round_year,
        what=what,
        defaults={
            "destroyed_at": destroyed_at,
            "destroyed_by": by.id,
            "how": how,
            "witness": witness,
            "recorded_at": now,
        },
    )
    if not is_new:
        raise DestroyedAlready
    audit.record("responses.destruction.recorded", by=by, now=now, about=f"round:{round_year}", thing=what)


@transaction.atomic
def note_destroyed(*, round_year: int, what: Iterable[str], by: Actor, now: datetime) -> None:
    """Write down what this system has destroyed itself. Safe to repeat."""
    for thing in what:
        DestructionRecord.objects.get_or_create(
            round_id=round_year,
            what=thing,
            defaults={"destroyed_at": now, "destroyed_by": by.id, "recorded_at": now},
        )


def is_destroyed(round_year: int, what: str) -> bool:
    """Return whether it is recorded that something of the round is destroyed."""
    return DestructionRecord.objects.filter(round_id=round_year, what=what).exists()


def destroy_due_urns(*, by: Actor, now: datetime) -> int:
    """Destroy the sealed ballots of rounds that were opened thirty days ago; return how many rounds. Safe to repeat."""
    destroyed = DestructionRecord.objects.filter(what="urn").values("round_id")
    due = Opening.objects.filter(opened_at__lte=now - timedelta(days=URN_DAYS)).exclude(round_id__in=destroyed)
    years = list(due.values_list("round_id", flat=True))
    for year in years:
        _destroy_urn(year, by, now)
    return len(years)


@transaction.atomic
def _destroy_urn(round_year: int, by: Actor, now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT responses_destroy_urn(%s)", [round_year])
        n_ballots = int(cursor.fetchone()[0])
    note_destroyed(round_year=round_year, what=["urn"], by=by, now=now)
    audit.record("responses.urn.destroyed", by=by, now=now, about=f"round:{round_year}", n_ballots=n_ballots)
    # When it is committed and not before; the export can be made again until then.
    transaction.on_commit(lambda: shred(desk.exported(round_year)))
