"""Who an order would reach: everyone of the audience counted once, by what keeps the message from them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Case, CharField, Count, F, Q, Value, When

from laerling.access.types import Scope
from laerling.invitations.models import Dispatch, Invitation, InvitationQuerySet, gone, reachable
from laerling.invitations.queries.names import owner_names
from laerling.invitations.rules import Audience, Channel, channels, shown
from laerling.invitations.texts import Text, WrittenForm, checked_line, compose
from laerling.invitations.types import DispatchOrder, Neighbour, Preview, Waiting
from laerling.kernel.clock import in_oslo, oslo_instant
from laerling.organisations import queries as organisations
from laerling.outbox import queries as outbox
from laerling.rounds import queries as rounds

_WILL_GET: Mapping[Channel, str] = {"email": "will_get_email", "sms": "will_get_sms"}

Verdicts = Mapping[str, int]


def audience_of(scope: Scope, round_year: int, audience: Audience) -> InvitationQuerySet:
    """Return the invitations of an audience within the scope's own people."""
    return Invitation.objects.filter(round_id=round_year).visible_to(scope).within(audience)


def establishments(scope: Scope, round_year: int) -> tuple[tuple[str, str], ...]:
    """Return number and name of the establishments where somebody of the scope is in training, by name."""
    people = Invitation.objects.filter(round_id=round_year).visible_to(scope).exclude(member__establishment_orgnr="")
    numbers = set(people.order_by().values_list("member__establishment_orgnr", flat=True).distinct())
    names = organisations.establishment_names(numbers)
    return tuple(sorted(((orgnr, names.get(orgnr, orgnr)) for orgnr in numbers), key=lambda pair: (pair[1], pair[0])))


def counts(order: DispatchOrder, scope: Scope, now: datetime, *, blind: bool = False) -> dict[str, int]:
    """Return how the audience of an order divides at its time, by verdict; everyone is counted once.

    Whoever would get it counts as `will_get_email` or `will_get_sms`. The order of the tests is that of the words people
    are told: what is about the person first, what is about the time next, what is about the address last. `blind` asks
    as if nobody had answered or declined.
    """
    at = order.leaves_at(now)
    on = in_oslo(at).date()
    turn = (
        [When(n_contacts__gt=0, then=Value("already_invited"))]
        if order.kind == "invitation"
        else [
            When(n_contacts=0, then=Value("not_invited")),
            When(n_contacts__gte=F("contacts_at_most"), then=Value("at_most_reached")),
        ]
    )
    silent = () if blind else (When(answered=True, then=Value("answered")), When(declined=True, then=Value("declined")))
    verdict = Case(
        *silent,
        When(gone(), then=Value("left_training")),
        *turn,
        When(next_contact_on__gt=on, then=Value("too_soon")),
        When(_in_another(order, at=at, on=on), then=Value("in_another")),
        *(When(reachable(channel), then=Value(_WILL_GET[channel])) for channel in channels(order.channel)),
        default=Value("no_address"),
        output_field=CharField(),
    )
    people = audience_of(scope, order.round_year, order.audience)
    return dict(people.annotate(verdict=verdict).values_list("verdict").annotate(n=Count("pk")))


def will_get(verdicts: Verdicts) -> int:
    """Return how many would get a message."""
    return sum(verdicts.get(name, 0) for name in _WILL_GET.values())


def may_send(order: DispatchOrder, scope: Scope, now: datetime, verdicts: Verdicts) -> bool:
    """Return whether an order whose audience divides so is taken: whether anybody would get a message.

    In an audience of fewer than five it is asked as if nobody had answered: a refusal would tell who has.
    """
    if not shown(sum(verdicts.values())):
        verdicts = counts(order, scope, now, blind=True)
    return will_get(verdicts) > 0


def preview(order: DispatchOrder, scope: Scope, now: datetime) -> Preview:
    """Return what an order would do and say. Raises UnknownRound and the refusals of `texts`; changes nothing."""
    verdicts = counts(order, scope, now)
    told = shown(sum(verdicts.values()))
    people = audience_of(scope, order.round_year, order.audience)
    on = in_oslo(order.leaves_at(now)).date()
    return Preview(
        n_people=sum(verdicts.values()),
        will_get=will_get(verdicts) if told else None,
        by_channel={channel: verdicts.get(_WILL_GET[channel], 0) for channel in channels(order.channel) if told},
        left_out={name: n for name, n in verdicts.items() if told and name not in _WILL_GET.values()},
        may_send=may_send(order, scope, now, verdicts),
        n_others=_others(order, scope, now, verdicts) if told else 0,
        waits=waits(people, on=on) if told else (),
        neighbours=_neighbours(order, people) if told else (),
        texts=_texts(order, scope),
    )


def still_wanted(message_id: UUID) -> bool | None:
    """Return whether the recipient of a message has neither answered nor declined; None for a message of other kinds."""
    people = Invitation.objects.filter(pk__in=outbox.references([message_id]))
    return next((not (answered or declined) for answered, declined in people.values_list("answered", "declined")), None)


def waits(people: InvitationQuerySet, *, on: date) -> tuple[Waiting, ...]:
    """Return who must wait, by the first day they may be written to again: counts of those who have not answered."""
    rows = people.willing().filter(next_contact_on__gt=on, n_contacts__lt=F("contacts_at_most"))
    return tuple(
        Waiting(day, n)
        for day, n in rows.values_list("next_contact_on").annotate(n=Count("pk")).order_by("next_contact_on")
        if day
    )


def _in_another(order: DispatchOrder, *, at: datetime, on: date) -> Q:
    """Return the test that another dispatch is to reach the person first, so near that ours would come too soon."""
    gap = timedelta(days=rounds.get(order.round_year).reminder_gap_days - 1)
    return Q(outbox.in_line("pk", but=order.id, since=oslo_instant(on - gap), until=at))


def _others(order: DispatchOrder, scope: Scope, now: datetime, verdicts: Verdicts) -> int:
    if not (order.spends_quota and order.audience.is_narrowed):
        return 0
    everyone = counts(replace(order, audience=Audience()), scope, now)
    return max(0, will_get(everyone) - will_get(verdicts))


def _neighbours(order: DispatchOrder, people: InvitationQuerySet) -> tuple[Neighbour, ...]:
    """Return the other dispatches that wait or are leaving and hold messages to the same people, next first."""
    held = outbox.count_in_line(people.values("pk"), but=order.id)
    if not held:
        return ()
    rows = Dispatch.objects.filter(pk__in=list(held)).order_by("send_at", "pk")
    names = owner_names()
    return tuple(
        Neighbour(
            owner_name=names[row.owner_kind].get(row.owner_code, row.owner_code),
            kind=row.kind,  # type: ignore[arg-type]  # a check constraint holds it to these
            channel=row.channel,  # type: ignore[arg-type]  # a check constraint holds it to these
            send_at=row.send_at,
            n=held[row.pk],
        )
        for row in rows
    )


def _texts(order: DispatchOrder, scope: Scope) -> dict[Channel, dict[WrittenForm, Text]]:
    return compose(
        round_year=order.round_year,
        kind=order.kind,
        channels=channels(order.channel),
        own=checked_line(order.own),
        sender=scope.unit_name,
    )
