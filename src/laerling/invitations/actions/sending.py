"""Sending a dispatch, a batch at a time, and starting those that are due.

A batch is claimed and counted in one short transaction, sent with no transaction open, and settled in another.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Case, F, Value, When

from laerling.audit import actions as audit
from laerling.invitations.actions.inviting import COUNT_JOB
from laerling.invitations.actions.ordering import PATIENCE, SEND_JOB
from laerling.invitations.keys import link_key
from laerling.invitations.models import Dispatch, Invitation
from laerling.invitations.writing import Recipient, Writer
from laerling.kernel import jobs
from laerling.kernel.clock import in_oslo
from laerling.kernel.types import Actor
from laerling.outbox import actions as outbox
from laerling.outbox import queries as messages
from laerling.outbox.channels import email
from laerling.outbox.types import Claimed, Outcome, OutgoingEmail, State
from laerling.register import queries as register
from laerling.rounds import queries as rounds

_BATCH = 200
_WHEN_SERVER_IS_AWAY = timedelta(minutes=1)
_SENDER = Actor("system", "invitations")


def start_due_dispatches(now: datetime) -> int:
    """Start the dispatches whose time has come, and again those whose worker went silent; return how many.

    Messages whose sender went silent are marked unknown first. Safe to repeat and to run twice at once.
    """
    outbox.resolve_expired_leases(now)
    with transaction.atomic():
        due = Dispatch.objects.filter(state__in=["waiting", "running"], next_at__lte=now).order_by("pk")
        started = list(due.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True))
        Dispatch.objects.filter(pk__in=started).update(state="running", next_at=now + PATIENCE)
        for dispatch_id in started:
            jobs.enqueue(SEND_JOB, dispatch_id=str(dispatch_id))
    return len(started)


def send_batch(*, dispatch_id: UUID, now: datetime) -> bool:
    """Send the next messages of a running dispatch; return whether to come again at once.

    Who has answered, declined or been written to by anybody in the last days gets nothing, and a message with unknown
    outcome is not sent again. The dispatch is done when nothing of it waits any more.
    """
    dispatch, claimed = _claim(dispatch_id, now)
    if dispatch is None:
        return False
    if not claimed:
        _finish(dispatch, now)
        return False
    mails = _mails(dispatch, claimed)
    outcomes: list[Outcome] = []
    try:
        outcomes.extend(email.send(mails, now=now))
    finally:
        _settle(dispatch, outcomes, now)
    if all(outcome.state == State.QUEUED for outcome in outcomes):
        Dispatch.objects.filter(pk=dispatch_id, state="running").update(next_at=now + _WHEN_SERVER_IS_AWAY)
        return False
    return True


@transaction.atomic
def _claim(dispatch_id: UUID, now: datetime) -> tuple[Dispatch | None, tuple[Claimed, ...]]:
    """Claim a batch and count it as contacts, both or neither. The dispatch's row is the fence against stopping."""
    running = Dispatch.objects.select_for_update(of=("self",)).filter(pk=dispatch_id, state="running")
    dispatch = running.first()
    if dispatch is None:
        return None, ()
    running.update(next_at=now + PATIENCE)
    on = in_oslo(now).date()
    receivers = Invitation.objects.may_get(dispatch, on=on).values_list("pk")
    claimed = outbox.claim(batch=dispatch_id, eligible=receivers, limit=_BATCH, now=now)
    counted = _count_contacts(dispatch, [message.reference for message in claimed], now)
    outbox.release(ids=[message.id for message in claimed if message.reference not in counted])
    return dispatch, tuple(message for message in claimed if message.reference in counted)


