"""The gate before the answering site: under more load than can be carried, who has begun comes first.

Some requests are at work at a time, each with a database connection lent for as long; the others wait their turn without
holding anything. Who is half-way goes before who is at the door. Where too many wait, or somebody at the door has waited
too long, they are asked to come again: 503, when to, and two sentences. Nothing that was taken in is dropped.

A request's body is read before its turn comes, so that a slow sender keeps nobody but themselves.
"""

import logging
import random
import time
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from http.cookies import SimpleCookie
from io import BytesIO
from threading import Lock
from typing import Any, Final

from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.template.loader import render_to_string
from django.utils import translation

from laerling.portals.shell import language
from laerling.portals.shell.middleware import fixed_headers

logger = logging.getLogger(__name__)

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

# Requests at work in one process. More only take turns on the interpreter.
AT_WORK: Final = 4
# How many may wait in one process: at the door, and in all. A page takes some two milliseconds.
AT_THE_DOOR: Final = 100
IN_ALL: Final = 240
# Threads that granian needs for them, and some to turn others away with.
THREADS: Final = 256
# Somebody at the door who has waited this long is better told.
LONGEST_SECONDS: Final = 8.0
RETRY_SECONDS: Final = (20, 60)
_LOG_EVERY_SECONDS: Final = 60.0
_CODES: Final = tuple(code for code, _name in settings.LANGUAGES)


@dataclass(slots=True)
class _Turn:
    """Somebody who waits; `lent` is theirs when `signal` is free."""

    signal: Lock = field(default_factory=Lock)
    lent: BaseDatabaseWrapper | None = None


class Gate:
    """Lets requests through to the application, at most `at_work` at a time."""

    def __init__(
        self, application: Application, *, at_work: int = AT_WORK, at_the_door: int = AT_THE_DOOR, in_all: int = IN_ALL
    ) -> None:
        self._application = application
        self._at_the_door, self._in_all = at_the_door, in_all
        self._lock = Lock()
        self._free = [_connection() for _ in range(at_work)]
        self._begun: deque[_Turn] = deque()
        self._new: deque[_Turn] = deque()
        self._n_turned_away = 0
        self._told_at = float("-inf")

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request, now or when its turn comes; or ask the person to come again."""
        path = environ.get("PATH_INFO", "")
        if path.startswith("/static/"):
            return self._application(environ, start_response)
        _read_whole(environ)
        lent = self._turn(is_new=_is_new(path))
        if lent is None:
            self._tell()
            return _come_again(environ, start_response)
        connections["default"] = lent
        try:
            return self._application(environ, start_response)
        finally:
            del connections["default"]
            self._give_back(lent)

    def _turn(self, *, is_new: bool) -> BaseDatabaseWrapper | None:
        """Wait for one's turn; None where there are too many already, or it took too long."""
        with self._lock:
            if self._free:
                return self._free.pop()
            n_waiting = len(self._begun) + len(self._new)
            if n_waiting >= self._in_all or (is_new and len(self._new) >= self._at_the_door):
                return None
            turn, queue = _Turn(), self._new if is_new else self._begun
            turn.signal.acquire()
            queue.append(turn)
        if not turn.signal.acquire(timeout=LONGEST_SECONDS if is_new else -1):
            with self._lock, suppress(ValueError):
                queue.remove(turn)
        return turn.lent

    def _give_back(self, lent: BaseDatabaseWrapper) -> None:
        with self._lock:
            for queue in (self._begun, self._new):
                if queue:
                    turn = queue.popleft()
                    turn.lent = lent
                    turn.signal.release()
                    return
            self._free.append(lent)

    def _tell(self) -> None:
        """Write to the log how many were turned away, now and then."""
        with self._lock:
            self._n_turned_away += 1
            now = time.monotonic()
            if now - self._told_at < _LOG_EVERY_SECONDS:
                return
            n_turned_away, self._n_turned_away, self._told_at = self._n_turned_away, 0, now
        logger.warning("busy: %d requests were asked to come again", n_turned_away)


def _connection() -> BaseDatabaseWrapper:
    """Return a database connection, not yet open, that one thread after another may use."""
    connection = connections.create_connection("default")
    connection.inc_thread_sharing()
    return connection


def _is_new(path: str) -> bool:
    return path in {"/", "/start"} or path.startswith("/s/")


def _read_whole(environ: Environ) -> None:
    """Read a body of the size a form may have. Larger ones are refused unread, by their size."""
    length = environ.get("CONTENT_LENGTH") or ""
    if length.isdecimal() and 0 < int(length) <= settings.MAX_BODY_BYTES:
        environ["wsgi.input"] = BytesIO(environ["wsgi.input"].read(int(length)))


def _come_again(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
    chosen = SimpleCookie(environ.get("HTTP_COOKIE", "")).get(settings.LANGUAGE_COOKIE_NAME)
    code = (
        chosen.value
        if chosen and chosen.value in _CODES
        else language.asked_for(environ.get("HTTP_ACCEPT_LANGUAGE", ""))
    )
    headers, body = _busy(code)
    # Not all at the same moment.
    seconds = random.randint(*RETRY_SECONDS)  # noqa: S311  no secret
    start_response("503 Service Unavailable", [*headers, ("Retry-After", str(seconds))])
    return [body]


@cache
def _busy(code: str) -> tuple[tuple[tuple[str, str], ...], bytes]:
    """Return headers and page for who is asked to come again, made once."""
    with translation.override(code):
        body = render_to_string("answering/busy.html", {"language": code}).encode()
    headers = {
        **fixed_headers(),
        "X-Frame-Options": settings.X_FRAME_OPTIONS,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
        "Cache-Control": "no-store, private",
        "Content-Type": "text/html; charset=utf-8",
        "Content-Language": code,
        "Content-Length": str(len(body)),
    }
    return tuple(headers.items()), body
