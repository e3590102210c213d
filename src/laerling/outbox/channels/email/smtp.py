"""Handing mails to an SMTP server, and knowing for each whether it was taken.

The server's reply after the last byte decides. Before that byte nothing was taken and the mail may be tried again; a
connection lost between that byte and the reply leaves the outcome unknown, and such a mail is never sent again blindly.

A server waits for its disk with each mail, so several connections are used at once, by one thread that goes to whichever
has something to say (`line`).
"""

import time
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from select import select
from uuid import UUID

from laerling.outbox.channels.email.line import TIMEOUT, Line, Unreachable
from laerling.outbox.channels.email.message import BadAddress, address
from laerling.outbox.channels.email.server import Server
from laerling.outbox.rules import BEGIN_WITHIN
from laerling.outbox.types import NOT_BEGUN, Begin, LeaseLost, Outcome, OutgoingEmail, State

# So many mails at most are left unknown when the sender is killed.
CHUNK = 50
# A further connection is opened for so many mails: a few letters are not worth four.
_MAILS_A_LINE = 10


def send(
    outgoing: Iterable[OutgoingEmail],
    *,
    now: datetime,
    begin: Begin,
    server: Server | None = None,
    begin_within: timedelta = BEGIN_WITHIN,
) -> Iterator[Outcome]:
    """Send mails, dated `now`, and yield what became of each as it is known. `begin` is called a chunk at a time.

    `queued` means: not taken, try again later. Mails that were not begun within the time come back so too, with the
    reason `not_begun`; with `unreachable` where the server could not be reached at all. Raises LeaseLost when `begin`
    does, once the mails on their way have their outcomes.
    """
    lines = _Lines(server or Server.of_settings(), now)
    until = time.monotonic() + begin_within.total_seconds()
    unwanted: Collection[UUID] = ()
    try:
        for number, mail in enumerate(outgoing):
            yield from lines.make_room()
            # Asked last: a process may have been asleep, and its messages another's by now.
            if time.monotonic() > until:
                yield Outcome(mail.message_id, State.QUEUED, NOT_BEGUN)
                continue
            if number % CHUNK == 0 and not lines.unreachable:
                unwanted = begin(number + CHUNK)
            if mail.message_id in unwanted:
                yield Outcome(mail.message_id, State.QUEUED, NOT_BEGUN)
                continue
            outcome = lines.start(mail)
            if outcome is not None:
                yield outcome
        yield from lines.drain()
    except LeaseLost:
        yield from lines.drain()
        raise
    finally:
        lines.close()


class _Lines:
    """The connections of one batch: opened as there is work for them, and given up when the server cannot be reached."""

    def __init__(self, server: Server, now: datetime) -> None:
        self.server = server
        self.now = now
        self.unreachable = False
        self._at_most = server.connections
        self._idle: list[Line] = []
        self._busy: list[Line] = []
        self._n_started = 0

    def make_room(self) -> Iterator[Outcome]:
        """Wait until a connection is free for the next mail, and yield the outcomes that are known by then."""
        while self._busy and not self._idle and not (self._is_worth_more() and self._open()):
            yield from self.wait()
        if not self._idle and not self.unreachable:
            self.unreachable = not self._open()

    def start(self, mail: OutgoingEmail) -> Outcome | None:
        """Begin one mail; return its outcome where that is known at once."""
        try:
            to = address(mail.to)
        except BadAddress:
            return Outcome(mail.message_id, State.BOUNCED, "bad_address")
        if not self._idle:
            return Outcome(mail.message_id, State.QUEUED, "unreachable")
        line = self._idle.pop()
        self._n_started += 1
        self._busy.append(line)
        outcome = line.start(mail, to=to, date=self.now)
        self._sort(line)
        return outcome

    def wait(self) -> Iterator[Outcome]:
        """Wait until the server says something, and yield the outcomes that are known by it."""
        ready, _, _ = select(self._busy, (), (), TIMEOUT)
        silent = [] if ready else list(self._busy)
        for line in silent:
            yield from line.lost()
            self._sort(line)
        for line in ready:
            yield from line.listen()
            self._sort(line)

    def drain(self) -> Iterator[Outcome]:
        """Yield the outcomes of all mails on their way."""
        while self._busy:
            yield from self.wait()

    def close(self) -> None:
        """Say goodbye."""
        for line in self._idle:
            line.quit()
        for line in self._busy:
            line.close()

    def _is_worth_more(self) -> bool:
        return len(self._busy) < min(self._at_most, 1 + self._n_started // _MAILS_A_LINE)

    def _open(self) -> bool:
        """Open a connection and return whether that went well; a server that takes no more of them is content so."""
        try:
            self._idle.append(Line(self.server))
        except Unreachable:
            self._at_most = len(self._busy)
            return False
        return True

    def _sort(self, line: Line) -> None:
        if line.is_free or not line.is_open:
            self._busy.remove(line)
            if line.is_open:
                self._idle.append(line)
