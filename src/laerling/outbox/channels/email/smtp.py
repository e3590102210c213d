"""Handing mails to an SMTP server, and knowing for each whether it was taken.

The server's reply after the last byte decides. Before that byte nothing was taken and the mail may be tried again; a
connection lost between that byte and the reply leaves the outcome unknown, and such a mail is never sent again blindly.

A server waits for its disk with each mail, so several connections are used at once, by one thread that goes to whichever
has something to say (`line`).
"""

import time
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from select import select

from laerling.outbox.channels.email.line import TIMEOUT, Line, Unreachable
from laerling.outbox.channels.email.message import BadAddress, address
from laerling.outbox.channels.email.server import Server
from laerling.outbox.rules import BEGIN_WITHIN
from laerling.outbox.types import NOT_BEGUN, Begin, LeaseLost, Outcome, OutgoingEmail, State

# So many mails at most are left unknown when the sender is killed.
CHUNK = 25
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
    try:
        for number, mail in enumerate(outgoing):
            while lines.are_busy():
                yield from lines.wait()
            # Asked last: a process may have been asleep, and its messages another's by now.
            if time.monotonic() > until:
                yield Outcome(mail.message_id, State.QUEUED, NOT_BEGUN)
                continue
            if number % CHUNK == 0 and not lines.unreachable:
                begin(number + CHUNK)
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

    def are_busy(self) -> bool:
        """Return whether the next mail has to wait for an outcome."""
        enough = len(self._busy) >= min(self._at_most, 1 + self._n_started // _MAILS_A_LINE)
        return bool(self._busy) and not self._idle and enough

    def start(self, mail: OutgoingEmail) -> Outcome | None:
        """Begin one mail; return its outcome where that is known at once."""
        try:
            to = address(mail.to)
        except BadAddress:
            return Outcome(mail.message_id, State.BOUNCED, "bad_address")
        line = self._line()
        if line is None:
            return Outcome(mail.message_id, State.QUEUED, "unreachable")
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

    def _line(self) -> Line | None:
        """Return a connection that waits for work, a new one if need be; None where the server cannot be reached."""
        if self._idle:
            return self._idle.pop()
        if not self.unreachable:
            try:
                return Line(self.server)
            except Unreachable:
                self.unreachable = not self._busy
                self._at_most = max(1, len(self._busy))
        return None

    def _sort(self, line: Line) -> None:
        if line.is_free or not line.is_open:
            self._busy.remove(line)
            if line.is_open:
                self._idle.append(line)
