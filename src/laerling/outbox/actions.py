"""Changes to messages: queued once, claimed by one sender, settled by what became of them.

Every change asks for the state it changes from in the same statement, so that whoever comes second changes nothing.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import F

from laerling.outbox.models import Message
from laerling.outbox.queries import References
from laerling.outbox.rules import LEASE, wait_after
from laerling.outbox.types import Channel, Claimed, Outcome, State

_QUEUE = """
INSERT INTO outbox_message
    (id, batch, source, reference, channel, state, reason, attempt, not_before, queued_at, provider_reference)
SELECT gen_random_uuid(), %s, %s, r.reference, %s, 'queued', '', 0, %s, %s, ''
FROM ({references}) AS r (reference)
ON CONFLICT (batch, reference, channel) DO NOTHING
"""

# Who may have the message is asked here, in the statement that claims it, and in the inner select: a message that
# nobody may have is passed over and never blocks the queue behind it.
_CLAIM = """
WITH next AS MATERIALIZED (
    SELECT id FROM outbox_message
    WHERE batch = %s AND channel = %s AND state = 'queued' AND not_before <= %s AND reference IN ({references})
    ORDER BY not_before, id
    LIMIT %s
    FOR UPDATE OF outbox_message SKIP LOCKED
)
UPDATE outbox_message AS message
SET state = 'sending', attempt = attempt + 1, lease_until = %s, reason = ''
FROM next WHERE message.id = next.id
RETURNING message.id, message.reference, message.attempt
"""

_SETTLE = """
UPDATE outbox_message AS message
SET state = outcome.state, reason = outcome.reason, provider_reference = outcome.provider_reference,
    lease_until = NULL, settled_at = %s
FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[]) AS outcome (id, state, reason, provider_reference)
WHERE message.id = outcome.id AND message.state IN ('sending', 'unknown')
"""

_TRY_AGAIN = """
UPDATE outbox_message AS message
SET state = 'queued', reason = again.reason, not_before = again.not_before, lease_until = NULL
FROM unnest(%s::uuid[], %s::text[], %s::timestamptz[]) AS again (id, reason, not_before)
WHERE message.id = again.id AND message.state IN ('sending', 'unknown')
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
    """Queue one message for each reference and return how many are new. Again with the same batch changes nothing."""
    return _execute(_QUEUE, references, [batch, source, channel, not_before, now], [])


@transaction.atomic
def claim(
    *,
    batch: UUID,
    eligible: References,
    limit: int,
    now: datetime,
    channel: Channel = "email",
) -> tuple[Claimed, ...]:
    """Take up to `limit` queued messages of a batch that are due and whose reference is `eligible` at this moment.

    Two senders never get the same message. It is ours until the lease ends (`rules.LEASE`); settle it before.
    """
    try:
        text, parameters = eligible.query.sql_with_params()
    except EmptyResultSet:
        return ()
    with connection.cursor() as cursor:
        cursor.execute(
            _CLAIM.format(references=text),
            [batch, channel, now, *parameters, limit, now + LEASE],
        )
        return tuple(Claimed(*row) for row in cursor.fetchall())


@transaction.atomic
def settle(outcomes: Iterable[Outcome], now: datetime) -> None:
    """Write down what became of claimed messages, all in two statements.

    A late word is taken too: it corrects an unknown, and nothing else. Outcomes that say `queued` are tried again
    after a wait that grows, and bounce with the reason `gave_up` when a day of tries is over.
    """
    settled, again = _parted(tuple(outcomes), now)
    with connection.cursor() as cursor:
        if settled:
            columns = zip(*((o.message_id, o.state, o.reason, o.provider_reference) for o in settled), strict=True)
            cursor.execute(_SETTLE, [now, *map(list, columns)])
        if again:
            columns = zip(*((o.message_id, o.reason, at) for o, at in again), strict=True)
            cursor.execute(_TRY_AGAIN, [*map(list, columns)])


def release(*, ids: Iterable[UUID]) -> int:
    """Put claimed messages back that were never begun, as if they had not been claimed."""
    return Message.objects.filter(pk__in=list(ids), state=State.SENDING).update(
        state=State.QUEUED,
        lease_until=None,
        attempt=F("attempt") - 1,
    )


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

    What is being sent or was sent stays so. A `channel` leaves the other's alone.
    """
    waiting = Message.objects.filter(batch=batch, state=State.QUEUED)
    if channel is not None:
        waiting = waiting.filter(channel=channel)
    if references is not None:
        waiting = waiting.filter(reference__in=references)
    if unless is not None:
        waiting = waiting.exclude(reference__in=unless)
    return waiting.update(state=State.CANCELLED, reason=reason, settled_at=now)


def resolve_expired_leases(now: datetime) -> int:
    """Mark messages whose sender went silent as unknown and return how many. They are never sent again blindly."""
    return Message.objects.filter(state=State.SENDING, lease_until__lt=now).update(
        state=State.UNKNOWN,
        reason="lease_expired",
        lease_until=None,
        settled_at=now,
    )


def _parted(outcomes: tuple[Outcome, ...], now: datetime) -> tuple[list[Outcome], list[tuple[Outcome, datetime]]]:
    """Part what is settled from what is tried again at a time."""
    settled = [outcome for outcome in outcomes if outcome.state != State.QUEUED]
    put_off = [outcome for outcome in outcomes if outcome.state == State.QUEUED]
    attempts = dict(Message.objects.filter(pk__in=[o.message_id for o in put_off]).values_list("pk", "attempt"))
    again = []
    for outcome in put_off:
        wait: timedelta | None = wait_after(attempts[outcome.message_id])
        if wait is None:
            settled.append(Outcome(outcome.message_id, State.BOUNCED, "gave_up"))
        else:
            again.append((outcome, now + wait))
    return settled, again


def _execute(statement: str, references: References, before: list[Any], after: list[Any]) -> int:
    """Run a statement with the references' own select in it, and return how many rows it changed."""
    try:
        text, parameters = references.query.sql_with_params()
    except EmptyResultSet:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(statement.format(references=text), [*before, *parameters, *after])
        return int(cursor.rowcount)


def put_off(*, batch: UUID, channel: Channel, until: datetime) -> int:
    """Let a batch's queued messages of a channel wait until an instant, and return how many do: SMS at night, say."""
    waiting = Message.objects.filter(batch=batch, channel=channel, state=State.QUEUED, not_before__lt=until)
    return waiting.update(not_before=until)
