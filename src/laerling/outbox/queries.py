"""Questions about messages: counts and times, never who."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Case, Count, DateTimeField, Exists, F, Min, OuterRef, Q, QuerySet, When

from laerling.outbox.models import Circuit, Message, StoredReceipt
from laerling.outbox.rules import ATTEMPTS_AT_MOST
from laerling.outbox.types import Channel, State

References = QuerySet[Any, Any]
"""A queryset of one column of ids, `values_list("pk")`: it becomes part of the statement and is never fetched."""

_IN_LINE: Final = [State.QUEUED, State.SENDING]


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


def next_due(batch: UUID, *, again: QuerySet[Any, Any] | None = None) -> datetime | None:
    """Return when something of a batch is due: the next try or the end of a lease. None when all is settled.

    `again`: references whose unknown messages are sent again, where the gateway honours the message's id.
    """
    when = Case(
        When(state=State.SENDING, then=F("lease__until")), default=F("not_before"), output_field=DateTimeField()
    )
    left = Q(state__in=_IN_LINE)
    if again is not None:
        left |= Q(state=State.UNKNOWN, attempt__lt=ATTEMPTS_AT_MOST, reference__in=again)
    found: dict[str, datetime | None] = Message.objects.filter(left, batch=batch).aggregate(at=Min(when))
    return found["at"]


def with_waiting(batches: Iterable[UUID]) -> tuple[UUID, ...]:
    """Return which of the batches have queued messages."""
    waiting = Message.objects.filter(batch__in=list(batches), state=State.QUEUED)
    return tuple(waiting.values_list("batch", flat=True).distinct())


def shut_until(channel: Channel, now: datetime) -> datetime | None:
    """Return until when nothing is handed to a channel's provider, since it fails; None when all is well."""
    return Circuit.objects.filter(pk=channel, open_until__gt=now).values_list("open_until", flat=True).first()


def n_stored_receipts() -> int:
    """Return how many stored receipts wait, for their message or for the worker."""
    return StoredReceipt.objects.count()


def any_left(batch: UUID) -> bool:
    """Return whether any message of a batch has been handed to a sender, whatever became of it."""
    return Message.objects.filter(
        Q(batch=batch), ~Q(state__in=[State.QUEUED, State.CANCELLED]) | Q(attempt__gt=0)
    ).exists()


def references(ids: Iterable[UUID]) -> tuple[UUID, ...]:
    """Return the references of messages."""
    return tuple(Message.objects.filter(pk__in=list(ids)).values_list("reference", flat=True))


def bounces(batch: UUID) -> tuple[tuple[UUID, str, str], ...]:
    """Return reference, channel and reason of a batch's messages that bounced."""
    found = Message.objects.filter(batch=batch, state=State.BOUNCED).order_by("pk")
    return tuple(found.values_list("reference", "channel", "reason"))


def n_sent(batch: UUID, channel: str) -> int:
    """Return how many messages of a batch a channel's provider has been handed, whatever became of them."""
    waiting = [State.QUEUED, State.SENDING, State.CANCELLED]
    return Message.objects.filter(batch=batch, channel=channel).exclude(state__in=waiting).count()


def bounced(batch: UUID) -> QuerySet[Any, Any]:
    """Return the references of a batch to whom a message bounced and none is on its way or may have arrived."""
    others = Message.objects.filter(batch=batch).exclude(state__in=[State.BOUNCED, State.CANCELLED])
    of_batch = Message.objects.filter(batch=batch, state=State.BOUNCED)
    return of_batch.exclude(reference__in=others.values("reference")).values_list("reference")


def counts_by_channel(batch: UUID) -> dict[str, dict[str, int]]:
    """Return how many messages of a batch are in each state, by channel."""
    counts: dict[str, dict[str, int]] = {}
    for channel, state, n in (
        Message.objects.filter(batch=batch).values_list("channel", "state").annotate(n=Count("pk"))
    ):
        counts.setdefault(channel, {})[state] = n
    return counts


def in_line(reference: str, *, but: UUID, since: datetime, until: datetime) -> Exists:
    """Return the condition that a message waits or is leaving, due in a span of time, in another batch than `but`.

    `reference` is the name of the outer query's column that messages refer to.
    """
    waiting = Message.objects.filter(reference=OuterRef(reference), state__in=_IN_LINE).exclude(batch=but)
    return Exists(waiting.filter(not_before__gte=since, not_before__lte=until))


def count_in_line(references: References, *, but: UUID) -> dict[UUID, int]:
    """Return how many messages to `references` wait or are leaving in other batches than `but`, by batch."""
    waiting = Message.objects.filter(reference__in=references, state__in=_IN_LINE).exclude(batch=but)
    return dict(waiting.values_list("batch").annotate(n=Count("pk")))
