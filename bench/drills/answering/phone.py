"""A browser as far as a drill needs one: cookies, forms, and the walk through the survey. Needs no Django."""

from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from typing import Final
from urllib.parse import urlencode

HOST: Final = "127.0.0.1"
# A form proves where it comes from by saying what this cookie says; the site sets it with the link.
_CSRF: Final = "laerling_csrf_answering"
# What one form answers: page code and answers by question code.
Form = tuple[str, dict[str, int]]


class NoAnswer(Exception):
    """Nobody answered, or the connection broke in the middle: what became of the request is not known."""


class Phone:
    """One browser of one person. Keeps its connection open as browsers do, and opens a new one where it broke."""

    def __init__(self, port: int, *, timeout: float = 10.0) -> None:
        self._connection = HTTPConnection(HOST, port, timeout=timeout)
        self._cookies = {_CSRF: "d" * 32}
        self.statuses: list[int] = []
        # Answers that say the fault is ours: status, and whether they say so on a page.
        self.faults: list[str] = []

    def get(self, path: str) -> tuple[int, str]:
        """Return status and body; a redirect is not followed, its address is the body."""
        return self._ask("GET", path, None)

    def post(self, path: str, **form: object) -> tuple[int, str]:
        """Send a form; return status and body, or where a redirect leads."""
        return self._ask("POST", path, urlencode({"csrfmiddlewaretoken": self._cookies[_CSRF], **form}))

    def opens(self, token: str) -> tuple[int, str]:
        """Follow the personal link as far as the page with the button."""
        self.get(f"/s/{token}")
        return self.get("/start")

    def saves(self, forms: tuple[Form, ...]) -> tuple[int, str]:
        """Answer one page after the other; return what came of the last one."""
        came = (0, "")
        for page, answers in forms:
            came = self.post(f"/sporsmal/{page}", go="next", **{f"answer-{code}": n for code, n in answers.items()})
            if came[0] != 303:
                return came
        return came

    def delivers(self) -> bool:
        """Press the last button; return whether the thank-you page came: only then has the person been thanked."""
        status, where = self.post("/levere")
        return status == 303 and where == "/takk" and self.get("/takk")[0] == 200

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def _ask(self, method: str, path: str, body: str | None) -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self._connection.request(method, path, body, headers)
            response = self._connection.getresponse()
            content = response.read().decode()
        except (OSError, HTTPException) as fault:
            self._connection.close()
            self.statuses.append(0)
            raise NoAnswer from fault
        for line in response.headers.get_all("Set-Cookie") or ():
            self._cookies |= {name: morsel.coded_value for name, morsel in SimpleCookie(line).items()}
        self.statuses.append(response.status)
        if response.status >= 500:
            is_clear = "<h1" in content
            self.faults.append(f"{response.status} {'clear' if is_clear else 'bare'}")
        return response.status, response.headers.get("Location") or content
