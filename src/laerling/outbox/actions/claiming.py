"""Claiming messages under a lease that knows how far its sender has come."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import Case, F, Value, When

from laerling.outbox.models import Circuit, Lease, Message
from laerling.outbox.queries import References
from laerling.outbox.rules import ASKED_AFTER, ATTEMPTS_AT_MOST, LEASE, TRIAL, WATCHED
from laerling.outbox.types import Channel, Claimed, LeaseLost, Outcome, State

# Who may have the message is asked here, in the statement that claims it, and in the inner select: a message that
# nobody may have is passed over and never blocks the queue behind it.
_CLAIM = """
WITH next AS MATERIALIZED (
    SELECT id FROM outbox_message
    WHERE batch = %s AND channel = %s AND {state} AND not_before <= %s AND reference IN ({references})
    ORDER BY not_before, id
    LIMIT %s
    FOR UPDATE OF outbox_message SKIP LOCKED
), placed AS MATERIALIZED (
    SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM next
), lease AS (
    INSERT INTO outbox_lease (channel, until, n_begun) SELECT %s, %s, 0 WHERE EXISTS (SELECT FROM next) RETURNING id
)
UPDATE outbox_message AS message
SET state = 'sending', attempt = attempt + 1, reason = '', lease_id = (SELECT id FROM lease), place = placed.place
FROM placed WHERE message.id = placed.id
RETURNING message.id, message.reference, message.attempt, message.lease_id, message.place
"""
_WAITING = "state = 'queued'"
_WAITING_OR_UNKNOWN = f"(state = 'queued' OR state = 'unknown' AND attempt < {ATTEMPTS_AT_MOST})"

# One statement, since it is sent for every chunk of messages. A lease that has run out may be ended at any moment: it is
# as good as gone. A circuit without faults learns nothing from messages that went well, and its row is left alone.
_BEGIN = f"""
WITH mark AS (
    UPDATE outbox_lease SET n_begun = %(upto)s WHERE id = %(lease)s AND until > %(now)s RETURNING channel
), settled AS (
    UPDATE outbox_message AS message
    SET state = 'accepted', reason = '', settled_at = %(now)s, lease_id = NULL, place = NULL, uncertain = false,
        provider_reference = coalesce(nullif(taken.provider_reference, ''), message.provider_reference)
    FROM unnest(%(ids)s::uuid[], %(references)s::text[]) AS taken (id, provider_reference)
    WHERE message.id = taken.id AND (message.lease_id = %(lease)s OR message.state = 'unknown')
), well AS (
    UPDATE outbox_circuit AS circuit
    SET recent = right(circuit.recent || repeat('.', %(n)s), {WATCHED}),
        open_until = CASE WHEN circuit.open_until > %(now)s THEN circuit.open_until END
    FROM mark
    WHERE %(n)s > 0 AND circuit.channel = mark.channel
        AND (circuit.open_until IS NOT NULL OR position('x' IN circuit.recent) > 0)
)
SELECT count(*) FROM mark
"""  # noqa: S608  a figure of the rules

# A message that was begun may have left. One that was not goes back as if it had never been claimed; but where an
# earlier try may have arrived, it is as unknown as before.
_RESOLVE = """
WITH ended AS (DELETE FROM outbox_lease WHERE {which} RETURNING id, n_begun)
UPDATE outbox_message AS message
SET state = CASE WHEN place < n_begun OR uncertain THEN 'unknown' ELSE 'queued' END,
    reason = CASE WHEN place < n_begun OR uncertain THEN 'lease_expired' ELSE '' END,
    settled_at = CASE WHEN place < n_begun OR uncertain THEN %s::timestamptz END,
    not_before = CASE WHEN place < n_begun THEN %s::timestamptz ELSE not_before END,
    attempt = CASE WHEN place < n_begun THEN attempt ELSE attempt - 1 END,
    uncertain = uncertain OR place < n_begun,
    lease_id = NULL, place = NULL
