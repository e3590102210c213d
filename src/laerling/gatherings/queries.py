"""Questions about gatherings."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from laerling.access.types import Scope
from laerling.gatherings import rules, vault
from laerling.gatherings.models import Gathering
from laerling.gatherings.types import Plan, Planned, Wall
from laerling.invitations.queries.audiences import audience_of
from laerling.invitations.rules import Audience
from laerling.kernel.errors import Refusal

_LISTED: Final = 200


class UnknownGathering(Refusal):
    """No such gathering among the unit's own."""

    code = "unknown_gathering"
    status = 404
    sentence = _("There is no such gathering here.")


def planned(scope: Scope, round_year: int, now: datetime) -> tuple[Planned, ...]:
    """Return the unit's gatherings of a round, the next one first, those that are over or cancelled last."""
    rows = Gathering.objects.filter(round_id=round_year).visible_to(scope).order_by("starts_at", "pk")[:_LISTED]
    found = [_planned(row, now, n_people=0) for row in rows]
    return tuple(sorted(found, key=lambda one: (one.is_over or one.is_cancelled, one.plan.starts_at)))


def get(scope: Scope, gathering_id: UUID, now: datetime) -> Planned:
    """Return one of the unit's gatherings. Raises UnknownGathering."""
    row = Gathering.objects.visible_to(scope).filter(pk=gathering_id).first()
    if row is None:
        raise UnknownGathering
    plan_of = _planned(row, now, n_people=0)
    return _planned(row, now, n_people=audience_of(scope, row.round_id, plan_of.plan.audience).count())


def wall(scope: Scope, gathering_id: UUID, now: datetime) -> Wall:
    """Return what the wall of a room shows. Raises UnknownGathering. Neither a name nor a single answer is told (M21)."""
    gathering = get(scope, gathering_id, now)
    people = audience_of(scope, gathering.round, gathering.plan.audience)
    counted = people.aggregate(n=Count("pk"), answered=Count("pk", filter=Q(answered=True)))
    secret = vault.read(gathering_id) if gathering.is_on else None
    return Wall(
        code=rules.room_code(secret, now) if secret else "",
        changes_at=rules.changes_at(now),
        n_people=counted["n"],
        n_delivered=rules.on_the_wall(counted["n"], counted["answered"]),
    )


def _planned(row: Gathering, now: datetime, *, n_people: int) -> Planned:
    return Planned(
        id=row.pk,
        round=row.round_id,
        owner_kind=row.owner_kind,
        owner_code=row.owner_code,
        plan=Plan(row.name, row.place, row.starts_at, row.ends_at, Audience.read(row.audience)),
        is_cancelled=row.cancelled_at is not None,
        is_on=row.cancelled_at is None and rules.is_on(row.starts_at, row.ends_at, now),
        is_over=now >= row.ends_at + rules.CLOSES_AFTER,
        n_people=n_people,
    )
