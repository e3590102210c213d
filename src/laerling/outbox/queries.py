"""Questions about messages: counts and times, never who."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, DateTimeField, F, Min, Q, QuerySet, When

from laerling.outbox.models import Circuit, Message, StoredReceipt
from laerling.outbox.rules import ATTEMPTS_AT_MOST
from laerling.outbox.types import Channel, State


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


def next_due(batch: UUID, *, again: QuerySet[Any, Any] | None = None) -> datetime | None:
    """Return when something of a batch is due: the next try or the end of a lease. None when all is settled.

    `again`: references whose unknown messages are sent again, where the gateway honours the message's id.
    """
    when = Case(
        When(state=State.SENDING, then=F("lease__until")), default=F("not_before"), output_field=DateTimeField()
    )
    left = Q(state__in=[State.QUEUED, State.SENDING])
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
