"""Questions about calendar addresses, and what stands in a unit's calendar."""

from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from laerling.access.policy import whole
from laerling.access.types import Scope
from laerling.invitations.models import Dispatch
from laerling.invitations.subscriptions.models import CalendarSubscription
from laerling.invitations.subscriptions.rules import token_hash


@dataclass(frozen=True, slots=True)
class Subscription:
    """Whose calendar an address leads to, and what stands in it."""

    scope: Scope
    with_dispatches: bool
    language: str


@dataclass(frozen=True, slots=True)
class CalendarDispatch:
    """A dispatch as a calendar tells of it: when, what kind, by which channel; not how many, and nobody's name.

    `id` is the entry's own, the same each time; it is not the dispatch's.
    """

    id: UUID
    kind: str
    channel: str
    send_at: datetime
    ordered_at: datetime


def find(token: str) -> Subscription | None:
    """Return whose calendar a token leads to; None where it leads nowhere, or no more."""
    found = CalendarSubscription.objects.filter(token_hash=token_hash(token), revoked_at=None).first()
    if found is None:
        return None
    return Subscription(whole(found.unit_kind, found.unit_code), found.with_dispatches, found.language)  # type: ignore[arg-type]  # a check constraint holds it to these


def made_at(scope: Scope, *, with_dispatches: bool) -> datetime | None:
    """Return when the unit's calendar address was made; None where it has none."""
    mine = CalendarSubscription.objects.filter(unit_kind=scope.unit_kind, unit_code=scope.unit_code, revoked_at=None)
    return mine.filter(with_dispatches=with_dispatches).values_list("made_at", flat=True).first()


def calendar_dispatches(scope: Scope, round_year: int) -> tuple[CalendarDispatch, ...]:
    """Return the unit's own dispatches of a round, sent and planned, in the order of time. Stopped ones are gone."""
    if scope.unit_kind not in {"county", "office"}:
        return ()
    rows = Dispatch.objects.filter(round_id=round_year).visible_to(scope).exclude(state="stopped").order_by("send_at")
    columns = ("pk", "kind", "channel", "send_at", "ordered_at")
    return tuple(
        CalendarDispatch(uuid5(NAMESPACE_URL, f"calendar/{pk}"), kind, channel, send_at, ordered_at)
        for pk, kind, channel, send_at, ordered_at in rows.values_list(*columns)
    )
