"""Writing down what became of messages, and telling those who sent them of what bounced."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from laerling.kernel import jobs
from laerling.outbox.actions.circuits import note_hand_overs
from laerling.outbox.models import Message
from laerling.outbox.rules import ASKED_AFTER, wait_after
from laerling.outbox.types import NOT_BEGUN, Outcome, State

# Whoever still holds the lease decides. A late word corrects an unknown, and nothing else.
_SETTLE = """
UPDATE outbox_message AS message
SET state = outcome.state, reason = outcome.reason, settled_at = %s, lease_id = NULL, place = NULL,
    not_before = outcome.not_before, uncertain = outcome.state = 'unknown',
    provider_reference = coalesce(nullif(outcome.provider_reference, ''), message.provider_reference)
FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[], %s::timestamptz[])
    AS outcome (id, state, reason, provider_reference, not_before)
WHERE message.id = outcome.id AND (message.lease_id = %s OR message.state = 'unknown')
RETURNING message.state, message.batch, message.source
"""

# What an earlier try leaves in doubt, a try that failed does not clear up. `not_begun`: as if never claimed.
_PUT_OFF = """
UPDATE outbox_message AS message
SET state = CASE WHEN uncertain THEN 'unknown' ELSE 'queued' END,
    reason = CASE WHEN again.reason = 'not_begun' THEN '' ELSE again.reason END,
    attempt = CASE WHEN again.reason = 'not_begun' THEN attempt - 1 ELSE attempt END,
    not_before = coalesce(again.not_before, message.not_before), lease_id = NULL, place = NULL
FROM unnest(%s::uuid[], %s::text[], %s::timestamptz[]) AS again (id, reason, not_before)
WHERE message.id = again.id AND message.lease_id = %s
"""


@transaction.atomic(savepoint=False)
def settle(outcomes: Iterable[Outcome], now: datetime, *, lease: int | None) -> None:
    """Write down what became of messages claimed under `lease`; with None it is a late word and corrects unknown ones.

    Outcomes that say `queued` are tried again after a wait that grows, and bounce with the reason `gave_up` when a day
    of tries is over. Who sent the batch is told of what bounced by the job "<source>.follow_bounces". The circuit of
    the channel is told how its provider did.
    """
    told = tuple(outcomes)
    if not told:
        return
    settled, put_off = _parted(told, now)
    with connection.cursor() as cursor:
        if settled:
            rows = [(o.message_id, o.state, o.reason, o.provider_reference, at) for o, at in settled]
            cursor.execute(_SETTLE, [now, *map(list, zip(*rows, strict=True)), lease])
            tell_of_bounces((batch, source) for state, batch, source in cursor.fetchall() if state == State.BOUNCED)
        if put_off:
            rows_again = [(o.message_id, o.reason, at) for o, at in put_off]
            cursor.execute(_PUT_OFF, [*map(list, zip(*rows_again, strict=True)), lease])
    if lease is not None:
        note_hand_overs(told, lease=lease, now=now)


def tell_of_bounces(bounced: Iterable[tuple[UUID, str]]) -> None:
    """Tell the senders of batches, (batch, source), that messages bounced for good; it commits with what bounced."""
    for batch, source in sorted(set(bounced)):
        name = f"{source}.follow_bounces"
        if jobs.is_known(name):
            jobs.enqueue(name, batch=str(batch))


Timed = list[tuple[Outcome, datetime]]
PutOff = list[tuple[Outcome, datetime | None]]


def _parted(outcomes: tuple[Outcome, ...], now: datetime) -> tuple[Timed, PutOff]:
    """Part what is settled from what is tried again, each with the time it is looked at next."""
    settled: Timed = []
    put_off: PutOff = [(o, None) for o in outcomes if o.reason == NOT_BEGUN]
    failed = [o for o in outcomes if o.state == State.QUEUED and o.reason != NOT_BEGUN]
    before = Message.objects.filter(pk__in=[o.message_id for o in failed]).values_list("pk", "attempt", "uncertain")
    known = {pk: (attempt, uncertain) for pk, attempt, uncertain in before} if failed else {}
    for outcome in failed:
        attempt, uncertain = known[outcome.message_id]
        wait: timedelta | None = wait_after(attempt)
        if wait is not None:
            put_off.append((outcome, now + wait))
        else:
            state = State.UNKNOWN if uncertain else State.BOUNCED
            settled.append((Outcome(outcome.message_id, state, "gave_up"), now))
    for outcome in outcomes:
        if outcome.state != State.QUEUED:
            # A reply that was lost may still be on its way: nobody is asked about it at once.
            settled.append((outcome, now + ASKED_AFTER if outcome.state == State.UNKNOWN else now))
    return settled, put_off
