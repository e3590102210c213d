"""Handing mails to an SMTP server, and knowing for each whether it was taken.

The server's reply after the last byte decides. Before that byte nothing was taken and the mail may be tried again; a
connection lost between that byte and the reply leaves the outcome unknown, and such a mail is never sent again blindly.
"""

import logging
import smtplib
import ssl
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from laerling.outbox.channels.email.message import BadAddress, address, assemble, sender
from laerling.outbox.rules import BEGIN_WITHIN
from laerling.outbox.types import NOT_BEGUN, Begin, Outcome, OutgoingEmail, State

log = logging.getLogger(__name__)

# Seconds for connecting and for each reply.
_TIMEOUT = 15.0
# So many mails at most are left unknown when the sender is killed.
_CHUNK = 25
_SERVICE_CLOSING = 421
_FIRST_PERMANENT = 500
_YES = 250
_YES_ELSEWHERE = 251
_GO_AHEAD = 354
# smtplib's own errors are OSErrors; a reply that is no SMTP makes it raise ValueError.
_LOST = (OSError, ValueError)


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed in, and whose name it bears."""

    host: str
    port: int
    user: str
    password: str
    tls: bool
    from_: str
    reply_to: str

    @classmethod
    def of_settings(cls) -> "Server":
        """Return the server of Django's settings; replies go to the support address (M37)."""
        return cls(
            host=settings.EMAIL_HOST,
            port=settings.EMAIL_PORT,
            user=settings.EMAIL_HOST_USER,
            password=settings.EMAIL_HOST_PASSWORD,
            tls=settings.EMAIL_USE_TLS,
            from_=settings.DEFAULT_FROM_EMAIL,
            reply_to=settings.SUPPORT_EMAIL,
        )


def send(
    outgoing: Iterable[OutgoingEmail],
    *,
    now: datetime,
    begin: Begin,
    server: Server | None = None,
    begin_within: timedelta = BEGIN_WITHIN,
) -> Iterator[Outcome]:
    """Send mails, dated `now`, over one connection and yield what became of each, in order.

    `queued` means: not taken, try again later. Mails that were not begun within the time come back so too, with the
    reason `not_begun`; with `unreachable` where the server could not be reached at all.
    """
    line = _Line(server or Server.of_settings(), now)
    until = time.monotonic() + begin_within.total_seconds()
    begun = 0
    try:
        for number, mail in enumerate(outgoing):
            if number >= begun:
                begun = number + _CHUNK
                begin(begun)
            if time.monotonic() > until:
                yield Outcome(mail.message_id, State.QUEUED, NOT_BEGUN)
            else:
                yield line.send(mail)
    finally:
        line.close()


class _Line:
    """One connection, opened when first needed and again when lost; given up when it cannot be opened."""

    def __init__(self, server: Server, now: datetime) -> None:
        self.server = server
        self.now = now
        self.connection: smtplib.SMTP | None = None
        self.unreachable = False

    def send(self, mail: OutgoingEmail) -> Outcome:
        """Send one mail and return its outcome."""
        try:
            to = address(mail.to)
        except BadAddress:
            return Outcome(mail.message_id, State.BOUNCED, "bad_address")
        connection = self._connected()
        if connection is None:
            return Outcome(mail.message_id, State.QUEUED, "unreachable")
        data = assemble(mail, to=to, from_=self.server.from_, reply_to=self.server.reply_to, date=self.now)
        state, reason = self._hand_over(connection, to, data)
        return Outcome(mail.message_id, state, reason)

    def close(self) -> None:
        """Say goodbye; a connection that is gone already is no fault."""
        if self.connection is not None:
            with suppress(*_LOST):
                self.connection.quit()
        self.connection = None

    def _hand_over(self, connection: smtplib.SMTP, to: str, data: bytes) -> tuple[State, str]:
        from_address = sender(self.server.from_)[1]
        try:
            code, _words = connection.docmd(f"MAIL FROM:<{from_address}>")
            if code != _YES:
                # The server will not have us as sender: nothing is wrong with the recipient.
                return self._refused(code, State.QUEUED)
            code, _words = connection.docmd(f"RCPT TO:<{to}>")
            if code not in {_YES, _YES_ELSEWHERE}:
                return self._refused(code)
            code, _words = connection.docmd("DATA")
            if code != _GO_AHEAD:
                return self._refused(code)
            connection.send(_quoted(data))
        except _LOST:
            self._drop()
            return State.QUEUED, "connection_lost"
        return self._verdict(connection)

    def _verdict(self, connection: smtplib.SMTP) -> tuple[State, str]:
        """Return what the server says once it has the whole mail."""
        try:
            code, _words = connection.getreply()
        except _LOST:
            self._drop()
            return State.UNKNOWN, "no_reply"
        return (State.ACCEPTED, "") if code == _YES else self._refused(code)

    def _refused(self, code: int, state: State | None = None) -> tuple[State, str]:
        """Return what a refusal means, and make the connection ready for the next mail."""
        if code == _SERVICE_CLOSING or code < 0:
            self._drop()
        elif self.connection is not None:
            try:
                self.connection.rset()
            except _LOST:
                self._drop()
        return state or (State.BOUNCED if code >= _FIRST_PERMANENT else State.QUEUED), f"smtp_{code}"

    def _connected(self) -> smtplib.SMTP | None:
        if self.connection is None and not self.unreachable:
            try:
                self.connection = _connect(self.server)
            except _LOST as fault:
                log.warning("The mail server cannot be reached: %s", type(fault).__name__)
                self.unreachable = True
        return self.connection

    def _drop(self) -> None:
        if self.connection is not None:
            self.connection.close()
        self.connection = None


def _connect(server: Server) -> smtplib.SMTP:
    connection = smtplib.SMTP(server.host, server.port, timeout=_TIMEOUT, local_hostname=_own_name(server))
    try:
        if server.tls:
            connection.starttls(context=ssl.create_default_context())
        connection.ehlo_or_helo_if_needed()
        if server.user:
            connection.login(server.user, server.password)
    except BaseException:
        connection.close()
        raise
    return connection


def _own_name(server: Server) -> str:
    """Return the name to greet with: the sender's domain; the machine's own name is nobody's business."""
    return sender(server.from_)[1].rpartition("@")[2]


def _quoted(data: bytes) -> bytes:
    """Return the mail with lines that begin with a dot doubled, and the dot that ends it."""
    if data.startswith(b"."):
        data = b"." + data
    return data.replace(b"\r\n.", b"\r\n..") + (b"" if data.endswith(b"\r\n") else b"\r\n") + b".\r\n"