FROM ended WHERE message.lease_id = ended.id
RETURNING message.state
"""


@transaction.atomic
def claim(
    *,
    batch: UUID,
    eligible: References,
    limit: int,
    now: datetime,
    channel: Channel = "email",
    unknown_too: bool = False,
) -> tuple[Claimed, ...]:
    """Take up to `limit` queued messages of a batch that are due and whose reference is `eligible` at this moment.

    Two senders never get the same message. It is ours until the lease ends (`rules.LEASE`). Nothing is claimed while the
    channel's circuit is open, and a few only when it has just been. `unknown_too`: also those with unknown outcome, for
    a gateway that honours the message's id as idempotency key, and for no other.
    """
    try:
        text, parameters = eligible.query.sql_with_params()
    except EmptyResultSet:
        return ()
    statement = _CLAIM.format(references=text, state=_WAITING_OR_UNKNOWN if unknown_too else _WAITING)
    limit = _allowed(channel, limit, now)
    with connection.cursor() as cursor:
        # The index has them in order. Of a batch that was queued just now nothing is known yet, and sorting a few rows
        # would seem cheap: it would be all of them, for every claim.
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute(statement, [batch, channel, now, *parameters, limit, channel, now + LEASE])
        found = [Claimed(*row) for row in cursor.fetchall()]
        cursor.execute("SET LOCAL enable_sort TO DEFAULT")
    return tuple(sorted(found, key=lambda message: message.place))


def begin(*, lease: int, upto: int, now: datetime, accepted: Sequence[Outcome] = ()) -> None:
    """Write down that the messages of a lease at places below `upto` may be begun. Raises LeaseLost.

    `accepted` are messages of before that were taken by `now`: written down by the same statement, whether or not the
    lease still holds.
    """
    ids, references = [o.message_id for o in accepted], [o.provider_reference for o in accepted]
    with connection.cursor() as cursor:
        cursor.execute(
            _BEGIN, {"upto": upto, "lease": lease, "ids": ids, "references": references, "now": now, "n": len(ids)}
        )
        (holds,) = cursor.fetchone()
    if not holds:
        raise LeaseLost


def release(*, ids: Iterable[UUID]) -> int:
    """Put messages back as if they had not been claimed; in the transaction that claimed them, and nowhere else."""
    return Message.objects.filter(pk__in=list(ids), state=State.SENDING).update(
        state=Case(When(uncertain=True, then=Value(State.UNKNOWN.value)), default=Value(State.QUEUED.value)),
        lease=None,
        place=None,
        attempt=F("attempt") - 1,
    )


@transaction.atomic
def resolve_expired_leases(now: datetime) -> int:
    """End the leases of senders that went silent and return how many messages are unknown by it.

    Those that were never begun are queued again; the others are never sent again blindly.
    """
    return _resolve("until < %s", now, now)


def hold(*, lease: int) -> None:
    """Lock a lease's row in this transaction: whoever changes its messages too takes the locks in this order."""
    list(Lease.objects.filter(pk=lease).select_for_update().values_list("pk"))


@transaction.atomic(savepoint=False)
def end_lease(*, lease: int, now: datetime) -> int:
    """End a lease now, its sender being done or broken; what it has not settled is unknown, or queued if not begun."""
    return _resolve("id = %s", lease, now)


def _resolve(which: str, value: datetime | int, now: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_RESOLVE.format(which=which), [value, now, now + ASKED_AFTER])
        return sum(state == State.UNKNOWN for (state,) in cursor.fetchall())


def _allowed(channel: Channel, limit: int, now: datetime) -> int:
    """Return how many messages may be claimed: none while the circuit is open, a few as a trial after it."""
    shut = Circuit.objects.filter(pk=channel).values_list("open_until", flat=True).first()
    if shut is None:
        return limit
    return 0 if now < shut else min(limit, TRIAL)
