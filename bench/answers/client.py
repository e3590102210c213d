"""Respondents: whole surveys over HTTP, each over a connection of their own, in a process of its own.

Forms are read as a browser would: the form in the page's main part, its hidden fields, its radio buttons, its first
button; cookies are kept and sent back, redirects followed. A survey counts only when the thank-you page came.
"""

import asyncio
import json
import random
import re
import sys
import time
from dataclasses import asdict, dataclass, field
from urllib.parse import quote, urlencode

HOST = "127.0.0.1"
_THANKS = "/takk"
_THANKED = b"<h1>Thank you</h1>"
_MOST_REQUESTS = 80
_FORM = re.compile(rb"<form\b([^>]*\bmethod=\"post\"[^>]*)>(.*?)</form>", re.DOTALL)
_ACTION = re.compile(rb'\baction="([^"]*)"')
_INPUT = re.compile(rb"<input\b([^>]*)>")
_BUTTON = re.compile(rb"<button\b([^>]*)>")
_ATTRIBUTE = re.compile(rb'\b(name|value|type)="([^"]*)"')


class Failed(Exception):
    """A request that did not end as it should; `status` is 0 where the connection broke."""

    def __init__(self, status: int, retry_after: int = 0) -> None:
        super().__init__(status)
        self.status = status
        self.retry_after = retry_after


@dataclass
class Tally:
    """What respondents met. Times in milliseconds, of single requests."""

    begun: int = 0
    thanked: int = 0
    shed_at_the_door: int = 0
    shed_on_the_way: int = 0
    failed: dict[str, int] = field(default_factory=dict)
    requests: int = 0
    times: list[float] = field(default_factory=list)
    door_times: list[float] = field(default_factory=list)
    shed_times: list[float] = field(default_factory=list)
    seconds: float = 0.0


class Respondent:
    """One person with one link."""

    def __init__(self, port: int, token: str, tally: Tally, *, think: float = 0.0, patience: int = 0) -> None:
        self.port, self.token, self.tally = port, token, tally
        self.think, self.patience = think, patience
        self.random = random.Random(token)  # noqa: S311  the same answers for the same link
        self.cookies: dict[bytes, bytes] = {}
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None
        self.is_in = False

    async def answer(self) -> None:
        """Walk the whole survey. Raises Failed."""
        try:
            path, body = await self._get(f"/s/{self.token}")
            for _ in range(_MOST_REQUESTS):
                if path == _THANKS or _THANKED in body:
                    self.tally.thanked += 1
                    return
                if self.think:
                    await asyncio.sleep(self.random.expovariate(1 / self.think))
                target, form = self._filled(path, body)
                path, body = await self._get(target, form)
                self.is_in = path.startswith("/sporsmal")
            raise Failed(-1)
        finally:
            self._close()

    def _filled(self, path: str, body: bytes) -> tuple[str, bytes]:
        """Return where the page's form goes, and what it holds with an answer chosen for each question."""
        main = body[body.index(b"<main") :]
        form = _FORM.search(main)
        if form is None:
            raise Failed(-2)
        fields: dict[bytes, bytes] = {}
        choices: dict[bytes, list[bytes]] = {}
        for tag in _INPUT.findall(form[2]):
            attributes = dict(_ATTRIBUTE.findall(tag))
            if attributes.get(b"type") == b"radio":
                choices.setdefault(attributes[b"name"], []).append(attributes[b"value"])
            elif b"name" in attributes:
                fields[attributes[b"name"]] = attributes.get(b"value", b"")
        for name, values in choices.items():
            fields[name] = values[self.random.randrange(len(values))]
        pressed = _BUTTON.search(form[2])
        button = dict(_ATTRIBUTE.findall(pressed[1] if pressed else b""))
        if b"name" in button:
            fields[button[b"name"]] = button.get(b"value", b"")
        action = _ACTION.search(form[1])
        return action[1].decode() if action else path, urlencode(fields).encode()

    async def _get(self, path: str, form: bytes | None = None) -> tuple[str, bytes]:
        """Send a request, follow redirects, and return where they ended and the page there."""
        for _ in range(5):
            status, headers, body = await self._patiently(path, form)
            if status in {301, 302, 303}:
                path, form = headers[b"location"].decode(), None
                continue
            if status != 200:
                raise Failed(status)
            return path, body
        raise Failed(-3)

    async def _patiently(self, path: str, form: bytes | None) -> tuple[int, dict[bytes, bytes], bytes]:
        """Send one request; where we are asked to come again, do so `patience` times."""
        for n_left in range(self.patience, -1, -1):
            status, headers, body = await self._timed(path, form)
            if status != 503 or not n_left:
                return status, headers, body
            await asyncio.sleep(int(headers.get(b"retry-after", b"1")) * self.random.uniform(0.5, 1.5))
        raise AssertionError

    async def _timed(self, path: str, form: bytes | None) -> tuple[int, dict[bytes, bytes], bytes]:
        started = time.perf_counter()
        try:
            status, headers, body = await self._exchange(path, form)
        except (OSError, asyncio.IncompleteReadError) as fault:
            raise Failed(0) from fault
        took = (time.perf_counter() - started) * 1000
        tally = self.tally
        tally.requests += 1
        if status == 503:
            tally.shed_times.append(took)
            if self.is_in:
                tally.shed_on_the_way += 1
            else:
                tally.shed_at_the_door += 1
        else:
            (tally.times if self.is_in else tally.door_times).append(took)
        return status, headers, body

    async def _exchange(self, path: str, form: bytes | None) -> tuple[int, dict[bytes, bytes], bytes]:
        if self.think and self.writer is not None and self.writer.is_closing():
            self._close()
        if self.reader is None or self.writer is None:
            self.reader, self.writer = await asyncio.open_connection(HOST, self.port)
        lines = [b"%s %s HTTP/1.1" % (b"GET" if form is None else b"POST", quote(path, safe="/?=&%").encode())]
        lines.append(b"Host: 127.0.0.1:%d" % self.port)
        lines.append(b"Accept-Language: nb-NO,nb;q=0.9,no;q=0.8")
        if self.cookies:
            lines.append(b"Cookie: " + b"; ".join(b"%s=%s" % pair for pair in self.cookies.items()))
        if form is not None:
            lines.append(b"Content-Type: application/x-www-form-urlencoded")
            lines.append(b"Content-Length: %d" % len(form))
        self.writer.write(b"\r\n".join(lines) + b"\r\n\r\n" + (form or b""))
        head = await self.reader.readuntil(b"\r\n\r\n")
        first, *rest = head[:-4].split(b"\r\n")
        headers: dict[bytes, bytes] = {}
        for line in rest:
            name, _, value = line.partition(b": ")
            name = name.lower()
            if name == b"set-cookie":
                self._keep(value)
            headers[name] = value
        body = await self.reader.readexactly(int(headers.get(b"content-length", b"0")))
        if headers.get(b"connection", b"").lower() == b"close":
            self._close()
        return int(first.split(b" ", 2)[1]), headers, body

    def _keep(self, cookie: bytes) -> None:
        pair, _, attributes = cookie.partition(b";")
        name, _, value = pair.partition(b"=")
        if value in {b"", b'""'} or b"max-age=0" in attributes.lower():
            self.cookies.pop(name, None)
        else:
            self.cookies[name] = value

    def _close(self) -> None:
        if self.writer is not None:
            self.writer.close()
        self.reader = self.writer = None


