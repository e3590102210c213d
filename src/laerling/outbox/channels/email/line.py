"""One connection to an SMTP server, one mail at a time: what is said, and what each reply means.

Where the server takes commands in one go (PIPELINING, RFC 2920), sender, recipient and DATA leave together. smtplib
opens the connection: greeting, encryption, sign-in.
"""

import logging
import smtplib
import socket
import ssl
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from laerling.outbox.channels.email.message import assemble
from laerling.outbox.channels.email.server import Server
from laerling.outbox.types import Outcome, OutgoingEmail, State

log = logging.getLogger(__name__)

# Seconds for connecting and for each reply.
TIMEOUT = 15.0
_SERVICE_CLOSING = 421
_FIRST_PERMANENT = 500
_YES = 250
_YES_ELSEWHERE = 251
_GO_AHEAD = 354
_BLOCK = 8192
# smtplib's own errors are OSErrors; a reply that is no SMTP is a ValueError.
_LOST = (OSError, ValueError)


class Unreachable(Exception):
    """No connection can be had."""


class Line:
    """One connection. It is free when it waits for a mail, and closed when it was lost."""

    def __init__(self, server: Server) -> None:
        """Connect. Raises Unreachable."""
        self._server = server
        try:
            self._smtp, self._socket = _connect(server)
        except _LOST as fault:
            log.warning("The mail server cannot be reached: %s", type(fault).__name__)
            raise Unreachable from None
        self._at_once = self._smtp.has_extn("pipelining")
        self._heard = bytearray()
        # What is yet to be said, and what the next replies answer.
        self._say: deque[tuple[str, bytes]] = deque()
        self._awaited: deque[str] = deque()
        self._mail: OutgoingEmail | None = None
        self._body = b""
        self._refused: Outcome | None = None
        self.is_open = True

    @property
    def is_free(self) -> bool:
        """Whether it waits for a mail."""
        return self._mail is None and not self._awaited

    def fileno(self) -> int:
        """Return the socket's number, for `select`."""
        return self._socket.fileno()

    def start(self, mail: OutgoingEmail, *, to: str, date: datetime) -> Outcome | None:
        """Begin a mail; return its outcome only where the connection is lost at once."""
        server = self._server
        data = assemble(mail, to=to, from_=server.from_, reply_to=server.reply_to, date=date)
        self._mail, self._body, self._refused = mail, quoted(data), None
        envelope = server.envelope_sender(mail.message_id)
        self._say.extend((("MAIL", f"MAIL FROM:<{envelope}>\r\n".encode()), ("RCPT", f"RCPT TO:<{to}>\r\n".encode())))
        self._say.append(("DATA", b"DATA\r\n"))
        try:
            self._go_on()
        except OSError:
            return next(self.lost(), None)
        return None

    def listen(self) -> Iterator[Outcome]:
        """Hear what the server says; yield the outcome of its mail if it is known by that."""
        try:
            for code in self._replies():
                outcome = self._answer(self._awaited.popleft(), code)
                if outcome is not None:
                    yield outcome
        except (*_LOST, IndexError):
            yield from self.lost()

    def lost(self) -> Iterator[Outcome]:
        """Give the connection up; yield what is to be said of its mail."""
        self.close()
        mail, refused, self._mail = self._mail, self._refused, None
        if mail is None:
            return
        if refused is not None:
            yield refused
        elif "verdict" in self._awaited:
            yield Outcome(mail.message_id, State.UNKNOWN, "no_reply")
        else:
            yield Outcome(mail.message_id, State.QUEUED, "connection_lost")

    def quit(self) -> None:
        """Say goodbye; a connection that is gone already is no fault."""
        with suppress(*_LOST):
            self._socket.sendall(b"QUIT\r\n")
            self._socket.recv(_BLOCK)
        self.close()

    def close(self) -> None:
        """Close the connection at once."""
        self.is_open = False
        self._smtp.close()

    def _go_on(self) -> None:
        """Say the next command, or all of them where the server takes them in one go."""
        words = list(self._say) if self._at_once else [self._say.popleft()] if self._say else []
        if self._at_once:
            self._say.clear()
        self._awaited.extend(name for name, _line in words)
        if words:
            self._socket.sendall(b"".join(line for _name, line in words))

    def _answer(self, to: str, code: int) -> Outcome | None:
        """Act on the reply to a command; return the mail's outcome if that is it."""
        mail = self._mail
        if mail is None:
            return None
        if to == "verdict":
            self._mail = None
            return Outcome(mail.message_id, State.ACCEPTED) if code == _YES else self._refusal(mail, "", code)
        if self._refused is not None or code not in _WANTED[to]:
            return self._refuse(mail, to, code)
        if to == "DATA":
            self._send_body()
        else:
            self._go_on()
        return None

    def _refuse(self, mail: OutgoingEmail, to: str, code: int) -> Outcome | None:
        """Note a refusal; return it once the replies to all that was said with the refused command have come."""
        if self._refused is None:
            self._refused = self._refusal(mail, to, code)
            self._say.clear()
        elif code == _GO_AHEAD:
            # A server that would take a mail without sender or recipient is left alone.
            self.close()
        if self._awaited and self.is_open:
            return None
        self._mail = None
        if self.is_open:
            self._say.append(("RSET", b"RSET\r\n"))
            self._go_on()
        return self._refused

    def _send_body(self) -> None:
        """Send the mail itself. Once its last byte may have left, only the server's word tells what became of it."""
        self._socket.sendall(self._body)
        self._awaited.append("verdict")

    def _refusal(self, mail: OutgoingEmail, to: str, code: int) -> Outcome:
        """Return what a refusal means. One of us as sender tells nothing of the recipient."""
        is_final = code >= _FIRST_PERMANENT and to != "MAIL"
        if code == _SERVICE_CLOSING:
            self.close()
        state = State.BOUNCED if is_final else State.QUEUED
        return Outcome(
            mail.message_id, state, f"smtp_{code}", about_recipient=to == "RCPT" and code != _SERVICE_CLOSING
        )

    def _replies(self) -> Iterator[int]:
        """Yield the codes of the replies that have come whole. Raises OSError or ValueError when it is over."""
        block = self._socket.recv(_BLOCK)
        while isinstance(self._socket, ssl.SSLSocket) and self._socket.pending():
            block += self._socket.recv(_BLOCK)
        if not block:
            raise ConnectionResetError
        self._heard += block
        while self.is_open and (end := self._heard.find(b"\n")) >= 0:
            line = bytes(self._heard[:end])
            del self._heard[: end + 1]
            if line[3:4] != b"-":
                yield int(line[:3])


_WANTED = {"MAIL": {_YES}, "RCPT": {_YES, _YES_ELSEWHERE}, "DATA": {_GO_AHEAD}}


def _connect(server: Server) -> tuple[smtplib.SMTP, socket.socket]:
    connection = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT, local_hostname=server.own_name)
    try:
        if server.tls:
            connection.starttls(context=ssl.create_default_context())
        connection.ehlo_or_helo_if_needed()
        if server.user:
            connection.login(server.user, server.password)
    except BaseException:
        connection.close()
        raise
    if connection.sock is None:
        raise ConnectionResetError
    connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection, connection.sock


def quoted(data: bytes) -> bytes:
    """Return the mail with lines that begin with a dot doubled, and the dot that ends it."""
    if data.startswith(b"."):
        data = b"." + data
    return data.replace(b"\r\n.", b"\r\n..") + (b"" if data.endswith(b"\r\n") else b"\r\n") + b".\r\n"
