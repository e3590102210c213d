"""Ordering dispatches and stopping them."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from laerling.access.types import Scope
from laerling.audit import actions as audit
from laerling.invitations import queries
from laerling.invitations.models import Dispatch, its_turn, not_too_soon
from laerling.invitations.rules import Audience
from laerling.invitations.texts import Text, WrittenForm, checked_line, compose
from laerling.invitations.types import DispatchOrder
from laerling.kernel import jobs
from laerling.kernel.clock import in_oslo
from laerling.kernel.errors import Refusal
from laerling.kernel.types import Actor
from laerling.outbox import actions as outbox
from laerling.outbox import queries as messages
from laerling.rounds import queries as rounds
from laerling.rounds.rules import RoundFacts

SEND_JOB = "invitations.send_dispatch"
# When nothing has been heard of a running dispatch for so long, the clockwork starts it again.
PATIENCE = timedelta(minutes=5)
_CHANNELS_READY = frozenset({"email"})


class RoundNotOpen(Refusal):
    """The time of sending lies outside the answering period."""

    code = "round_not_open"
    sentence = _("Messages can be sent while the survey is open, from %(opens)s to %(closes)s.")


class NobodyToSend(Refusal):
    """The dispatch would reach nobody."""

    code = "nobody_to_send"
    sentence = _("Nobody would get this dispatch. Choose other people, another kind or a later day.")


class QuotaSpent(Refusal):
    """Every SMS dispatch of the unit is spent (M18)."""

    code = "quota_spent"
    sentence = _("All %(total)s SMS dispatches of this round are spent. Send e-mail instead.")


class ChannelNotReady(Refusal):
    """The channel cannot send yet."""

    code = "channel_not_ready"
    sentence = _("Messages cannot be sent as SMS yet. Choose e-mail.")


class NotForTheNation(Refusal):
    """Dispatches belong to a county or an office."""

    code = "not_for_the_nation"
    status = 403
    sentence = _("Counties and training offices send dispatches. The Directorate follows them.")


class AnotherDispatch(Refusal):
    """The id of the order belongs to another unit's dispatch."""

    code = "another_dispatch"
    sentence = _("This order cannot be used. Start a new dispatch.")


class OrderedAlready(Refusal):
    """The unit has ordered this dispatch, and what is asked for now is something else."""

    code = "ordered_already"
    sentence = _(
        "This dispatch was ordered already, as it stood then. What you have changed has not been sent. "
        "Look at it again, and send it as a new dispatch."
    )


@transaction.atomic
def order_dispatch(*, order: DispatchOrder, scope: Scope, by: Actor, now: datetime) -> Dispatch:
    """Order a dispatch to the unit's own people and queue its messages, at once or at `order.send_at`.

    The same order again gives the dispatch that is there. An SMS dispatch takes one of the unit's slots, however many
    it goes to (M18). Whoever is queued may still drop out: who gets a message is asked again when each leaves (M19).
    Raises UnknownRound, RoundNotOpen, NobodyToSend, QuotaSpent, ChannelNotReady, NotForTheNation, AnotherDispatch,
    OrderedAlready and the refusals of `texts`; nothing is stored then.
    """
    if scope.is_national:
        raise NotForTheNation
    known = Dispatch.objects.filter(pk=order.id).first()
    if known is not None:
        return _own(known, order, scope)
    send_at = max(order.send_at or now, now)
    this_round = rounds.get(order.round_year)
    require_open(order, now=now)
    if order.channel not in _CHANNELS_READY:
        raise ChannelNotReady
    wanted = _dispatch(order, scope, by=by, now=now, send_at=send_at)
    verdicts = queries.counts(order, scope, now)
    if not queries.anybody(verdicts):
        raise NobodyToSend
    wanted.n_people = sum(verdicts.values())
    stored = store(wanted, this_round)
    if stored is not wanted:
        return _own(stored, order, scope)
    _queue(stored, order, scope, now)
    audit.record(
        "invitations.dispatch.ordered",
        by=by,
        now=now,
        about=f"dispatch:{stored.pk}",
        scope=scope.key,
        channel=stored.channel,
        kind=stored.kind,
        n_people=stored.n_people,
    )
    return stored


@transaction.atomic
def stop_dispatch(*, dispatch_id: UUID, scope: Scope, by: Actor, now: datetime) -> int:
    """Stop one of the unit's dispatches and return how many messages will not be sent. What has left has left.

    The slot of an SMS dispatch comes back only if nothing left. Stopping again changes nothing. Raises UnknownDispatch.
    """
    mine = Dispatch.objects.visible_to(scope).filter(pk=dispatch_id)
    if scope.is_national or not mine.exists():
        raise queries.UnknownDispatch
    if not mine.filter(state__in=["waiting", "running"]).update(state="stopped", next_at=None):
        return 0
    n_cancelled = outbox.cancel(batch=dispatch_id, reason="stopped", now=now)
    if not messages.any_left(dispatch_id):
        mine.update(slot=None)
    about = f"dispatch:{dispatch_id}"
    audit.record("invitations.dispatch.stopped", by=by, now=now, about=about, scope=scope.key, n=n_cancelled)
    return n_cancelled


