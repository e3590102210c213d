"""A gathering: sixty people press at once to take their seats, in a room opened by its code."""

import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from threading import Barrier
from urllib.parse import urlencode

AT_ONCE = 60
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


def make(n: int) -> list[str]:
    """Open a room for people of an office beside the others, and return the number each claims their seat with."""
    from tests.gatherings import rooms  # noqa: PLC0415  once Django is up
    from tests.invitations.people import OFFICE, invited  # noqa: PLC0415  the same

    rooms.with_numbers(invited(n, office_orgnr=OFFICE))
    rooms.opened()
    return [rooms.mobile(number) for number in range(n)]


def claims(port: int, numbers: list[str]) -> list[float]:
    """Let everybody read the code, and all press in the same instant; return the times of the claims in milliseconds, sorted."""
    from laerling.gatherings import rules, vault  # noqa: PLC0415  once Django is up
    from laerling.kernel import clock  # noqa: PLC0415  the same

    code = next(iter(rules.room_codes(vault.every(), clock.now()).values()))
    together = Barrier(len(numbers))
    with ThreadPoolExecutor(len(numbers)) as crowd:
        return sorted(crowd.map(lambda number: _claim(port, code, number, together), numbers))


def _claim(port: int, code: str, number: str, together: Barrier) -> float:
    with _phone(port) as ask:
        ask("/rom/", {"code": code})
        ask("/rom/plass", None)
        together.wait()
        began = time.perf_counter()
        answer = ask("/rom/plass", {"address": number})
        if answer.getheader("Location") != "/start":
            raise RuntimeError(answer.status)
        return (time.perf_counter() - began) * 1000


@contextmanager
def _phone(port: int) -> Iterator["_Ask"]:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    yield _Ask(connection)
    connection.close()


class _Ask:
    """One phone: it keeps cookies and the page's proof of origin, and sends no more than it is told to."""

    def __init__(self, connection: HTTPConnection) -> None:
        self._connection, self._cookies, self._token = connection, dict[str, str](), ""

    def __call__(self, path: str, form: dict[str, str] | None) -> HTTPResponse:
        if form is not None and not self._token:
            self(path, None)
        body = None if form is None else urlencode(form | {"csrfmiddlewaretoken": self._token})
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request("GET" if body is None else "POST", path, body, headers)
        answer = self._connection.getresponse()
        page = answer.read().decode()
        self._cookies |= dict(line.partition(";")[0].split("=", 1) for line in answer.headers.get_all("Set-Cookie", []))
        if found := _TOKEN.search(page):
            self._token = found[1]
        return answer
