"""Questions about gatherings."""

from datetime import datetime
from typing import Final, cast
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from laerling.access.policy import whole
from laerling.access.types import Scope, UnitKind
from laerling.gatherings import rules, vault
from laerling.gatherings.models import Gathering
from laerling.gatherings.types import Plan, Planned, Wall
from laerling.invitations.models import InvitationQuerySet
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
    return _planned(row, now, n_people=people_of(row).count())


def people_of(row: Gathering) -> InvitationQuerySet:
    """Return the invitations of a gathering's people: those of its owner that are of its audience."""
    return audience_of(_owner(row), row.round_id, Audience.read(row.audience))


def n_others(row: Gathering) -> int:
    """Return how many of the owner's people are not of the gathering."""
    return audience_of(_owner(row), row.round_id, Audience()).count() - people_of(row).count()


def wall(scope: Scope, gathering_id: UUID, now: datetime) -> Wall:
    """Return what the wall of a room shows. Raises UnknownGathering. Neither a name nor a single answer is told (M21)."""
    row = Gathering.objects.visible_to(scope).filter(pk=gathering_id).first()
    if row is None:
        raise UnknownGathering
    gathering = _planned(row, now, n_people=0)
    codes = rules.room_codes(vault.every(), now) if gathering.is_on else {}
    return Wall(
        name=row.name,
        code=codes.get(row.pk, ""),
        changes_at=rules.changes_at(now),
        n_delivered=row.n_delivered if gathering.is_on else None,
    )


def _owner(row: Gathering) -> Scope:
    return whole(cast("UnitKind", row.owner_kind), row.owner_code)


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
