"""Asking a gateway what became of messages whose outcome is unknown."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from laerling.outbox.actions.settling import settle
from laerling.outbox.models import Message
from laerling.outbox.queries import shut_until
from laerling.outbox.rules import ask_again_after
from laerling.outbox.types import Channel, LookUp, Outcome, State

_AT_ONCE = 200

# The gateway never had it: it waits again like one that was never tried.
_NEVER_RECEIVED = """
UPDATE outbox_message SET state = 'queued', reason = 'not_received', uncertain = false, not_before = %s, settled_at = NULL
WHERE id = ANY(%s) AND state = 'unknown'
"""


def look_up_unknown(*, channel: Channel, look_up: LookUp, now: datetime) -> int:
    """Ask a channel's gateway about the unknown messages that are due for it; return how many are certain now.

    What it cannot tell stays unknown and is asked again later and later, for three days. Nothing is asked while the
    channel's circuit is open.
    """
    if shut_until(channel, now) is not None:
        return 0
    due = Message.objects.filter(channel=channel, state=State.UNKNOWN, not_before__lte=now).order_by("not_before")
    asked = dict(due.values_list("pk", "settled_at")[:_AT_ONCE])
    answers = look_up(list(asked)) if asked else None
    if answers is None:
        return 0
    certain = [answer for answer in answers if answer.state != State.UNKNOWN and answer.message_id in asked]
    with transaction.atomic():
        _write(certain, now)
        told = {answer.message_id for answer in certain}
        _put_off({pk: since for pk, since in asked.items() if pk not in told}, now)
    return len(certain)


def _write(certain: list[Outcome], now: datetime) -> None:
    settle([answer for answer in certain if answer.state != State.QUEUED], now, lease=None)
    never = [answer.message_id for answer in certain if answer.state == State.QUEUED]
    if never:
        with connection.cursor() as cursor:
            cursor.execute(_NEVER_RECEIVED, [now, never])


def _put_off(asked: dict[UUID, datetime | None], now: datetime) -> None:
    """Let the gateway be asked again about these, the later the older they are."""
    waits = {pk: ask_again_after(now - (since or now)) for pk, since in asked.items()}
    for pk, wait in waits.items():
        until = now + wait if wait is not None else datetime.max.replace(tzinfo=now.tzinfo)
        Message.objects.filter(pk=pk, state=State.UNKNOWN).update(not_before=until)