def _count_contacts(dispatch: Dispatch, references: list[UUID], now: datetime) -> set[UUID]:
    """Count one contact for each who may still get it, and return them.

    The rows are locked, always in the same order, and asked again: between two dispatches that claim the same person
    at the same time, and between a claim and an answer, the lock decides.
    """
    on = in_oslo(now).date()
    people = Invitation.objects.filter(pk__in=references)
    list(people.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    counted = set(people.may_get(dispatch, on=on).values_list("pk", flat=True))
    gap = timedelta(days=rounds.get(dispatch.round_id).reminder_gap_days)
    # Tried again for the same dispatch is one contact, not two.
    Invitation.objects.filter(pk__in=counted).update(
        n_contacts=Case(When(last_dispatch=dispatch, then=F("n_contacts")), default=F("n_contacts") + Value(1)),
        next_contact_on=on + gap,
        last_dispatch=dispatch,
    )
    return counted


def _mails(dispatch: Dispatch, claimed: tuple[Claimed, ...]) -> list[OutgoingEmail]:
    """Write the mails of a batch. If that fails nothing has been begun, and the messages go back."""
    try:
        writer = Writer(dispatch, rounds.get(dispatch.round_id), link_key(dispatch.round_id))
        recipients = _recipients(message.reference for message in claimed)
        return [writer.mail(message.id, recipients[message.reference]) for message in claimed]
    except BaseException:
        outbox.release(ids=[message.id for message in claimed])
        raise


def _recipients(references: Iterable[UUID]) -> dict[UUID, Recipient]:
    columns = ("pk", "generation", "county_code", "office_orgnr", "member__contract_id")
    rows = list(Invitation.objects.filter(pk__in=list(references)).values_list(*columns))
    contacts = register.contact([contract for *_rest, contract in rows])
    found = {}
    for pk, generation, county, office, contract in rows:
        contact = contacts[contract]
        found[pk] = Recipient(pk, generation, county, office, contact.name, contact.email, contact.written_form)
    return found


def _settle(dispatch: Dispatch, outcomes: list[Outcome], now: datetime) -> None:
    """Write down what became of a batch. Who could not be reached at all has not been contacted."""
    with transaction.atomic():
        outbox.release(ids=[outcome.message_id for outcome in outcomes if outcome.reason == "not_begun"])
        outbox.settle([outcome for outcome in outcomes if outcome.reason != "not_begun"], now)
        bounced = [outcome.message_id for outcome in outcomes if outcome.state == State.BOUNCED]
        if bounced:
            Invitation.objects.filter(pk__in=messages.references(bounced), last_dispatch=dispatch).update(
                n_contacts=F("n_contacts") - 1, next_contact_on=None, last_dispatch=None
            )
    if not Dispatch.objects.filter(pk=dispatch.pk, state="running").exists():
        outbox.cancel(batch=dispatch.pk, reason="stopped", now=now)


@transaction.atomic
def _finish(dispatch: Dispatch, now: datetime) -> None:
    """Cancel what nobody may have any more, each for its reason; end the dispatch, or say when it goes on."""
    this_round = rounds.get(dispatch.round_id)
    people = Invitation.objects.filter(round_id=dispatch.round_id)
    others = people.exclude(last_dispatch=dispatch)
    if this_round.closed_at is not None or now >= this_round.closes_at:
        outbox.cancel(batch=dispatch.pk, reason="closed", now=now)
    spent = (
        others.filter(n_contacts__gt=0)
        if dispatch.kind == "invitation"
        else others.filter(n_contacts__gte=F("contacts_at_most"))
    )
    reasons = (
        ("answered", people.filter(answered=True)),
        ("declined", people.filter(declined=True)),
        ("already_invited" if dispatch.kind == "invitation" else "at_most_reached", spent),
    )
    for reason, references in reasons:
        outbox.cancel(batch=dispatch.pk, reason=reason, now=now, references=references.values_list("pk"))
    still = people.may_get(dispatch, on=in_oslo(now).date()).values_list("pk")
    outbox.cancel(batch=dispatch.pk, reason="too_soon", now=now, unless=still)
    due = messages.next_due(dispatch.pk)
    ended = Dispatch.objects.filter(pk=dispatch.pk, state="running")
    if due is not None:
        ended.update(next_at=due)
    elif ended.update(state="done", next_at=None):
        jobs.enqueue(COUNT_JOB, round_year=dispatch.round_id)
        audit.record("invitations.dispatch.done", by=_SENDER, now=now, about=f"dispatch:{dispatch.pk}")
