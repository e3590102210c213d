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
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Sized
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from laerling.config import throwaway
from laerling.config.env import PROJECT

BENCH = Path(__file__).parents[1]
sys.path[:0] = [str(BENCH), str(PROJECT)]

# Messages by SMS and kills, mails and kills.
WHOLE = (4_000, 60, 1_500, 20)
SHORT = (200, 4, 100, 3)
WORKERS = Path(__file__).parent / "workers" / "dispatch.py"
# When the workers' clock begins.
OPEN = datetime(2026, 10, 20, 8, tzinfo=UTC)
# How long a batch may take in real seconds: who answers meanwhile may still be written to.
BATCH_SECONDS = 2.0


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
    ThreadingHTTPServer.handle_error = lambda *_: None  # type: ignore[method-assign]  for the whole drill
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
    command = [sys.executable, str(WORKERS), str(kills), *map(str, what)]
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
    print(f"{name}: {len(rows)} messages, {len(answered)} answered meanwhile; {told}; twice: {figures.twice}")
    return figures


def _is_lost(was_taken: bool, state: str, has_answered: bool) -> bool:  # noqa: FBT001  three facts of one row
    """Return whether a message reached nobody and the database does not say so."""
    if was_taken or state in {"cancelled", "unknown"}:
        return False
    return not has_answered or state in {"accepted", "delivered"}


def _is_after(times: list[float] | None, answered: float | None) -> bool:
    return bool(times and answered and times[0] > answered + BATCH_SECONDS)


if __name__ == "__main__":
    main(is_short="--short" in sys.argv)
