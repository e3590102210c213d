"""Planning a gathering, changing it, calling it off and taking that back."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from laerling.access.types import Scope
from laerling.audit import actions as audit
from laerling.gatherings.models import Gathering
from laerling.gatherings.queries import UnknownGathering
from laerling.gatherings.rules import CLOSES_AFTER
from laerling.gatherings.rules import is_on as is_open
from laerling.gatherings.types import Plan
from laerling.invitations.rules import Audience
from laerling.kernel import jobs
from laerling.kernel.clock import in_oslo
from laerling.kernel.errors import Refusal
from laerling.kernel.types import Actor
from laerling.rounds import queries as rounds

_LONGEST: Final = timedelta(hours=16)


class BadPlan(Refusal):
    """The time does not fit: it ends before it starts, lasts days, or the survey is not open then."""

    code = "bad_plan"
    status = 422
    sentence = _(
        "A gathering must end after it starts, on the same day, while the survey is open: %(opens)s to %(closes)s."
    )


class GatheringOver(Refusal):
    """What is over is not changed."""

    code = "gathering_over"
    sentence = _("The gathering is over and can no longer be changed.")


class RoomOpen(Refusal):
    """Whom it is for stays as it is while the room is open: figures of two choices, compared, would tell of the difference."""

    code = "room_open"
    sentence = _("The room is open now, so whom the gathering is for can no longer be changed.")


@transaction.atomic
def plan(
    *, scope: Scope, round_year: int, plan: Plan, by: Actor, now: datetime, gathering_id: UUID | None = None
) -> UUID:
    """Plan a gathering of the unit's own people and return its id. Raises UnknownRound, BadPlan, UnknownGathering.

    With a `gathering_id` of the form's own it is planned once, however often the form is sent.
    """
    _check(plan, round_year, now)
    row, is_new = Gathering.objects.get_or_create(
        pk=gathering_id or uuid4(),
        defaults={
            "round_id": round_year,
            "owner_kind": scope.unit_kind,
            "owner_code": scope.unit_code,
            "planned_by": by.id,
            "planned_at": now,
            **_columns(plan),
        },
    )
    if (row.owner_kind, row.owner_code) != (scope.unit_kind, scope.unit_code):
        raise UnknownGathering
    if is_new:
        audit.record("gatherings.gathering.planned", by=by, now=now, about=f"gathering:{row.pk}", scope=scope.key)
        _seat_soon(row.pk)
    return row.pk


@transaction.atomic
def change(*, scope: Scope, gathering_id: UUID, plan: Plan, by: Actor, now: datetime) -> None:
    """Change a gathering; its seats are made anew. Raises UnknownGathering, GatheringOver, BadPlan, RoomOpen."""
    row = _own(scope, gathering_id, now)
    _check(plan, row.round_id, now)
    is_on = row.cancelled_at is None and is_open(row.starts_at, row.ends_at, now)
    if is_on and plan.audience != Audience.read(row.audience):
        raise RoomOpen
    Gathering.objects.filter(pk=row.pk).update(**_columns(plan), seated_at=None)
    audit.record("gatherings.gathering.changed", by=by, now=now, about=f"gathering:{row.pk}", scope=scope.key)
    _seat_soon(row.pk)


@transaction.atomic
def cancel(*, scope: Scope, gathering_id: UUID, by: Actor, now: datetime) -> None:
    """Call a gathering off; its seats are gone at once. Safe to repeat. Raises UnknownGathering, GatheringOver."""
    row = _own(scope, gathering_id, now)
    if Gathering.objects.filter(pk=row.pk, cancelled_at=None).update(cancelled_at=now, seated_at=None):
        audit.record("gatherings.gathering.cancelled", by=by, now=now, about=f"gathering:{row.pk}", scope=scope.key)
        _seat_soon(row.pk)


@transaction.atomic
def restore(*, scope: Scope, gathering_id: UUID, by: Actor, now: datetime) -> None:
    """Take back that a gathering was called off. Safe to repeat. Raises UnknownGathering, GatheringOver."""
    row = _own(scope, gathering_id, now)
    if Gathering.objects.filter(pk=row.pk).exclude(cancelled_at=None).update(cancelled_at=None):
        audit.record("gatherings.gathering.restored", by=by, now=now, about=f"gathering:{row.pk}", scope=scope.key)
        _seat_soon(row.pk)


def _own(scope: Scope, gathering_id: UUID, now: datetime) -> Gathering:
    row = Gathering.objects.visible_to(scope).select_for_update().filter(pk=gathering_id).first()
    if row is None:
        raise UnknownGathering
    if now >= row.ends_at + CLOSES_AFTER:
        raise GatheringOver
    return row


def _check(plan: Plan, round_year: int, now: datetime) -> None:
    this_round = rounds.get(round_year)
    fits = (
        plan.starts_at < plan.ends_at <= plan.starts_at + _LONGEST
        and this_round.opens_at <= plan.starts_at
        and plan.ends_at <= this_round.closes_at
        and now < plan.ends_at
    )
    if not fits:
        dates = [
            in_oslo(at).strftime("%d.%m.%Y") for at in (this_round.opens_at, this_round.closes_at - timedelta(days=1))
        ]
        raise BadPlan(opens=dates[0], closes=dates[1])


def _columns(plan: Plan) -> dict[str, object]:
    return {
        "name": plan.name,
        "place": plan.place,
        "starts_at": plan.starts_at,
        "ends_at": plan.ends_at,
        "audience": plan.audience.stored(),
    }


def _seat_soon(gathering_id: UUID) -> None:
    jobs.enqueue("gatherings.make_seats", gathering_id=str(gathering_id))
