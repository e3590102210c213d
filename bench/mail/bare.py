"""A bare SMTP loop: mails that stand ready in a file, handed over by persistent connections, each reply waited for."""

import json
import socket
import struct
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

_LENGTH = struct.Struct("!HI")


def write_down(path: Path, mails: Iterable[tuple[str, bytes]]) -> int:
    """Write recipients and mails to a file and return how many bytes the mails have on average."""
    n, size = 0, 0
    with path.open("wb") as file:
        for to, data in mails:
            file.write(_LENGTH.pack(len(to), len(data)) + to.encode() + data)
            n, size = n + 1, size + len(data)
    return size // max(n, 1)


def _read(path: Path, most: int) -> Iterator[tuple[bytes, bytes]]:
    with path.open("rb") as file:
        for _ in range(most):
            n_to, n_data = _LENGTH.unpack(file.read(_LENGTH.size))
            yield file.read(n_to), file.read(n_data)


def _hand_over(port: int, mails: list[tuple[bytes, bytes]]) -> None:
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        replies = connection.makefile("rb")

        def reply(wanted: bytes) -> None:
            while (line := replies.readline())[3:4] == b"-":
                pass
            if not line.startswith(wanted):
                raise RuntimeError(line)

        reply(b"220")
        connection.sendall(b"EHLO eksempel.no\r\n")
        reply(b"250")
        for to, data in mails:
            connection.sendall(b"MAIL FROM:<undersokelse@eksempel.no>\r\n")
            reply(b"250")
            connection.sendall(b"RCPT TO:<" + to + b">\r\n")
            reply(b"250")
            connection.sendall(b"DATA\r\n")
            reply(b"354")
            connection.sendall(data)
            reply(b"250")
        connection.sendall(b"QUIT\r\n")
        reply(b"221")


def main(path: str, port: str, n: str, n_lines: str) -> None:
    """Hand over n mails of the file by so many connections, and print how many seconds it took."""
    mails = list(_read(Path(path), int(n)))
    lines = int(n_lines)
    threads = [threading.Thread(target=_hand_over, args=(int(port), mails[number::lines])) for number in range(lines)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps({"seconds": time.perf_counter() - started}))


if __name__ == "__main__":
    main(*sys.argv[1:])
