"""Questions about what was done."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max

from laerling.audit.models import Event


@dataclass(frozen=True, slots=True)
class EventRow:
    """One thing that was done: when, by which kind of actor, what, and its counts and codes."""

    at: datetime
    actor_kind: str
    what: str
    about: str
    details: Mapping[str, Any]


def latest(scope: str, what: Collection[str], *, most: int) -> tuple[EventRow, ...]:
    """Return the newest events of these kinds for a unit ("county:46"), the newest first."""
    rows = Event.objects.filter(scope=scope, what__in=what).order_by("-at")[:most]
    return tuple(EventRow(row.at, row.actor_kind, row.what, row.about, row.details) for row in rows)


def last_times(what: str, scopes: Collection[str]) -> dict[str, datetime]:
    """Return when each of these units last had an event of a kind, by the unit's key; those without are left out."""
    groups = Event.objects.filter(what=what, scope__in=scopes).values("scope").annotate(last=Max("at"))
    return {group["scope"]: group["last"] for group in groups}
