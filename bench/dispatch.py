"""How fast a dispatch leaves, beside a bare SMTP loop that hands over the same bytes to the same server.

20,000 personal mails, from the order to the last one settled. Two servers: Debian's `smtp-sink`, which takes everything
at once, beside one connection that waits for each reply; and a real Postfix that writes every mail to disk and discards
it, ours over four connections beside the bare loop over four. Alternating in one run on a throwaway database; a ratio is
the median of the bare loop's time divided by ours. Also: most memory at 2,000 and at 20,000, and how long an answering
page takes, idle and while a dispatch leaves.

Goals: 0.20 of the sink's pace (the last line), 0.9 of Postfix's, memory flat. Needs Debian's package postfix.
"""

import http.client
import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from laerling.config import throwaway
from laerling.config.env import PROJECT

N = 20_000
N_POSTFIX = 6_000
N_FEW = 2_000
PAIRS = 3
LINES = 4
HOST = "127.0.0.1"
OPEN = datetime(2026, 10, 20, 8, tzinfo=UTC)
HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(PROJECT)]

from mail import bare, servers  # noqa: E402  beside this file


def main() -> None:
    """Measure and print; the last line is the ratio."""
    servers.require_postfix()
    with throwaway.home() as home:
        tokens = _people()
        _round_key(home)
        mails = home / "mails"
        print(f"{N} mails of {bare.write_down(mails, _mails())} bytes on average")
        with servers.sink() as port:
            sink = _pairs("smtp-sink", port, mails, n=N, lines=1)
            _pages_beside(port, tokens)
        with servers.postfix() as port:
            if port is None:
                print("Postfix is not measured: it needs root")
            else:
                ratio = _pairs("Postfix", port, mails, n=N_POSTFIX, lines=LINES)
                print(f"ratio to Postfix over {LINES} connections: {ratio:.2f}")
        print(f"ratio: {sink:.2f}")


def _people() -> list[str]:
    """Put the people into a frozen sample, invite them, and return some of their links' tokens."""
    from tests.invitations.people import invited  # noqa: PLC0415  once Django is up

    from laerling.invitations.keys import link_key  # noqa: PLC0415  the same
    from laerling.invitations.tokens import token  # noqa: PLC0415  the same

    people = invited(N)
    key = link_key(2026)
    return [token(key, person.pk, 1) for person in people[:50]]


def _round_key(home: Path) -> None:
    """Give the round its key, and the proof that two holders have it: without them no survey opens."""
    from laerling.demo.build.answering import prove  # noqa: PLC0415  once Django is up
    from laerling.kernel.types import SYSTEM  # noqa: PLC0415  the same
    from laerling.responses import actions  # noqa: PLC0415  the same

    made = actions.make_round_key(round_year=2026, to=home / "holders", by=SYSTEM, now=OPEN)
    prove(2026, made.files, OPEN)


def _mails() -> Iterator[tuple[str, bytes]]:
    """Write every mail of a dispatch as it would leave, dot and all."""
    from laerling.invitations.actions import sending  # noqa: PLC0415  once Django is up
    from laerling.invitations.models import Dispatch  # noqa: PLC0415  the same
    from laerling.outbox.channels.email.line import quoted  # noqa: PLC0415  the same
    from laerling.outbox.channels.email.message import address, assemble  # noqa: PLC0415  the same
    from laerling.outbox.channels.email.server import Server  # noqa: PLC0415  the same

    server, dispatch = Server.of_settings(), Dispatch.objects.get(pk=_order(N))
    names = {"from_": server.from_, "reply_to": server.reply_to, "date": OPEN}
    while True:
        claimed = sending._claim(dispatch, "email", OPEN)  # noqa: SLF001  the very mails, without sending them
        if not claimed:
            return
        for mail in sending._written(dispatch, "email", claimed):  # noqa: SLF001  the same
            to = address(mail.to)
            yield to, quoted(assemble(mail, to=to, **names))


def _pairs(name: str, port: int, mails: Path, *, n: int, lines: int) -> float:
    """Run the bare loop and ours by turns, print both, and return the ratio."""
    runs = []
    for _ in range(PAIRS):
        of_bare = _alone([HERE / "mail" / "bare.py", mails, port, n, lines])["seconds"]
        ours = _ours(port, n)
        runs.append((of_bare, ours["seconds"], ours["memory"]))
    of_bare, seconds, memory = (statistics.median(column) for column in zip(*runs, strict=True))
    print(f"{name}: bare {n / of_bare:,.0f}/s over {lines}, ours {n / seconds:,.0f}/s ({seconds:.1f} s)")
    few = _ours(port, N_FEW)["memory"]
    print(f"{name}: most memory at {N_FEW}: {few:.0f} MiB, at {n}: {memory:.0f} MiB")
    return statistics.median(bare_one / ours_one for bare_one, ours_one, _memory in runs)


def _ours(port: int, n: int) -> dict[str, float]:
    """Let a process of its own order a dispatch to the first n people and send it to the end."""
    _empty()
    return _alone([__file__, "--ours", n], LAERLING_EMAIL_PORT=str(port))


