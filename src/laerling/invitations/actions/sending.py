"""Sending a dispatch, a batch at a time, and starting those that are due.

A batch is claimed and counted in one short transaction, sent with no transaction open, and settled in another.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from enum import Enum
from typing import cast
from uuid import UUID

from django.db import transaction
from django.db.models import Case, F, Q, Value, When

from laerling.audit import actions as audit
from laerling.invitations.actions.inviting import COUNT_JOB
from laerling.invitations.actions.ordering import PATIENCE, SEND_JOB
from laerling.invitations.keys import link_key
from laerling.invitations.models import Dispatch, Invitation, InvitationQuerySet, gone, reachable
from laerling.invitations.rules import Channel, DispatchChannel, channels
from laerling.invitations.writing import Recipient, Writer
from laerling.kernel import jobs
from laerling.kernel.clock import in_oslo
from laerling.kernel.types import Actor
from laerling.outbox import actions as outbox
from laerling.outbox import queries as messages
from laerling.outbox.channels import email, sms
from laerling.outbox.types import Claimed, OutgoingEmail, OutgoingSms, Send, State
from laerling.register import queries as register
from laerling.rounds import queries as rounds

# As many as one claim, one look at the register and one start of the writer are worth; a killed sender leaves no more
# unknown for it, since a lease tells how far it had come.
_BATCH = 500
_WHEN_SERVER_IS_AWAY = timedelta(minutes=1)
_SENDER = Actor("system", "invitations")


class _Sent(Enum):
    """What a try to send a batch came to."""

    SOME = "some left"
    NONE = "none may be sent now"
    AWAY = "the server is away"


def start_due_dispatches(now: datetime) -> int:
    """Start the dispatches whose time has come, and again those whose worker went silent; return how many.

    What a sender that went silent had begun is marked unknown first. Safe to repeat and to run twice at once.
    """
    outbox.resolve_expired_leases(now)
    _cancel_what_came_back(now)
    with transaction.atomic():
        due = Dispatch.objects.filter(state__in=["waiting", "running"], next_at__lte=now).order_by("pk")
        started = list(due.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True))
        Dispatch.objects.filter(pk__in=started).update(state="running", next_at=now + PATIENCE)
        for dispatch_id in started:
            jobs.enqueue(SEND_JOB, dispatch_id=str(dispatch_id))
    return len(started)


def send_batch(*, dispatch_id: UUID, now: datetime) -> bool:
    """Send the next messages of a running dispatch by each of its channels; return whether to come again at once.

    Who has answered, declined or been written to by anybody in the last days gets nothing, and a message with unknown
    outcome is not sent again blindly. The dispatch is done when nothing of it waits any more.
    """
    dispatch = Dispatch.objects.filter(pk=dispatch_id, state="running").first()
    if dispatch is None:
        return False
    # A batch of each in turn, so that neither channel waits for the other.
    sent = {_send_by(dispatch, channel, now) for channel in _channels(dispatch)}
    if _Sent.SOME in sent:
        return True
    if _Sent.AWAY in sent:
        Dispatch.objects.filter(pk=dispatch_id, state="running").update(next_at=now + _WHEN_SERVER_IS_AWAY)
    else:
        _finish(dispatch, now)
    return False


@transaction.atomic
def follow_bounces(*, dispatch_id: UUID) -> int:
    """Release the contact of whom nothing of a dispatch has reached, and return how many: they have not been contacted.

    Safe to repeat: whom another dispatch has reached meanwhile is left alone.
    """
    unreached = Invitation.objects.filter(pk__in=messages.bounced(dispatch_id), last_dispatch=dispatch_id)
    locked = list(unreached.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    return Invitation.objects.filter(pk__in=locked, last_dispatch=dispatch_id).update(
        n_contacts=F("n_contacts") - 1, contacted_on=None, next_contact_on=None, last_dispatch=None
    )


def _send_by(dispatch: Dispatch, channel: Channel, now: datetime) -> _Sent:
    """Send one batch by a channel, unless people sleep or its provider is known to fail."""
    until = messages.shut_until(channel, now) or (sms.next_allowed(now) if channel == "sms" else now)
    if until > now:
        outbox.put_off(batch=dispatch.pk, channel=channel, until=until)
        return _Sent.NONE
    claimed = _claim(dispatch, channel, now)
    if not claimed:
        return _Sent.NONE
    send: Send = email.send if channel == "email" else sms.send
    try:
        outcomes = outbox.hand_over(claimed, _written(dispatch, channel, claimed), send, now=now, unwanted=_who_is_done)
    finally:
        _cancel_what_came_back(now, dispatch.pk)
    return _Sent.AWAY if all(outcome.state == State.QUEUED for outcome in outcomes) else _Sent.SOME


@transaction.atomic
def _claim(dispatch: Dispatch, channel: Channel, now: datetime) -> tuple[Claimed, ...]:
    """Claim a batch and count it as contacts, both or neither. The dispatch's row is the fence against stopping."""
    running = Dispatch.objects.select_for_update(of=("self",)).filter(pk=dispatch.pk, state="running")
    if running.first() is None:
        return ()
    running.update(next_at=now + PATIENCE)
    on = in_oslo(now).date()
    claimed = outbox.claim(
        batch=dispatch.pk,
        eligible=Invitation.objects.may_get(dispatch, channel, on=on).values_list("pk"),
        limit=_BATCH,
        now=now,
        channel=channel,
        unknown_too=channel == "sms" and sms.repeats_safely(),
    )
    counted = _count_contacts(dispatch, channel, [message.reference for message in claimed], on)
    outbox.release(ids=[message.id for message in claimed if message.reference not in counted])
    return tuple(message for message in claimed if message.reference in counted)


