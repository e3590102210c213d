"""Workers are killed again and again while messages leave by a gateway that fails now and then, and people answer.

Three ways out: an SMS gateway that can be asked what became of a message; one that cannot, but takes a repeat with the
same key for the same message; and mail, which can neither be asked nor repeated. The gateways turn five in a hundred
away (503), take three in a hundred and lose the reply, and are slow now and then. Time runs thirty times as fast for the
workers, so that leases end in seconds.

Ends with one line: messages that reached somebody twice; that reached nobody and are not known to be unknown; that are
called cancelled and arrived; and people written to more than a batch's time after they had answered. `--short` is the
tests' own: a few messages and a few kills.
"""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sized
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from laerling.config import throwaway
from laerling.config.env import PROJECT

BENCH = Path(__file__).parents[1]
sys.path[:0] = [str(BENCH), str(PROJECT)]

# Messages by SMS and kills, mails and kills.
WHOLE = (4_000, 60, 1_500, 20)
SHORT = (200, 4, 100, 3)
WORKERS = 3
# How much faster the workers' clock goes, and where it begins.
RATE = 30
OPEN = datetime(2026, 10, 20, 8, tzinfo=UTC)
# How long a batch may take in real seconds: who answers meanwhile may still be written to.
BATCH_SECONDS = 2.0
_AT_ONCE = 100


@dataclass
class Figures:
    """What a way out did wrong, and what stayed unknown."""

    twice: int
    lost: int
    cancelled: int
    after: int
    states: Counter[str]


@dataclass
class Post:
    """The gateway's own book: when each message was taken, each time."""

    keyed: bool
    taken: dict[str, list[float]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, method: str, path: str, _query: object, headers: dict[str, str], body: str) -> Any:
        """Answer a request as a flaky gateway does; None loses the reply."""
        if method == "GET":
            return (200, {"sms": {"state": "DELIVRD"}}) if path.rpartition("/")[2] in self.taken else (404, {})
        message_id, chance = json.loads(body)["id"], random.random()  # noqa: S311  a fault needs no secret
        if chance < 0.05:
            return 503, {}
        time.sleep(random.uniform(0.2, 0.7) if chance < 0.07 else 0.01)  # noqa: S311  the same
        with self.lock:
            times = self.taken.setdefault(message_id, [])
            if not (self.keyed and times and headers.get("Idempotency-Key") == message_id):
                times.append(time.time())
        return None if chance < 0.10 else (202, {"sms": {"id": f"gw-{message_id[:8]}"}})


def main(*, is_short: bool) -> None:
    """Drill each way out, and print what went wrong by all of them."""
    n, kills, n_mails, mail_kills = SHORT if is_short else WHOLE
    with throwaway.home():
        found = [
            _sms("a gateway that can be asked", n, kills, keyed=False),
            _sms("a gateway that honours a key", n, kills, keyed=True),
            _mail(n_mails, mail_kills),
        ]
    twice, lost, cancelled, after = (
        sum(getattr(one, name) for one in found) for name in ("twice", "lost", "cancelled", "after")
    )
    print(f"twice: {twice} lost: {lost} wrongly cancelled: {cancelled} reminded after: {after}")


def _sms(name: str, n: int, kills: int, *, keyed: bool) -> Figures:
    from tests.outbox.gateways import serving  # noqa: PLC0415  once Django is up

    from laerling.invitations.models import Invitation  # noqa: PLC0415  the same
    from laerling.outbox import actions as outbox  # noqa: PLC0415  the same

    # A killed worker hangs up in the middle: that is what is tried here, and no fault of the gateway's.
    ThreadingHTTPServer.handle_error = lambda *_: None  # type: ignore[method-assign]
    people, batch, post = _people(n), uuid4(), Post(keyed)
    everybody = Invitation.objects.filter(pk__in=people).values_list("pk")
    outbox.queue(batch=batch, source="drill", references=everybody, channel="sms", not_before=OPEN, now=OPEN)
    with serving(post) as url, _answering(people, post.taken) as answered:
        _run_workers(kills, "--sms", batch, url, "keyed" if keyed else "asked")
    return _tell(name, batch, {UUID(pk): times for pk, times in post.taken.items()}, answered)