def _alone(command: list[Any], **more: str) -> dict[str, float]:
    ran = subprocess.run(
        [sys.executable, *map(str, command)], env={**os.environ, **more}, check=True, stdout=subprocess.PIPE, text=True
    )
    found: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    return found


def _order(n: int) -> Any:
    """Order an invitation to the first n people, by the trade they were given."""
    from tests.invitations.people import VESTLAND  # noqa: PLC0415  once Django is up

    from laerling.invitations import actions  # noqa: PLC0415  the same
    from laerling.invitations.rules import Audience  # noqa: PLC0415  the same
    from laerling.invitations.types import DispatchOrder  # noqa: PLC0415  the same
    from laerling.kernel.types import SYSTEM  # noqa: PLC0415  the same
    from laerling.sample.models import SampleMember  # noqa: PLC0415  the same

    if n < N:
        first = SampleMember.objects.order_by("pk").values("pk")[:n]
        SampleMember.objects.filter(pk__in=first).update(trade_code="FIRST")
        SampleMember.objects.exclude(pk__in=first).update(trade_code="REST")
    audience = Audience(trades=("FIRST",)) if n < N else Audience()
    order = DispatchOrder(id=uuid4(), round_year=2026, channel="email", kind="invitation", audience=audience)
    return actions.order_dispatch(order=order, scope=VESTLAND, by=SYSTEM, now=OPEN).pk


def _one(n: int) -> None:
    """Order and send, in this process alone, in the home the environment names."""
    from laerling.__main__ import connect  # noqa: PLC0415

    connect()
    from laerling.invitations.tasks import send_all  # noqa: PLC0415  once Django is up
    from laerling.outbox import queries as outbox  # noqa: PLC0415  the same

    started = time.perf_counter()
    dispatch = _order(n)
    send_all(dispatch, clock=lambda: OPEN)
    seconds = time.perf_counter() - started
    counts = outbox.counts_by_state(dispatch)
    if counts != {"accepted": n}:
        raise RuntimeError(counts)
    print(json.dumps({"seconds": seconds, "memory": _most_memory()}))


def _pages_beside(port: int, tokens: list[str]) -> None:
    """Print how long an answering page takes, at the median, idle and while a dispatch leaves."""
    with _answering_site() as site:
        cookies = [_cookie(site, token) for token in tokens]
        _page(site, cookies[0])
        idle = statistics.median(_page(site, cookie) for cookie in cookies * 4)
        _empty()
        found: list[float] = []
        over = threading.Event()

        def look() -> None:
            while not over.is_set():
                found.extend(_page(site, cookie) for cookie in cookies[:10])
                time.sleep(0.02)

        looking = threading.Thread(target=look)
        looking.start()
        _alone([__file__, "--ours", N], LAERLING_EMAIL_PORT=str(port))
        over.set()
        looking.join()
        print(f"an answering page: {idle * 1000:.1f} ms idle, {statistics.median(found) * 1000:.1f} ms meanwhile")


@contextmanager
def _answering_site() -> Iterator[int]:
    port = servers.free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port)]
    command += ["--workers", "1", "--blocking-threads", "4", "--log-level", "error", "laerling.config.wsgi:application"]
    environment = {**os.environ, "LAERLING_SITE": "answering"}
    collect = [sys.executable, "-m", "django", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(collect, env=environment, check=True)
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            servers.wait_for(port)
            yield port
        finally:
            process.terminate()


def _cookie(port: int, token: str) -> str:
    """Follow a personal link and return the cookie it leaves."""
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    connection.request("GET", f"/s/{token}")
    cookie = connection.getresponse().getheader("Set-Cookie") or ""
    connection.close()
    return cookie.partition(";")[0]


def _page(port: int, cookie: str) -> float:
    """Return how many seconds the first page of the survey took."""
    started = time.perf_counter()
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    connection.request("GET", "/start", headers={"Cookie": cookie})
    response = connection.getresponse()
    response.read()
    connection.close()
    if response.status != http.HTTPStatus.OK:
        raise RuntimeError(response.status)
    return time.perf_counter() - started


def _empty() -> None:
    """Leave the people as if nobody had written to them."""
    from django.db import connection  # noqa: PLC0415  once Django is up

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE outbox_message, outbox_lease, procrastinate_jobs CASCADE")
        cursor.execute(
            "UPDATE invitations_invitation"
            " SET n_contacts = 0, contacted_on = NULL, next_contact_on = NULL, last_dispatch_id = NULL"
        )
        cursor.execute("DELETE FROM invitations_dispatchpart")
        cursor.execute("DELETE FROM invitations_dispatch")
        for table in ("invitations_invitation", "invitations_dispatch", "outbox_circuit", "sample_samplemember"):
            cursor.execute(f"VACUUM ANALYZE {table}")
        cursor.execute("CHECKPOINT")


def _most_memory() -> float:
    """Return the most memory this process has had, in MiB. getrusage would count that of the process it was forked from."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024


if __name__ == "__main__":
    if sys.argv[1:2] == ["--ours"]:
        _one(int(sys.argv[2]))
    else:
        main()