async def closed_loop(port: int, tokens: list[str], *, at_once: int, seconds: float) -> Tally:
    """Let `at_once` people answer, one after another, for some seconds; those who have begun finish."""
    tally, until = Tally(), time.perf_counter() + seconds
    waiting = iter(tokens)

    async def one_after_another() -> None:
        while time.perf_counter() < until:
            token = next(waiting, None)
            if token is None:
                return
            await _counted(Respondent(port, token, tally))

    started = time.perf_counter()
    await asyncio.gather(*(one_after_another() for _ in range(at_once)))
    tally.seconds = time.perf_counter() - started
    return tally


async def open_loop(port: int, tokens: list[str], *, per_second: float, seconds: float, think: float) -> Tally:
    """Let people arrive at their own pace, whether or not the site keeps up; each thinks before each button."""
    tally, tasks = Tally(), []
    started = time.perf_counter()
    dice = random.Random(7)  # noqa: S311  the same arrivals each time
    at = 0.0
    for token in tokens:
        at += dice.expovariate(per_second)
        if at > seconds:
            break
        await asyncio.sleep(max(0.0, started + at - time.perf_counter()))
        person = Respondent(port, token, tally, think=think)
        tasks.append(asyncio.create_task(_counted(person)))
    await asyncio.gather(*tasks)
    tally.seconds = time.perf_counter() - started
    return tally


async def _counted(person: Respondent) -> None:
    person.tally.begun += 1
    try:
        await person.answer()
    except Failed as fault:
        key = str(fault.status)
        person.tally.failed[key] = person.tally.failed.get(key, 0) + 1


def main() -> None:
    """Take what to do as JSON on standard input, and print the tally as JSON."""
    told = json.load(sys.stdin)
    loop = {"closed": closed_loop, "open": open_loop}[told.pop("loop")]
    print(json.dumps(asdict(asyncio.run(loop(**told)))))


if __name__ == "__main__":
    main()
