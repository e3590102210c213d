"""Asking a gateway what became of messages whose outcome is unknown."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from laerling.outbox.actions.settling import settle
from laerling.outbox.models import Message
from laerling.outbox.queries import shut_until
from laerling.outbox.rules import ask_again_after
from laerling.outbox.types import Channel, LookUp, State

_AT_ONCE = 200

# The gateway never had it: it waits again like one that was never tried. While it was being asked another may have been
# told the same, and may have sent the message: its answer is about the tries it was asked about, and no later one.
_NEVER_RECEIVED = """
UPDATE outbox_message AS message
SET state = 'queued', reason = 'not_received', uncertain = false, not_before = %s, settled_at = NULL
FROM unnest(%s::uuid[], %s::smallint[]) AS asked (id, attempt)
WHERE message.id = asked.id AND message.attempt = asked.attempt AND message.state = 'unknown'
"""


def look_up_unknown(*, channel: Channel, look_up: LookUp, now: datetime) -> int:
    """Ask a channel's gateway about the unknown messages that are due for it; return how many are certain now.

    What it cannot tell stays unknown and is asked again later and later, for three days. Nothing is asked while the
    channel's circuit is open.
    """
    if shut_until(channel, now) is not None:
        return 0
    due = Message.objects.filter(channel=channel, state=State.UNKNOWN, not_before__lte=now).order_by("not_before")
    asked = {pk: (since, attempt) for pk, since, attempt in due.values_list("pk", "settled_at", "attempt")[:_AT_ONCE]}
    answers = look_up(list(asked)) if asked else None
    if answers is None:
        return 0
    certain = [answer for answer in answers if answer.state != State.UNKNOWN and answer.message_id in asked]
    never = {answer.message_id: asked[answer.message_id][1] for answer in certain if answer.state == State.QUEUED}
    with transaction.atomic():
        settle([answer for answer in certain if answer.state != State.QUEUED], now, lease=None)
        n_queued = _queue_again(never, now)
        told = {answer.message_id for answer in certain}
        _put_off({pk: since for pk, (since, _attempt) in asked.items() if pk not in told}, now)
    return len(certain) - len(never) + n_queued


def _queue_again(never: dict[UUID, int], now: datetime) -> int:
    """Queue messages that were never received up to that attempt, and return how many."""
    if not never:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_NEVER_RECEIVED, [now, list(never), list(never.values())])
        return int(cursor.rowcount)


def _put_off(asked: dict[UUID, datetime | None], now: datetime) -> None:
    """Let the gateway be asked again about these, the later the older they are."""
    waits = {pk: ask_again_after(now - (since or now)) for pk, since in asked.items()}
    for pk, wait in waits.items():
        until = now + wait if wait is not None else datetime.max.replace(tzinfo=now.tzinfo)
        Message.objects.filter(pk=pk, state=State.UNKNOWN).update(not_before=until)
