"""The demo's SMS gateway: speaks as Kannel does, delivers nothing, and reports on each message as telephone networks do.

SMS lie in the inbox beside mail. Some seconds later the report comes: arrived for nearly all, and for some numbers never
or "no such number", always the same ones.
"""

import heapq
import json
import threading
import time
import zlib
from contextlib import suppress
from email.message import EmailMessage
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

from laerling.demo.inbox.store import Store

HOST: Final = "127.0.0.1"
USER, PASSWORD = "laerling", "demo"
# What tells an SMS from a mail in the inbox.
CHANNEL: Final = "X-Channel"

# Seconds until the report; of a thousand numbers, so many are nobody's and so many are off for days.
_REPORT_AFTER: Final = 2.0
_NOBODYS: Final = 12
_OFF: Final = 20
# The staff site may be starting, or be away: its call is tried again this often, in seconds, and so many times.
_TRY_AGAIN: Final = 5.0
_TRIES: Final = 60


class Reports:
    """Calls the address of each message when its report is due, in a thread of its own."""

    def __init__(self) -> None:
        """Nothing is called before `start`."""
        self._due: list[tuple[float, int, str, int]] = []
        self._changed = threading.Condition()
        self._number = 0

    def start(self) -> None:
        """Begin; the thread goes with the process."""
        threading.Thread(target=self._run, daemon=True).start()

    def promise(self, url: str, *, after: float = _REPORT_AFTER, tries: int = _TRIES) -> None:
        """Call an address when the time has come."""
        with self._changed:
            self._number += 1
            heapq.heappush(self._due, (time.monotonic() + after, self._number, url, tries))
            self._changed.notify()

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._due or self._due[0][0] > time.monotonic():
                    wait = self._due[0][0] - time.monotonic() if self._due else None
                    self._changed.wait(wait)
                _at, _number, url, tries = heapq.heappop(self._due)
            if not _called(url) and tries > 1:
                self.promise(url, after=_TRY_AGAIN, tries=tries - 1)


class Gateway(ThreadingHTTPServer):
    """Takes SMS at /cgi-bin/sendsms on loopback."""

    daemon_threads = True
    # As many as a sender may have under way at once, and more.
    request_queue_size = 128

    def __init__(self, store: Store, port: int) -> None:
        """Keep SMS for `store`. Raises OSError where the port is taken."""
        super().__init__((HOST, port), _Call)
        self.store = store
        self.reports = Reports()

    def start(self) -> None:
        """Begin, in threads that go with the process."""
        self.reports.start()
        threading.Thread(target=self.serve_forever, daemon=True).start()


class _Call(BaseHTTPRequestHandler):
    """One call of a sender."""

    protocol_version = "HTTP/1.1"
    # Without it the head and the body of a reply wait for one another on a kept connection.
    disable_nagle_algorithm = True
    server: Gateway

    def do_GET(self) -> None:
        """Take an SMS, or say why not, in Kannel's words."""
        parts = urlsplit(self.path)
        given = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        if (given.get("username"), given.get("password")) != (USER, PASSWORD):
            self._say(HTTPStatus.FORBIDDEN, "Authorization failed for sendsms")
        elif not given.get("to") or not given.get("text"):
            self._say(HTTPStatus.BAD_REQUEST, "Empty receiver number or text not allowed, rejected")
        else:
            self.server.store.add([(given["to"], as_mail(given))])
            if given.get("dlr-url"):
                self._promise(given["dlr-url"], given["to"])
            self._say(HTTPStatus.ACCEPTED, "0: Accepted for delivery")

    def log_message(self, *_words: object) -> None:
        """Say nothing: numbers belong in no log."""

    def _promise(self, url: str, number: str) -> None:
        status, words = fate(number)
        self.server.reports.promise(url.replace("%d", "8").replace("%A", "ACK%2F"), after=0.2)
        self.server.reports.promise(url.replace("%d", status).replace("%A", words))

    def _say(self, status: HTTPStatus, words: str) -> None:
        data = words.encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def as_configured(url: str) -> str:
    """Return what the environment says of this gateway."""
    return json.dumps({"kind": "kannel", "url": f"{url}/cgi-bin/sendsms", "user": USER, "secret": PASSWORD})


def fate(number: str) -> tuple[str, str]:
    """Return what becomes of an SMS to a number, always the same, as Kannel's sort of report and the network's words."""
    place = zlib.crc32(number.encode()) % 1000
    if place < _NOBODYS:
        return "2", "stat%3AUNDELIV"
    if place < _NOBODYS + _OFF:
        return "2", "stat%3AEXPIRED"
    return "1", "stat%3ADELIVRD"


def as_mail(given: dict[str, str]) -> bytes:
    """Return an SMS as the inbox keeps messages. Its first words stand where a mail has its subject."""
    mail = EmailMessage()
    mail["From"] = given.get("from", "")
    mail["To"] = given["to"]
    mail["Subject"] = " ".join(given["text"].split())[:60]
    mail[CHANNEL] = "sms"
    mail.set_content(given["text"])
    return mail.as_bytes()


def _called(url: str) -> bool:
    with suppress(OSError), urlopen(url, timeout=10) as reply:  # noqa: S310  an address the sender gave, on loopback
        return bool(reply.status == HTTPStatus.OK)
    return False
