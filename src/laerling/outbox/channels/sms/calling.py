"""One HTTP request to a gateway, and knowing for certain whether it can have been taken."""

import ssl
import threading
from dataclasses import dataclass
from typing import Any, Final

import requests
from requests import exceptions
from urllib3.exceptions import MaxRetryError, NewConnectionError

# Seconds for connecting, and for each piece of the reply.
TIMEOUT: Final = (3.0, 10.0)


class Unreachable(Exception):
    """Nothing was handed over: it may be tried again."""


class NoReply(Exception):
    """The request may have arrived and no reply came: what became of it is not known."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A reply: its status and its text."""

    status: int
    text: str

    @property
    def is_good(self) -> bool:
        """Whether the status says that all is well."""
        return 200 <= self.status < 300  # noqa: PLR2004  HTTP's own figures


class Caller:
    """Keeps one session a thread, with a connection that lasts. Follows no redirects: an SMS is not handed in twice."""

    def __init__(self, url: str) -> None:
        """Proxies of the environment are those for `url`; they are read once, not at every call."""
        self._proxies = requests.utils.get_environ_proxies(url)
        self._own = threading.local()
        self._sessions: list[requests.Session] = []

    def call(self, method: str, url: str, **given: Any) -> Heard:
        """Make a request. Raises Unreachable or NoReply."""
        try:
            reply = self._session().request(method, url, timeout=TIMEOUT, allow_redirects=False, **given)
        except exceptions.RequestException as fault:
            raise (Unreachable if _was_not_sent(fault) else NoReply) from None
        return Heard(reply.status_code, reply.text)

    def close(self) -> None:
        """Close every thread's connections."""
        for session in self._sessions:
            session.close()

    def _session(self) -> requests.Session:
        found: requests.Session | None = getattr(self._own, "session", None)
        if found is None:
            found = requests.Session()
            found.trust_env = False
            found.proxies = self._proxies
            self._own.session = found
            self._sessions.append(found)
        return found


def _was_not_sent(fault: exceptions.RequestException) -> bool:
    """Return whether a call failed before anything was handed over. In doubt it was sent."""
    if isinstance(fault, exceptions.ConnectTimeout | exceptions.ProxyError | exceptions.InvalidURL):
        return True
    reason = fault.args[0].reason if fault.args and isinstance(fault.args[0], MaxRetryError) else None
    causes = (reason, getattr(reason, "__cause__", None), *getattr(reason, "args", ()))
    return any(isinstance(cause, NewConnectionError | ssl.SSLCertVerificationError) for cause in causes)
