"""Mail servers on loopback: one that takes everything, and one that fails as told."""

import socket
import threading
from contextlib import contextmanager
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller

from laerling.outbox.channels.email.server import Server


class Inbox:
    """Takes mail; addresses that begin with a code are refused with it."""

    def __init__(self):
        self.mails = []
        self.connections = 0

    # aiosmtpd finds its hooks by these names and hands over more than is needed here.
    async def handle_EHLO(self, _server, session, _envelope, hostname, responses):  # noqa: N802
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        code = address[:3]
        if code.isdigit():
            return f"{code} refused"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        self.mails.append((envelope.rcpt_tos[0], message_from_bytes(envelope.content, policy=policy.default)))
        return "250 OK"


def server(port, host="127.0.0.1"):
    return Server(
        host=host,
        port=port,
        user="",
        password="",
        tls=False,
        from_="Lærlingundersøkelsen <undersokelse@eksempel.no>",
        reply_to="support@eksempel.no",
    )


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def inbox():
    """Run an inbox; yields it with its port."""
    handler = Inbox()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    handler.port = controller.port
    try:
        yield handler
    finally:
        controller.stop()


class Silent:
    """Takes a whole mail and hangs up without a word, `left` times; later it answers."""

    def __init__(self, left):
        self.left = left
        self.taken = 0

    def talk(self, connection):
        connection.sendall(b"220 hello\r\n")
        lines = iter(connection.makefile("rb"))
        for line in lines:
            word = line[:4].upper().strip()
            if word == b"DATA":
                connection.sendall(b"354 go on\r\n")
                if not self.takes(lines):
                    return
                connection.sendall(b"250 taken\r\n")
            elif word == b"QUIT":
                connection.sendall(b"221 bye\r\n")
                return
            else:
                connection.sendall(b"250 ok\r\n")

    def takes(self, lines):
        """Read a mail to its end; return whether to say so."""
        while next(lines) != b".\r\n":
            pass
        self.taken += 1
        self.left -= 1
        return self.left < 0


@contextmanager
def silent_after_data(times=1):
    """Run a server that is silent after a mail; yields its port and the server."""
    listener = socket.create_server(("127.0.0.1", 0))
    silent = Silent(times)

    def serve():
        while True:
            try:
                connection, _peer = listener.accept()
            except OSError:
                return
            with connection:
                silent.talk(connection)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1], silent
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)
