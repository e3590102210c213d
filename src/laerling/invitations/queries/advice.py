"""What would bring most answers now, and why (M32). Counts and units, never who."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from django.db.models import Count, Q

from laerling.access.types import Scope
from laerling.invitations.models import Invitation, gone, its_turn, not_too_soon, reachable
from laerling.invitations.queries.dispatches import quota
from laerling.invitations.queries.progress import progress
from laerling.invitations.rules import Unit, shown
from laerling.kernel.clock import in_oslo
from laerling.outbox.channels import sms
from laerling.rounds import queries as rounds
from laerling.rounds.rules import RoundFacts

AdviceKind = Literal["invite", "invite_by_sms", "remind", "sms", "few_more", "gathering"]

# An office this far short of results is worth a word, and one with so few answers so late a gathering. Our own figures.
_FEW: Final = 3
_LOW_SHARE: Final = 0.4
_GATHERING_FROM: Final = 10
_UNITS_AT_MOST: Final = 3


@dataclass(frozen=True, slots=True)
class Advice:
    """One step and its reason: how many people it reaches, or how many answers a unit lacks; the unit it is about."""

    kind: AdviceKind
    n: int
    unit: Unit | None = None


def advice(scope: Scope, round_year: int, *, now: datetime) -> tuple[Advice, ...]:
    """Return the steps that would help a county or an office now, the best first; nothing for others or outside the period.

    Four queries. In a unit of fewer than five there is no advice: it would tell who has answered.
    """
    this_round = rounds.get(round_year)
    is_open = this_round.closed_at is None and this_round.opens_at <= now < this_round.closes_at
    if not is_open or scope.unit_kind not in {"county", "office"}:
        return ()
    figures = _figures(scope, this_round, now)
    if not shown(figures["n"]) or not figures["n"]:
        return ()
    sms_left = sms.is_set_up() and quota(scope, round_year).left > 0
    return (*_sending(figures, sms_left=sms_left), *_units(scope, this_round, now))


def _sending(figures: dict[str, int], *, sms_left: bool) -> Iterator[Advice]:
    if figures["invite"]:
        yield Advice("invite", figures["invite"])
    if figures["invite_by_sms"] and sms_left:
        yield Advice("invite_by_sms", figures["invite_by_sms"])
    if figures["sms"] and sms_left:
        yield Advice("sms", figures["sms"])
    if figures["remind"]:
        yield Advice("remind", figures["remind"])


def _figures(scope: Scope, this_round: RoundFacts, now: datetime) -> dict[str, int]:
    on = in_oslo(now).date()
    open_to = Q(answered=False, declined=False, has_left=False)
    due = its_turn("reminder") & not_too_soon(on)
    people = Invitation.objects.filter(round_id=this_round.year).visible_to(scope)
    figures: dict[str, int] = people.annotate(
        by_email=reachable("email"), by_sms=reachable("sms"), has_left=gone()
    ).aggregate(
        n=Count("pk"),
        invite=Count("pk", filter=open_to & Q(n_contacts=0, by_email=True)),
        invite_by_sms=Count("pk", filter=open_to & Q(n_contacts=0, by_email=False, by_sms=True)),
        remind=Count("pk", filter=open_to & due & Q(by_email=True)),
        sms=Count("pk", filter=open_to & due & Q(had_sms=False, by_sms=True)),
    )
    return figures


def _units(scope: Scope, this_round: RoundFacts, now: datetime) -> Iterator[Advice]:
    """Return the offices of a county that lack a few answers, or many; an office is told of itself."""
    units = progress(scope, this_round.year, by="office")
    known = [unit for unit in units if unit.code and unit.n_answered is not None and unit.n_reached]
    minimum = this_round.minimum_answers
    short = [(minimum - unit.n_answered, unit) for unit in known if unit.n_answered is not None]
    near = sorted((lack, unit.name, unit) for lack, unit in short if 0 < lack <= _FEW)
    yield from (Advice("few_more", lack, unit) for lack, _name, unit in near[:_UNITS_AT_MOST])
    if now < this_round.opens_at + (this_round.closes_at - this_round.opens_at) / 3:
        return
    low = [unit for unit in known if unit.n_invited >= _GATHERING_FROM and _share(unit) < _LOW_SHARE]
    low.sort(key=lambda unit: (-(unit.n_invited - (unit.n_answered or 0)), unit.name))
    yield from (Advice("gathering", unit.n_invited, unit) for unit in low[:_UNITS_AT_MOST])


def _share(unit: Unit) -> float:
    return (unit.n_answered or 0) / unit.n_invited
