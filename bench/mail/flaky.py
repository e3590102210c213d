"""A mail server that fails now and then: turns mails away for later, hangs up before or after taking one, is slow."""

import random
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Flaky:
    """Counts what it has taken by Message-ID."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self.lock = threading.Lock()
        self.port = 0

    def talk(self, connection: socket.socket) -> None:
        """Serve one connection until it ends or we hang up."""
        with suppress(OSError), connection:
            connection.sendall(b"220 hello\r\n")
            lines = iter(connection.makefile("rb"))
            for line in lines:
                word = line[:4].upper().strip()
                if word == b"EHLO":
                    connection.sendall(b"250-flaky\r\n250 PIPELINING\r\n")
                elif word == b"DATA":
                    connection.sendall(b"354 go on\r\n")
                    if not self._mail(connection, lines):
                        return
                elif word == b"QUIT":
                    connection.sendall(b"221 bye\r\n")
                    return
                else:
                    connection.sendall(b"250 ok\r\n")

    def _mail(self, connection: socket.socket, lines: Iterator[bytes]) -> bool:
        """Read a mail; return whether to go on."""
        message_id, chance = "", random.random()  # noqa: S311  a fault needs no secret
        for line in lines:
            if line == b".\r\n":
                break
            if line.lower().startswith(b"message-id:"):
                message_id = line.decode().split("<")[1].partition("@")[0]
            if chance < 0.01:
                return False
        else:
            return False
        time.sleep(0.3 if chance < 0.03 else 0.005)
        if chance < 0.08:
            connection.sendall(b"451 later\r\n")
            return True
        with self.lock:
            self.taken[message_id] += 1
        if chance < 0.10:
            return False
        connection.sendall(b"250 taken\r\n")
        return True


@contextmanager
def flaky() -> Iterator[Flaky]:
    """Run such a server."""
    server, listener = Flaky(), socket.create_server(("127.0.0.1", 0))
    server.port = listener.getsockname()[1]

    def serve() -> None:
        with suppress(OSError):
            while True:
                connection, _peer = listener.accept()
                threading.Thread(target=server.talk, args=(connection,), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield server
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
