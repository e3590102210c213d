"""Making invitations and marking them: once answered, always answered, and no time anywhere."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from laerling.audit import actions as audit
from laerling.invitations.keys import ensure_link_key, link_key
from laerling.invitations.models import Invitation
from laerling.invitations.tokens import link_hash, token
from laerling.kernel import jobs
from laerling.kernel.db import copy_in
from laerling.kernel.errors import Refusal
from laerling.kernel.types import Actor
from laerling.rounds import queries as rounds
from laerling.sample.models import Sample, SampleMember

_COLUMNS = (
    "id",
    "member_id",
    "round_id",
    "county_code",
    "office_orgnr",
    "generation",
    "link_hash",
    "answered",
    "declined",
    "n_contacts",
    "contacts_at_most",
)
_FIRST_GENERATION = 1
# Pages read counts: they are made anew when there is something new to see, beside the beat of ten minutes.
COUNT_JOB = "invitations.count_answers"


class SampleNotFrozen(Refusal):
    """The round's final sample has not been frozen."""

    code = "sample_not_frozen"
    sentence = _("The final sample of %(year)s is not frozen yet. Invitations are made from it.")


@transaction.atomic
def create_invitations(*, round_year: int, by: Actor, now: datetime) -> int:
    """Make an invitation with its link for every member of the frozen final sample; return how many are new.

    25,000 take seconds. Safe to repeat. Raises UnknownRound, SampleNotFrozen, and LinkKeyMissing where earlier
    invitations of the round exist and their key does not.
    """
    this_round = rounds.get(round_year)
    # One at a time: the row of the sample is the lock.
    sample = Sample.objects.select_for_update().filter(round_id=round_year, stage="final").first()
    if sample is None or sample.frozen_at is None:
        raise SampleNotFrozen(year=round_year)
    there = Invitation.objects.filter(round_id=round_year).exists()
    key = link_key(round_year) if there else ensure_link_key(round_year)
    invited = Invitation.objects.filter(member=OuterRef("pk"))
    members = SampleMember.objects.filter(~Exists(invited), sample=sample)
    rows = list(members.values_list("pk", "county_code", "office_orgnr"))
    n_new = copy_in("invitations_invitation", _COLUMNS, _rows(rows, round_year, 1 + this_round.reminders_at_most, key))
    if n_new:
        jobs.enqueue(COUNT_JOB, round_year=round_year)
        audit.record("invitations.invitations.created", by=by, now=now, about=f"round:{round_year}", n=n_new)
    return n_new


def mark_answered(*, link_hash: bytes) -> bool:
    """Mark the invitation of a link as answered; return False where it was before, or where there is none.

    The answering site's own functions call the same function of the database, in the transaction of the ballot.
    """
    return _marked("SELECT invitations_mark_answered(%s)", link_hash)


def mark_declined(*, link_hash: bytes) -> bool:
    """Mark that the holder of a link wants no more messages; return False where it was so before, or there is none."""
    return _marked("SELECT invitations_mark_declined(%s)", link_hash)


def rewrite_invitations(*, round_year: int) -> int:
    """Write every invitation of a round anew in one transaction, so that no trace tells which flag changed when.

    PostgreSQL keeps the number of the transaction that last wrote a row; a ballot written by the same would be known
    by it. Part of mixing the urn. Rows are locked in the order everybody locks them in.
    """
    with transaction.atomic():
        in_order = Invitation.objects.filter(round_id=round_year).order_by("pk")
        list(in_order.select_for_update(of=("self",)).values_list("pk", flat=True))
        return Invitation.objects.filter(round_id=round_year).update(round_id=round_year)


def _rows(members: list[tuple[Any, str, str]], year: int, at_most: int, key: bytes) -> Iterator[tuple[Any, ...]]:
    for member_id, county, office in members:
        pk = uuid4()
        hashed = link_hash(token(key, pk, _FIRST_GENERATION))
        yield pk, member_id, year, county, office, _FIRST_GENERATION, hashed, False, False, 0, at_most


def _marked(statement: str, hashed: bytes) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, [hashed])
        return bool(cursor.fetchone()[0])
