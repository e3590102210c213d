"""Ordering dispatches and stopping them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from laerling.access.types import Scope
from laerling.audit import actions as audit
from laerling.invitations import queries
from laerling.invitations.models import (
    Dispatch,
    DispatchPart,
    InvitationQuerySet,
    gone,
    its_turn,
    not_too_soon,
    reachable,
)
from laerling.invitations.rules import Audience, Channel, DispatchChannel, channels
from laerling.invitations.texts import FORMS, Text, checked_line, compose
from laerling.invitations.types import DispatchOrder
from laerling.kernel import jobs
from laerling.kernel.clock import in_oslo
from laerling.kernel.errors import Refusal
from laerling.kernel.types import Actor
from laerling.outbox import actions as outbox
from laerling.outbox import queries as messages
from laerling.outbox.channels import sms
from laerling.rounds import queries as rounds
from laerling.rounds.rules import RoundFacts

SEND_JOB = "invitations.send_dispatch"
# When nothing has been heard of a running dispatch for so long, the clockwork starts it again.
PATIENCE = timedelta(minutes=5)
_NOTHING: Final[Mapping[str, Text]] = {}


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
    sentence = _("SMS cannot be sent from here yet: no gateway is set up. Choose e-mail.")


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
    send_at = order.leaves_at(now)
    this_round = rounds.get(order.round_year)
    require_open(order, now=now)
    if order.spends_quota and not sms.is_set_up():
        raise ChannelNotReady
    wanted = _dispatch(order, scope, by=by, now=now, send_at=send_at)
    verdicts = queries.counts(order, scope, now)
    if not queries.may_send(order, scope, now, verdicts):
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
    """Store a dispatch and return it, or the one that already has its id. One with SMS takes the lowest free slot.

    Slots are taken by inserting: the unique constraint lets one of many racers have each. Raises QuotaSpent.
    """
    total = this_round.sms_dispatches_county if wanted.owner_kind == "county" else this_round.sms_dispatches_office
    while True:
        if wanted.channel != "email":
            wanted.slot = _free_slot(wanted, total)
        try:
            with transaction.atomic():
                wanted.save(force_insert=True)
        except IntegrityError:
            there = Dispatch.objects.filter(pk=wanted.pk).first()
            if there is not None:
                return there
            if wanted.channel == "email":
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
    send_at = order.leaves_at(known.ordered_at)
    audience = Audience.read(known.audience)
    asked = (order.channel, order.kind, order.audience, send_at, _texts(order, scope))
    there = (known.channel, known.kind, audience, known.send_at, {name: getattr(known, name) for name in asked[-1]})
    if asked != there:
        raise OrderedAlready
    return known


def require_open(order: DispatchOrder, *, now: datetime) -> None:
    """Check that the order's time of sending lies in the answering period. Raises UnknownRound or RoundNotOpen."""
    this_round, send_at = rounds.get(order.round_year), order.leaves_at(now)
    if this_round.closed_at is not None or not this_round.opens_at <= send_at < this_round.closes_at:
        opens, closes = (f"{day.day}.{day.month}.{day.year}" for day in (this_round.opens_on, this_round.closes_on))
        raise RoundNotOpen(opens=opens, closes=closes)


def _dispatch(order: DispatchOrder, scope: Scope, *, by: Actor, now: datetime, send_at: datetime) -> Dispatch:
    at_once = send_at <= now
    return Dispatch(
        id=order.id,
        round_id=order.round_year,
        owner_kind=scope.unit_kind,
        owner_code=scope.unit_code,
        channel=order.channel,
        kind=order.kind,
        audience=order.audience.stored(),
        **_texts(order, scope),
        ordered_at=now,
        ordered_by=by.id,
        send_at=send_at,
        state="running" if at_once else "waiting",
        next_at=now + PATIENCE if at_once else send_at,
    )


def _texts(order: DispatchOrder, scope: Scope) -> dict[str, str]:
    """Return the texts of an order by the names of the dispatch's columns."""
    texts = compose(
        round_year=order.round_year,
        kind=order.kind,
        channels=channels(order.channel),
        own=checked_line(order.own),
        sender=scope.unit_name,
    )
    columns = {}
    for form in FORMS:
        mail, short = texts.get("email", _NOTHING).get(form), texts.get("sms", _NOTHING).get(form)
        columns[f"subject_{form}"], columns[f"body_{form}"] = (mail.subject, mail.body) if mail else ("", "")
        columns[f"sms_{form}"] = short.body if short else ""
    return columns


def _queue(stored: Dispatch, order: DispatchOrder, scope: Scope, now: datetime) -> None:
    on = in_oslo(stored.send_at).date()
    people = queries.audience_of(scope, order.round_year, order.audience)
    receivers = people.willing().exclude(gone()).filter(its_turn(order.kind), not_too_soon(on))
    parts: Counter[tuple[str, str]] = Counter()
    for channel, reached in _by_channel(receivers, order.channel):
        stored.n_messages += outbox.queue(
            batch=stored.pk,
            source="invitations",
            references=reached.values_list("pk"),
            channel=channel,
            not_before=sms.next_allowed(stored.send_at) if channel == "sms" else stored.send_at,
            now=now,
        )
        rows = reached.order_by().values_list("county_code", "office_orgnr").annotate(n=Count("pk"))
        parts.update({(county, office): n for county, office, n in rows})
    # So that whoever shares these people sees the dispatch (M16).
    DispatchPart.objects.bulk_create(
        DispatchPart(dispatch=stored, county_code=county, office_orgnr=office, n_people=n)
        for (county, office), n in parts.items()
    )
    stored.save(update_fields=["n_messages"])
    if stored.state == "running":
        jobs.enqueue(SEND_JOB, dispatch_id=str(stored.pk))


def _by_channel(people: InvitationQuerySet, by: DispatchChannel) -> Iterator[tuple[Channel, InvitationQuerySet]]:
    """Part the people by the channel each is reached by: the first of the dispatch's that reaches them."""
    for channel in channels(by):
        yield channel, people.filter(reachable(channel))
        people = people.exclude(reachable(channel))
