"""Handing claimed messages to a channel, so that at any moment the database knows what may have left."""

import logging
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from laerling.kernel import clock
from laerling.outbox.actions import claiming
from laerling.outbox.actions.settling import settle
from laerling.outbox.types import Claimed, LeaseLost, Outcome, Send, State

log = logging.getLogger(__name__)

Unwanted = Callable[[Sequence[UUID]], Collection[UUID]]
"""Which of some references are not to be written to after all: they have answered since their messages were claimed."""


def _nobody(_references: Sequence[UUID]) -> Collection[UUID]:
    return ()


def hand_over(
    claimed: Sequence[Claimed],
    outgoing: Iterable[Any],
    send: Send,
    *,
    now: datetime,
    unwanted: Unwanted = _nobody,
) -> tuple[Outcome, ...]:
    """Send messages that were claimed together and write down what became of each; return the outcomes.

    `outgoing` gives a channel's message for each of `claimed`, in the same order, and may be written while it is sent.
    `unwanted` is asked before each chunk leaves; those messages wait again. To be called with no transaction open.
    However it ends, the lease ends with it: what was begun and has no outcome is unknown, the rest waits again. A sender
    whose lease was taken away, or has run out, begins nothing more. `now` is when it began; what becomes of the messages
    is written down with the time at which it was known, for a question about one that is unknown may not come too early.
    """
    if not claimed:
        return ()
    time = clock.running_from(now)
    lease, n_begun = claimed[0].lease, 0
    settled: list[Outcome] = []
    told: list[Outcome] = []

    def begin(n: int) -> Collection[UUID]:
        nonlocal n_begun
        going, n_begun = claimed[n_begun:n], n
        before, told[:] = tuple(told), ()
        settled.extend(before)
        _mark(lease, upto=going[-1].place + 1, before=before, now=time())
        return _ids(going, unwanted)

    try:
        for outcome in send(outgoing, now=now, begin=begin):
            told.append(outcome)  # noqa: PERF402  `begin` empties the list meanwhile
    except LeaseLost:
        log.warning("A sender was too slow: its lease had ended, and it has begun nothing more.")
    finally:
        _end(lease, told, now=time())
    return (*settled, *told)


def _ids(messages: Sequence[Claimed], unwanted: Unwanted) -> frozenset[UUID]:
    """Return the ids of those of the messages that are not to leave after all."""
    not_to = unwanted([message.reference for message in messages])
    return frozenset(message.id for message in messages if message.reference in not_to)


def _mark(lease: int, *, upto: int, before: tuple[Outcome, ...], now: datetime) -> None:
    """Write down what became of the chunk before, and that the next may be begun: in one statement when all went well."""
    if all(outcome.state == State.ACCEPTED for outcome in before):
        claiming.begin(lease=lease, upto=upto, accepted=before, now=now)
        return
    with transaction.atomic():
        claiming.hold(lease=lease)
        settle(before, now, lease=lease)
    claiming.begin(lease=lease, upto=upto, now=now)


@transaction.atomic
def _end(lease: int, told: Sequence[Outcome], *, now: datetime) -> None:
    """Write down what became of the last messages, and end the lease."""
    claiming.hold(lease=lease)
    settle(told, now, lease=lease)
    claiming.end_lease(lease=lease, now=now)
