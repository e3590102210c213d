"""Handing SMS over to the gateway, several at a time, and asking what became of them."""

import time
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import closing
from datetime import datetime, timedelta
from typing import Final, Protocol
from uuid import UUID

from django.conf import settings

from laerling.outbox.channels import call_backs
from laerling.outbox.channels.gateways import AltinnGateway, Gateway
from laerling.outbox.channels.sms.altinn import AltinnAdapter
from laerling.outbox.channels.sms.hours import time_left
from laerling.outbox.channels.sms.http import HttpAdapter
from laerling.outbox.rules import BEGIN_WITHIN
from laerling.outbox.types import NOT_BEGUN, Begin, Outcome, OutgoingSms, State

# How many messages may be begun between two marks: so many are left unknown, at most, when a sender is killed.
CHUNK: Final = 16


class Adapter(Protocol):
    """What a kind of gateway is to the channel."""

    @property
    def repeats_safely(self) -> bool:
        """Whether a repeat with the same id is taken for the same message."""

    @property
    def can_be_asked(self) -> bool:
        """Whether the gateway tells on request what became of a message."""

    def hand_over(self, sms: OutgoingSms) -> Outcome:
        """Hand one SMS over."""

    def ask(self, message_id: UUID, /) -> Outcome | None:
        """Ask what became of a message."""

    def close(self) -> None:
        """Close the connections."""


def is_set_up() -> bool:
    """Return whether there is a gateway to send through."""
    return settings.SMS_GATEWAY is not None


def repeats_safely() -> bool:
    """Return whether a message with unknown outcome may be handed over again with the same id."""
    if settings.SMS_GATEWAY is None:
        return False
    with closing(adapter(settings.SMS_GATEWAY)) as way:
        return way.repeats_safely


def send(
    outgoing: Iterable[OutgoingSms],
    *,
    now: datetime,
    begin: Begin | None = None,
    gateway: Gateway | None = None,
    begin_within: timedelta = BEGIN_WITHIN,
    at_any_hour: bool = False,
) -> Iterator[Outcome]:
    """Hand SMS over and yield what became of each, as the replies come.

    `queued` means: not taken, try again later; with the reason `not_begun`: it was not tried, since the time was over or
    people sleep (`hours`; a test to oneself may go `at_any_hour`). `unknown` means that it may have been taken. Raises
    LeaseLost where `begin` does, after the outcomes of what was under way.
    """
    chosen = gateway or settings.SMS_GATEWAY
    if chosen is None:
        yield from (Outcome(sms.message_id, State.QUEUED, "no_gateway") for sms in outgoing)
        return
    within = begin_within if at_any_hour else min(begin_within, time_left(now))
    until = time.monotonic() + within.total_seconds()
    with closing(adapter(chosen)) as way, ThreadPoolExecutor(chosen.connections, "sms") as pool:
        under_way: set[Future[Outcome]] = set()
        try:
            for sms, is_unwanted in _begun(outgoing, begin):
                if is_unwanted or time.monotonic() >= until:
                    yield Outcome(sms.message_id, State.QUEUED, NOT_BEGUN)
                    continue
                under_way.add(pool.submit(way.hand_over, sms))
                if len(under_way) >= chosen.connections:
                    done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
                    yield from (future.result() for future in done)
        except Exception:
            yield from (future.result() for future in under_way)
            raise
        yield from (future.result() for future in under_way)


def look_up(ids: Iterable[UUID], *, gateway: Gateway | None = None) -> tuple[Outcome, ...] | None:
    """Ask the gateway what became of messages, and return what it tells; None where it cannot be asked.

    A message that it does not tell of is left out; one that it never got comes back as queued.
    """
    chosen = gateway or settings.SMS_GATEWAY
    if chosen is None:
        return None
    with closing(adapter(chosen)) as way:
        if not way.can_be_asked:
            return None
        with ThreadPoolExecutor(chosen.connections, "sms") as pool:
            return tuple(filter(None, pool.map(way.ask, ids)))


def adapter(gateway: Gateway) -> Adapter:
    """Return the adapter of a gateway."""
    if isinstance(gateway, AltinnGateway):
        return AltinnAdapter(gateway, sender=settings.SMS_SENDER, condition_url=call_backs.condition_url)
    http = gateway.as_http()
    return HttpAdapter(http, sender=settings.SMS_SENDER, report_url=call_backs.report_url(http.name))


def _begun(outgoing: Iterable[OutgoingSms], begin: Begin | None) -> Iterator[tuple[OutgoingSms, bool]]:
    """Yield the messages, each after `begin` has been told that it may be begun; and whether it may not after all."""
    mark, unwanted = 0, frozenset[UUID]()
    for number, sms in enumerate(outgoing):
        if begin is not None and number >= mark:
            mark = number + CHUNK
            unwanted = frozenset(begin(mark))
        yield sms, sms.message_id in unwanted