def store(wanted: Dispatch, this_round: RoundFacts) -> Dispatch:
    """Store a dispatch and return it, or the one that already has its id. SMS takes the lowest free slot.

    Slots are taken by inserting: the unique constraint lets one of many racers have each. Raises QuotaSpent.
    """
    total = this_round.sms_dispatches_county if wanted.owner_kind == "county" else this_round.sms_dispatches_office
    while True:
        if wanted.channel == "sms":
            wanted.slot = _free_slot(wanted, total)
        try:
            with transaction.atomic():
                wanted.save(force_insert=True)
        except IntegrityError:
            there = Dispatch.objects.filter(pk=wanted.pk).first()
            if there is not None:
                return there
            if wanted.channel != "sms":
                raise
        else:
            return wanted


def _free_slot(wanted: Dispatch, total: int) -> int:
    owner = {"owner_kind": wanted.owner_kind, "owner_code": wanted.owner_code}
    slots = Dispatch.objects.filter(round_id=wanted.round_id, slot__isnull=False, **owner)
    taken = set(slots.values_list("slot", flat=True))
    free = next((slot for slot in range(1, total + 1) if slot not in taken), None)
    if free is None:
        raise QuotaSpent(total=total)
    return free


def _own(known: Dispatch, order: DispatchOrder, scope: Scope) -> Dispatch:
    """Return the dispatch that has the order's id. Raises AnotherDispatch or OrderedAlready where it is not this one."""
    if (known.owner_kind, known.owner_code) != (scope.unit_kind, scope.unit_code):
        raise AnotherDispatch
    texts = _texts(order, scope)
    send_at = max(order.send_at or known.ordered_at, known.ordered_at)
    audience = Audience.read(known.audience)
    asked = (order.channel, order.kind, order.audience, texts["nb"].body, texts["nn"].body, send_at)
    if asked != (known.channel, known.kind, audience, known.body_nb, known.body_nn, known.send_at):
        raise OrderedAlready
    return known


def require_open(order: DispatchOrder, *, now: datetime) -> None:
    """Check that the order's time of sending lies in the answering period. Raises UnknownRound or RoundNotOpen."""
    this_round, send_at = rounds.get(order.round_year), max(order.send_at or now, now)
    if this_round.closed_at is not None or not this_round.opens_at <= send_at < this_round.closes_at:
        opens, closes = (f"{day.day}.{day.month}.{day.year}" for day in (this_round.opens_on, this_round.closes_on))
        raise RoundNotOpen(opens=opens, closes=closes)


def _dispatch(order: DispatchOrder, scope: Scope, *, by: Actor, now: datetime, send_at: datetime) -> Dispatch:
    texts = _texts(order, scope)
    at_once = send_at <= now
    return Dispatch(
        id=order.id,
        round_id=order.round_year,
        owner_kind=scope.unit_kind,
        owner_code=scope.unit_code,
        channel=order.channel,
        kind=order.kind,
        audience=order.audience.stored(),
        subject_nb=texts["nb"].subject,
        subject_nn=texts["nn"].subject,
        body_nb=texts["nb"].body,
        body_nn=texts["nn"].body,
        ordered_at=now,
        ordered_by=by.id,
        send_at=send_at,
        state="running" if at_once else "waiting",
        next_at=now + PATIENCE if at_once else send_at,
    )


def _texts(order: DispatchOrder, scope: Scope) -> dict[WrittenForm, Text]:
    own, year = checked_line(order.own), order.round_year
    return compose(round_year=year, kind=order.kind, channels=[order.channel], own=own, sender=scope.unit_name)[
        order.channel
    ]


def _queue(stored: Dispatch, order: DispatchOrder, scope: Scope, now: datetime) -> None:
    on = in_oslo(stored.send_at).date()
    people = queries.audience_of(scope, order.round_year, order.audience)
    receivers = people.with_address().willing().filter(its_turn(order.kind), not_too_soon(on))
    stored.n_messages = outbox.queue(
        batch=stored.pk,
        source="invitations",
        references=receivers.values_list("pk"),
        channel=order.channel,
        not_before=stored.send_at,
        now=now,
    )
    stored.save(update_fields=["n_messages"])
    if stored.state == "running":
        jobs.enqueue(SEND_JOB, dispatch_id=str(stored.pk))