def _mail(n: int, kills: int) -> Figures:
    from mail.flaky import flaky  # noqa: PLC0415  beside the measurements
    from tests.invitations.people import VESTLAND, ordered  # noqa: PLC0415  once Django is up

    people = _people(n)
    dispatch = ordered(VESTLAND, now=OPEN)
    with flaky() as server, _answering(people, server.taken) as answered:
        _run_workers(kills, "--mail", dispatch.pk, server.port)
    taken = {UUID(pk): [0.0] * times for pk, times in server.taken.items()}
    return _tell("mail", dispatch.pk, taken, answered)


def _people(n: int) -> list[UUID]:
    """Invite n new people. Whoever was invited before has declined: each way out has people of its own."""
    from tests.invitations.people import invited  # noqa: PLC0415  once Django is up

    from laerling.invitations.models import Invitation  # noqa: PLC0415  the same

    Invitation.objects.update(declined=True)
    return [person.pk for person in invited(n)]


class _answering:  # noqa: N801  a context, read like a verb
    """Some people answer once the first message has been taken; tells when each had."""

    def __init__(self, people: list[UUID], taken: Sized) -> None:
        self._taken = taken
        self._people = random.sample(people, len(people) // 5)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._answer)
        self.times: dict[UUID, float] = {}

    def __enter__(self) -> dict[UUID, float]:
        self._thread.start()
        return self.times

    def __exit__(self, *_fault: object) -> None:
        self._over.set()
        self._thread.join()

    def _answer(self) -> None:
        from django.db import connection  # noqa: PLC0415  once Django is up

        from laerling.invitations.models import Invitation  # noqa: PLC0415  the same

        try:
            while not self._taken and not self._over.wait(0.02):
                pass
            for person in self._people:
                if self._over.wait(0.02):
                    return
                Invitation.objects.filter(pk=person).update(answered=True)
                self.times[person] = time.time()
        finally:
            connection.close()


def _run_workers(kills: int, *what: object) -> None:
    command = [sys.executable, __file__, "--workers", str(kills), *map(str, what)]
    subprocess.run(command, env={**os.environ, "PYTHONWARNINGS": "ignore"}, check=True)


def _tell(name: str, batch: UUID, taken: dict[UUID, list[float]], answered: dict[UUID, float]) -> Figures:
    from laerling.outbox.models import Message  # noqa: PLC0415  once Django is up

    rows = list(Message.objects.filter(batch=batch).values_list("pk", "reference", "state"))
    figures = Figures(
        twice=sum(len(taken.get(pk, ())) > 1 for pk, _person, _state in rows),
        lost=sum(_is_lost(pk in taken, state, person in answered) for pk, person, state in rows),
        cancelled=sum(state == "cancelled" and pk in taken for pk, _person, state in rows),
        after=sum(_is_after(taken.get(pk), answered.get(person)) for pk, person, _state in rows),
        states=Counter(state for _pk, _person, state in rows),
    )
    told = ", ".join(f"{n} {state}" for state, n in sorted(figures.states.items()))
    print(f"{name}: {len(rows)} messages, {len(answered)} answered meanwhile; {told}")
    return figures


def _is_lost(was_taken: bool, state: str, has_answered: bool) -> bool:  # noqa: FBT001  three facts of one row
    """Return whether a message reached nobody and the database does not say so."""
    if was_taken or state in {"cancelled", "unknown"}:
        return False
    return not has_answered or state in {"accepted", "delivered"}


def _is_after(times: list[float] | None, answered: float | None) -> bool:
    return bool(times and answered) and times[0] > answered + BATCH_SECONDS  # type: ignore[index,operator]


# --- in the workers' own process


def _workers(kills: int, what: list[str]) -> None:
    """Keep some workers going, kill one of them at every other moment, and let the last ones finish."""
    from laerling.__main__ import connect  # noqa: PLC0415

    connect()
    from django.db import connection  # noqa: PLC0415  once Django is up

    _hasten()
    done, running = 0, [_start(what) for _ in range(WORKERS)]
    connection.close()
    while done < kills:
        time.sleep(random.uniform(0.15, 0.45))  # noqa: S311  when is no secret
        victim = running.pop(random.randrange(len(running)))  # noqa: S311  nor who
        os.kill(victim, signal.SIGKILL)
        os.waitpid(victim, 0)
        running.append(_start(what))
        done += 1
    for worker in running:
        os.waitpid(worker, 0)


def _start(what: list[str]) -> int:
    worker = os.fork()
    if worker == 0:
        with _last_words():
            _work(what)
            os._exit(0)
        os._exit(1)
    return worker


@contextmanager
def _last_words() -> Iterator[None]:
    """Print what ended a worker, and end it: it must not go on as its parent."""
    try:
        yield
    finally:
        if sys.exc_info()[0] is not None:
            traceback.print_exc()
            os._exit(1)


def _hasten() -> None:
    """Let time run faster for all that asks the clock, and shorten the waits that are measured in real seconds alike."""
    from laerling.invitations.actions import sending  # noqa: PLC0415  once Django is up
    from laerling.kernel import clock  # noqa: PLC0415  the same
    from laerling.outbox.channels import email, sms  # noqa: PLC0415  the same
    from laerling.outbox.channels.email import line, smtp  # noqa: PLC0415  the same
    from laerling.outbox.channels.sms import calling  # noqa: PLC0415  the same

    began = time.time()
    clock._wall_clock = lambda: OPEN + timedelta(seconds=(time.time() - began) * RATE)  # noqa: SLF001  the drill's purpose
    calling.TIMEOUT, line.TIMEOUT, smtp.TIMEOUT = (0.5, 0.5), 0.5, 0.5
    within = timedelta(seconds=BATCH_SECONDS)
    sms.send = partial(sms.send, begin_within=within, at_any_hour=True)
    sending.email = SimpleNamespace(send=partial(email.send, begin_within=within))


def _work(what: list[str]) -> None:
    random.seed()
    if what[0] == "--sms":
        _send_sms(UUID(what[1]), what[2], keyed=what[3] == "keyed")
    else:
        _send_mail(UUID(what[1]), int(what[2]))


def _send_sms(batch: UUID, url: str, *, keyed: bool) -> None:
    from tests.outbox.gateways import Gateway  # noqa: PLC0415  once Django is up

    from laerling.invitations.models import Invitation  # noqa: PLC0415  the same
    from laerling.kernel import clock  # noqa: PLC0415  the same
    from laerling.outbox import actions as outbox  # noqa: PLC0415  the same
    from laerling.outbox import queries  # noqa: PLC0415  the same
    from laerling.outbox.channels import sms  # noqa: PLC0415  the same
    from laerling.outbox.types import OutgoingSms  # noqa: PLC0415  the same

    more = {"idempotency_header": "Idempotency-Key", "lookup_url": "", "lookup_status": ""} if keyed else {}
    gateway = Gateway.at(url, **more)
    send, look_up = partial(sms.send, gateway=gateway), partial(sms.look_up, gateway=gateway)
    willing = Invitation.objects.willing().values_list("pk")
    answered = Invitation.objects.filter(answered=True).values_list("pk")
    given_up = time.monotonic() + 120
    while time.monotonic() < given_up:
        now = clock.now()
        outbox.resolve_expired_leases(now)
        outbox.look_up_unknown(channel="sms", look_up=look_up, now=now)
        claimed = outbox.claim(batch=batch, eligible=willing, limit=_AT_ONCE, now=now, channel="sms", unknown_too=keyed)
        outgoing = (OutgoingSms(message.id, "+4741234202", "Hei") for message in claimed)
        outbox.hand_over(claimed, outgoing, send, now=now)
        if not claimed:
            outbox.cancel(batch=batch, reason="answered", now=now, references=answered)
            if queries.next_due(batch, again=willing if keyed else None) is None and not _asked_still(batch, keyed):
                return
            time.sleep(0.1)


def _asked_still(batch: UUID, keyed: bool) -> bool:  # noqa: FBT001  a fact of the gateway
    from laerling.outbox.models import Message  # noqa: PLC0415  once Django is up

    return not keyed and Message.objects.filter(batch=batch, state="unknown").exists()


def _send_mail(dispatch_id: UUID, port: int) -> None:
    from django.conf import settings  # noqa: PLC0415  once Django is up

    from laerling.invitations import actions  # noqa: PLC0415  the same
    from laerling.invitations.models import Dispatch  # noqa: PLC0415  the same
    from laerling.invitations.tasks import send_all  # noqa: PLC0415  the same
    from laerling.kernel import clock  # noqa: PLC0415  the same

    settings.EMAIL_PORT = port
    given_up = time.monotonic() + 120
    while time.monotonic() < given_up and Dispatch.objects.exclude(state="done").filter(pk=dispatch_id).exists():
        actions.start_due_dispatches(clock.now())
        send_all(dispatch_id, clock=clock.now)
        time.sleep(0.1)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--workers"]:
        _workers(int(sys.argv[2]), sys.argv[3:])
    else:
        main(is_short="--short" in sys.argv)
