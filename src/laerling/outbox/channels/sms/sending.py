"""Handing SMS over to the gateway, several at a time, and asking what became of them."""

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import closing
from datetime import datetime, timedelta
from typing import Final, Protocol
from uuid import UUID

from django.conf import settings

from laerling.outbox.channels.sms.altinn import AltinnAdapter
from laerling.outbox.channels.sms.gateways import AltinnGateway, Gateway
from laerling.outbox.channels.sms.hours import time_left
from laerling.outbox.channels.sms.http import HttpAdapter
from laerling.outbox.rules import BEGIN_WITHIN
from laerling.outbox.types import Outcome, OutgoingSms, State

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

    def ask(self, message_id: UUID, reference: str) -> Outcome | None:
        """Ask what became of a message."""

    def close(self) -> None:
        """Close the connections."""


def is_set_up() -> bool:
    """Return whether there is a gateway to send through."""
    return settings.SMS_GATEWAY is not None


def repeats_safely() -> bool:
    """Return whether a message with unknown outcome may be handed over again with the same id."""
    if not is_set_up():
        return False
    with closing(adapter()) as way:
        return way.repeats_safely


def send(
    outgoing: Iterable[OutgoingSms],
    *,
    now: datetime,
    begin: Callable[[int], None] | None = None,
    gateway: Gateway | None = None,
    begin_within: timedelta = BEGIN_WITHIN,
    at_any_hour: bool = False,
) -> Iterator[Outcome]:
    """Hand SMS over and yield what became of each, as the replies come.

    `begin` is called with how many messages may have been begun by then, before any beyond that is. `queued` means: not
    taken, try again later; with the reason `not_begun`: it was not tried, since the time was over or people sleep
    (`hours`; a test to oneself may go `at_any_hour`). `unknown` means that it may have been taken.
    """
    chosen = gateway or settings.SMS_GATEWAY
    if chosen is None:
        yield from (Outcome(sms.message_id, State.QUEUED, "no_gateway") for sms in outgoing)
        return
    within = begin_within if at_any_hour else min(begin_within, time_left(now))
    with closing(adapter(chosen)) as way:
        yield from _Window(way, chosen.connections, begin).pass_through(
            outgoing, time.monotonic() + within.total_seconds()
        )


def look_up(asked: Iterable[tuple[UUID, str]], *, gateway: Gateway | None = None) -> Iterator[Outcome]:
    """Ask the gateway what became of messages, given as pairs of our id and the gateway's, and yield what it tells.

    A message that the gateway does not tell of is left out; one that it never got comes back as queued.
    """
    chosen = gateway or settings.SMS_GATEWAY
    if chosen is None:
        return
    with closing(adapter(chosen)) as way:
        if way.can_be_asked:
            for message_id, reference in asked:
                found = way.ask(message_id, reference)
                if found is not None:
                    yield found


def adapter(gateway: Gateway | None = None) -> Adapter:
    """Return the adapter of a gateway, or of the one that is set up."""
    chosen = gateway or settings.SMS_GATEWAY
    base, secret = f"{settings.STAFF_URL}/kvittering", settings.RECEIPTS_SECRET
    if isinstance(chosen, AltinnGateway):
        return AltinnAdapter(chosen, sender=settings.SMS_SENDER, condition_url=f"{base}/kan-sendes/{{id}}/{secret}/")
    http = chosen.as_http()
    return HttpAdapter(http, sender=settings.SMS_SENDER, report_url=f"{base}/sms/{http.name}/{secret}/")


class _Window:
    """Keeps as many messages under way as there are connections, and never more than `begin` has been told."""

    def __init__(self, way: Adapter, connections: int, begin: Callable[[int], None] | None) -> None:
        self._way = way
        self._connections = connections
        self._begin = begin
        self._n_begun = 0
        self._mark = 0

    def pass_through(self, outgoing: Iterable[OutgoingSms], until: float) -> Iterator[Outcome]:
        """Yield the outcomes. Whatever stops us, those under way are told first."""
        under_way: set[Future[Outcome]] = set()
        waiting = deque[Outcome]()
        with ThreadPoolExecutor(self._connections, thread_name_prefix="sms") as pool:
            try:
                for sms in outgoing:
                    if time.monotonic() >= until:
                        yield Outcome(sms.message_id, State.QUEUED, "not_begun")
                        continue
                    self._may_begin()
                    under_way.add(pool.submit(self._way.hand_over, sms))
                    while len(under_way) >= self._connections:
                        done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
                        waiting.extend(future.result() for future in done)
                    while waiting:
                        yield waiting.popleft()
            except GeneratorExit:
                raise
            except BaseException:
                yield from (future.result() for future in under_way)
                raise
            yield from (future.result() for future in under_way)

    def _may_begin(self) -> None:
        self._n_begun += 1
        if self._begin is not None and self._n_begun > self._mark:
            self._mark += CHUNK
            self._begin(self._mark)
