"""Questions about messages: counts and times, never who."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, Count, DateTimeField, F, Min, Q, When

from laerling.outbox.models import Message
from laerling.outbox.types import State


def counts_by_state(batch: UUID) -> dict[str, int]:
    """Return how many messages of a batch are in each state; states without any are left out."""
    rows = Message.objects.filter(batch=batch).values_list("state").annotate(n=Count("pk"))
    return dict(rows)


def counts_of(batches: Iterable[UUID]) -> dict[UUID, dict[str, int]]:
    """Return the counts by state of several batches in one query."""
    counts: dict[UUID, dict[str, int]] = {}
    rows = Message.objects.filter(batch__in=list(batches)).values_list("batch", "state").annotate(n=Count("pk"))
    for batch, state, n in rows:
        counts.setdefault(batch, {})[state] = n
    return counts


def counts_by_reason(batch: UUID) -> dict[tuple[str, str], int]:
    """Return how many messages of a batch stand in each pair of state and reason."""
    rows = Message.objects.filter(batch=batch).values_list("state", "reason").annotate(n=Count("pk"))
    return {(state, reason): n for state, reason, n in rows}


@dataclass(frozen=True, slots=True)
class Left:
    """A message that has left for one recipient, and what became of it. `at` is when that was last heard."""

    batch: UUID
    channel: str
    state: State
    reason: str
    at: datetime | None


def left_for(reference: UUID, *, source: str) -> tuple[Left, ...]:
    """Return the messages of a source that were handed over for one recipient, the newest first.

    What waits, is leaving or was cancelled is not among them.
    """
    over = [State.ACCEPTED, State.DELIVERED, State.BOUNCED, State.UNKNOWN]
    rows = Message.objects.filter(reference=reference, source=source, state__in=over).order_by("-settled_at", "pk")
    return tuple(Left(row.batch, row.channel, State(row.state), row.reason, row.settled_at) for row in rows)


def next_due(batch: UUID) -> datetime | None:
    """Return when something of a batch is due: the next try or the end of a lease. None when all is settled."""
    when = Case(
        When(state=State.QUEUED, then=F("not_before")),
        When(state=State.SENDING, then=F("lease_until")),
        output_field=DateTimeField(),
    )
    found: dict[str, datetime | None] = Message.objects.filter(
        batch=batch,
        state__in=[State.QUEUED, State.SENDING],
    ).aggregate(at=Min(when))
    return found["at"]


def any_left(batch: UUID) -> bool:
    """Return whether any message of a batch has been handed to a sender, whatever became of it."""
    return Message.objects.filter(
        Q(batch=batch), ~Q(state__in=[State.QUEUED, State.CANCELLED]) | Q(attempt__gt=0)
    ).exists()


def references(ids: Iterable[UUID]) -> tuple[UUID, ...]:
    """Return the references of messages."""
    return tuple(Message.objects.filter(pk__in=list(ids)).values_list("reference", flat=True))
