"""Handing claimed messages to a channel, so that at any moment the database knows what may have left."""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from laerling.outbox.actions import claiming
from laerling.outbox.actions.settling import settle
from laerling.outbox.types import Claimed, LeaseLost, Outcome, Send, State

log = logging.getLogger(__name__)


def hand_over(claimed: Sequence[Claimed], outgoing: Iterable[Any], send: Send, *, now: datetime) -> tuple[Outcome, ...]:
    """Send messages that were claimed together and write down what became of each; return the outcomes.

    `outgoing` gives a channel's message for each of `claimed`, in the same order, and may be written while it is sent.
    To be called with no transaction open. However it ends, the lease ends with it: what was begun and has no outcome is
    unknown, the rest waits again. A sender whose lease was taken away begins nothing more.
    """
    if not claimed:
        return ()
    lease = claimed[0].lease
    settled: list[Outcome] = []
    told: list[Outcome] = []

    def begin(n: int) -> None:
        upto = claimed[min(n, len(claimed)) - 1].place + 1
        chunk, told[:] = tuple(told), ()
        settled.extend(chunk)
        if all(outcome.state == State.ACCEPTED for outcome in chunk):
            claiming.begin(lease=lease, upto=upto, accepted=chunk, now=now)
        else:
            with transaction.atomic():
                claiming.hold(lease=lease)
                settle(chunk, now, lease=lease)
            claiming.begin(lease=lease, upto=upto)

    try:
        for outcome in send(outgoing, now=now, begin=begin):
            told.append(outcome)  # noqa: PERF402  `begin` empties the list meanwhile
    except LeaseLost:
        log.warning("A sender was too slow: its lease had ended, and it has begun nothing more.")
    finally:
        with transaction.atomic():
            claiming.hold(lease=lease)
            settle(told, now, lease=lease)
            claiming.end_lease(lease=lease, now=now)
    return (*settled, *told)
