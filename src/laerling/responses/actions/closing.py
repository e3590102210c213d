"""Mixing and closing the urn. Before either, those who have answered must be as many as the ballots."""

import logging
import time
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from laerling.audit import actions as audit
from laerling.invitations import actions as invitations
from laerling.invitations.keys import destroy_link_key
from laerling.invitations.models import Invitation
from laerling.kernel.errors import Refusal
from laerling.kernel.types import Actor
from laerling.responses import vault
from laerling.responses.actions.destruction import note_destroyed
from laerling.responses.models import Draft, Intake, Opening, Urn
from laerling.rounds import actions as rounds_actions
from laerling.rounds import queries as rounds

# As in migration 0002: answers hold this lock together, mixing and closing alone.
_URN_LOCK = 20101902
# Seconds between tries to take drafts off the disk: statistics are gathered in less, a backup takes longer.
_WAITS = (0.2, 0.5, 1, 3)
log = logging.getLogger(__name__)


class RoundStillOpen(Refusal):
    """The urn is closed when the last answering day is over, not before."""

    code = "round_still_open"
    sentence = _("The round %(year)s takes answers until its last day is over. It cannot be closed yet.")


class BallotsAndFlagsDiffer(Refusal):
    """A ballot was lost or stuffed: nothing may go on until somebody knows how."""

    code = "ballots_and_flags_differ"
    sentence = _("Stop: answered and ballots differ. %(n_answered)s have answered, there are %(n_ballots)s ballots.")


@dataclass(frozen=True, slots=True)
class CloseReceipt:
    """A closed urn: how many ballots, and the hash that names them. `is_new` is False when it was closed before."""

    round: int
    closed_at: datetime
    n_ballots: int
    root_hash: str
    is_new: bool


@transaction.atomic
def mix(*, round_year: int, by: Actor, now: datetime) -> int:
    """Write the whole urn anew in random order, with what came in since; return how many came in.

    Afterwards nothing that PostgreSQL keeps tells which person's answer a ballot is. Answers wait while it is done.
    Raises UnknownRound, BallotsAndFlagsDiffer.
    """
    rounds.get(round_year)
    _lock(round_year)
    _check_counts(round_year)
    n_moved = _mix(round_year)
    transaction.on_commit(rewrite_drafts)
    audit.record("responses.urn.mixed", by=by, now=now, about=f"round:{round_year}")
    return n_moved


@transaction.atomic
def close(*, round_year: int, by: Actor, now: datetime) -> CloseReceipt:
    """Close the round's urn: last mix, count and root hash written down, drafts, link key and MAC key destroyed.

    Safe to repeat: a closed urn stays as it is, and keys that a crash left behind are destroyed. Raises UnknownRound,
    RoundStillOpen, BallotsAndFlagsDiffer.
    """
    if now < rounds.get(round_year).closes_at:
        raise RoundStillOpen(year=round_year)
    _lock(round_year)
    before = Opening.objects.filter(round_id=round_year).first()
    opening = before or _close(round_year, by, now)
    # When the close is committed and not before: until then the answers of this round may still come in.
    transaction.on_commit(lambda: _destroy_keys(round_year, by, now))
    transaction.on_commit(rewrite_drafts)
    return CloseReceipt(round_year, opening.closed_at, opening.n_ballots, opening.root_hash, is_new=before is None)


def rewrite_drafts() -> bool:
    """Write the drafts of those who are still answering anew; return whether those of all others have left the disk.

    Part of every mix, after it. Whoever opens a page meanwhile waits some milliseconds. What an older transaction could
    still see stays in the file: it is tried again while that may be over soon, and the next mix tries again too.
    """
    for wait in (*_WAITS, None):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT responses_rewrite_drafts()")
            (is_gone,) = cursor.fetchone()
        if is_gone:
            return True
        if wait:
            time.sleep(wait)
    log.warning("Drafts of people who have answered are still on the disk: something has read the database for long.")
    return False


def _close(round_year: int, by: Actor, now: datetime) -> Opening:
    n_ballots = _check_counts(round_year)
    _mix(round_year)
    root_hash = _root_hash(round_year)
    opening = Opening.objects.create(round_id=round_year, closed_at=now, n_ballots=n_ballots, root_hash=root_hash)
    Draft.objects.filter(round_id=round_year).delete()
    note_destroyed(round_year=round_year, what=["drafts"], by=by, now=now)
    rounds_actions.mark_closed(year=round_year, by=by, now=now)
    about = f"round:{round_year}"
    audit.record("responses.urn.closed", by=by, now=now, about=about, n_ballots=n_ballots, root_hash=root_hash)
    return opening


def _destroy_keys(round_year: int, by: Actor, now: datetime) -> None:
    """Make links, drafts and new ballots impossible for good."""
    destroyed = set(vault.destroy(round_year))
    if destroy_link_key(round_year):
        destroyed.add("link_key")
    if destroyed:
        note_destroyed(round_year=round_year, what=sorted(destroyed), by=by, now=now)
        audit.record("responses.keys.destroyed", by=by, now=now, about=f"round:{round_year}")


def _lock(round_year: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_URN_LOCK, round_year])


def _check_counts(round_year: int) -> int:
    """Return the number of ballots, which is that of the people who have answered. Raises BallotsAndFlagsDiffer."""
    n_answered = Invitation.objects.filter(round_id=round_year, answered=True).count()
    n_ballots = sum(table.objects.filter(round_id=round_year).count() for table in (Intake, Urn))
    if n_answered != n_ballots:
        raise BallotsAndFlagsDiffer(n_answered=n_answered, n_ballots=n_ballots)
    return n_ballots


def _mix(round_year: int) -> int:
    # The flags are written anew as well: their transaction numbers would tell who answered at the same time as whom.
    invitations.rewrite_invitations(round_year=round_year)
    with connection.cursor() as cursor:
        cursor.execute("SELECT responses_mix(%s)", [round_year])
        return int(cursor.fetchone()[0])


def _root_hash(round_year: int) -> str:
    """Return `urnfile.root_hash` of the urn, reckoned where the ballots are."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT encode(sha256(coalesce(string_agg(hash, ''::bytea ORDER BY hash), ''::bytea)), 'hex')"
            " FROM (SELECT sha256(sealed) AS hash FROM responses_urn WHERE round_id = %s) AS hashes",
            [round_year],
        )
        return str(cursor.fetchone()[0])