def _count_contacts(dispatch: Dispatch, channel: Channel, references: list[UUID], on: date) -> set[UUID]:
    """Count one contact for each who may still get it, and return them.

    The rows are locked, always in the same order, and PostgreSQL asks again of a row it had to wait for: between two
    dispatches that claim the same person at the same time, and between a claim and an answer, the lock decides.
    """
    may = Invitation.objects.filter(pk__in=references).may_get(dispatch, channel, on=on)
    counted = set(may.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    gap = timedelta(days=rounds.get(dispatch.round_id).reminder_gap_days)
    # Tried again for the same dispatch is one contact, not two.
    Invitation.objects.filter(pk__in=counted).update(
        n_contacts=Case(When(last_dispatch=dispatch, then=F("n_contacts")), default=F("n_contacts") + Value(1)),
        contacted_on=on,
        next_contact_on=on + gap,
        last_dispatch=dispatch,
        **({"had_sms": True} if channel == "sms" else {}),
    )
    return counted


def _who_is_done(references: Sequence[UUID]) -> frozenset[UUID]:
    """Return who of some has answered or declined since they were claimed: asked once more before each chunk leaves."""
    done = Invitation.objects.filter(Q(answered=True) | Q(declined=True), pk__in=references)
    return frozenset(done.values_list("pk", flat=True))


def _written(
    dispatch: Dispatch, channel: Channel, claimed: tuple[Claimed, ...]
) -> Iterator[OutgoingEmail | OutgoingSms]:
    """Write the messages of a batch as they are asked for. If that fails, what was not begun goes back."""
    writer = Writer(dispatch, rounds.get(dispatch.round_id), link_key(dispatch.round_id))
    write = writer.mail if channel == "email" else writer.sms
    recipients = _recipients(message.reference for message in claimed)
    for message in claimed:
        yield write(message.id, recipients[message.reference])


def _recipients(references: Iterable[UUID]) -> dict[UUID, Recipient]:
    columns = ("pk", "generation", "county_code", "office_orgnr", "member__contract_id")
    rows = list(Invitation.objects.filter(pk__in=list(references)).values_list(*columns))
    contacts = register.contact([contract for *_rest, contract in rows])
    return {
        pk: Recipient(
            invitation_id=pk,
            generation=generation,
            county_code=county,
            office_orgnr=office,
            name=contacts[contract].name,
            email=contacts[contract].email,
            mobile=contacts[contract].mobile,
            written_form=contacts[contract].written_form,
        )
        for pk, generation, county, office, contract in rows
    }


def _cancel_what_came_back(now: datetime, dispatch_id: UUID | None = None) -> None:
    """Cancel what a sender put back into the queue of a dispatch that was stopped meanwhile: nobody sends it any more."""
    stopped = Dispatch.objects.filter(state="stopped")
    if dispatch_id is not None:
        stopped = stopped.filter(pk=dispatch_id)
    for batch in messages.with_waiting(stopped.values_list("pk", flat=True)):
        outbox.cancel(batch=batch, reason="stopped", now=now)


@transaction.atomic
def _finish(dispatch: Dispatch, now: datetime) -> None:
    """Cancel what nobody may have any more, each for its reason; end the dispatch, or say when it goes on."""
    people = Invitation.objects.filter(round_id=dispatch.round_id)
    this_round, on = rounds.get(dispatch.round_id), in_oslo(now).date()
    if this_round.closed_at is not None or now >= this_round.closes_at:
        outbox.cancel(batch=dispatch.pk, reason="closed", now=now)
    for reason, whom in _out_of_reach(dispatch, people):
        outbox.cancel(batch=dispatch.pk, reason=reason, now=now, references=whom.values_list("pk"))
    for channel in _channels(dispatch):
        lost = people.exclude(reachable(channel)).values_list("pk")
        outbox.cancel(batch=dispatch.pk, reason="no_address", now=now, references=lost, channel=channel)
        still = people.may_get(dispatch, channel, on=on).values_list("pk")
        outbox.cancel(batch=dispatch.pk, reason="too_soon", now=now, unless=still, channel=channel)
    _end_or_go_on(dispatch, now)


def _out_of_reach(dispatch: Dispatch, people: InvitationQuerySet) -> tuple[tuple[str, InvitationQuerySet], ...]:
    """Return those who may have nothing more of a dispatch, whatever the channel, with the reason."""
    others = people.exclude(last_dispatch=dispatch)
    is_first = dispatch.kind == "invitation"
    spent = others.filter(n_contacts__gt=0) if is_first else others.filter(n_contacts__gte=F("contacts_at_most"))
    return (
        ("answered", people.filter(answered=True)),
        ("declined", people.filter(declined=True)),
        ("left_training", people.filter(gone())),
        ("already_invited" if is_first else "at_most_reached", spent),
    )


def _end_or_go_on(dispatch: Dispatch, now: datetime) -> None:
    repeated = Invitation.objects.none()
    if "sms" in _channels(dispatch) and sms.repeats_safely():
        repeated = Invitation.objects.may_get(dispatch, "sms", on=in_oslo(now).date())
    due = messages.next_due(dispatch.pk, again=repeated.values_list("pk"))
    ended = Dispatch.objects.filter(pk=dispatch.pk, state="running")
    if due is not None:
        ended.update(next_at=due)
    elif ended.update(state="done", next_at=None):
        jobs.enqueue(COUNT_JOB, round_year=dispatch.round_id)
        audit.record("invitations.dispatch.done", by=_SENDER, now=now, about=f"dispatch:{dispatch.pk}")


def _channels(dispatch: Dispatch) -> tuple[Channel, ...]:
    return channels(cast("DispatchChannel", dispatch.channel))
