"""Queueing messages, and cancelling what waits."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection

from laerling.outbox.models import Message
from laerling.outbox.queries import References
from laerling.outbox.types import Channel, State

_QUEUE = """
INSERT INTO outbox_message
    (id, batch, source, reference, channel, state, reason, attempt, not_before, queued_at, provider_reference)
SELECT gen_random_uuid(), %s, %s, r.reference, %s, 'queued', '', 0, %s, %s, ''
FROM ({references}) AS r (reference)
ON CONFLICT (batch, reference, channel) DO NOTHING
"""


def queue(
    *,
    batch: UUID,
    source: str,
    references: References,
    channel: Channel,
    not_before: datetime,
    now: datetime,
) -> int:
    """Queue one message for each reference and return how many are new. Again with the same batch changes nothing.

    When messages of the batch bounce for good, the job "<source>.follow_bounces" is enqueued, where there is one.
    """
    try:
        text, parameters = references.query.sql_with_params()
    except EmptyResultSet:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            _QUEUE.format(references=text),
            [batch, source, channel, not_before, now, *parameters],
        )
        return int(cursor.rowcount)


def cancel(
    *,
    batch: UUID,
    reason: str,
    now: datetime,
    references: References | None = None,
    unless: References | None = None,
    channel: Channel | None = None,
) -> int:
    """Cancel a batch's queued messages and return how many: those to `references` (or all), but not those `unless`.

    What is being sent or was sent stays so, and what may have been sent, being unknown, is never called cancelled. A
    `channel` leaves the others' alone.
    """
    waiting = Message.objects.filter(batch=batch, state=State.QUEUED)
    if channel is not None:
        waiting = waiting.filter(channel=channel)
    if references is not None:
        waiting = waiting.filter(reference__in=references)
    if unless is not None:
        waiting = waiting.exclude(reference__in=unless)
    return waiting.update(state=State.CANCELLED, reason=reason, settled_at=now)


def put_off(*, batch: UUID, channel: Channel, until: datetime) -> int:
    """Let a batch's queued messages of a channel wait until an instant, and return how many do: SMS at night, say."""
    waiting = Message.objects.filter(batch=batch, channel=channel, state=State.QUEUED, not_before__lt=until)
    return waiting.update(not_before=until)
