"""The workers of the drill of a dispatch: kept going, killed one after the other, and let finish at last.

Their clock goes thirty times as fast, and the waits that are measured in real seconds are shorter alike.
"""

import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

sys.path.insert(0, str(Path(__file__).parents[3]))

WORKERS = 3
# How much faster the workers' clock goes, and where it begins.
RATE = 30
OPEN = datetime(2026, 10, 20, 8, tzinfo=UTC)
# How long a batch may take in real seconds.
BATCH_SECONDS = 2.0
_AT_ONCE = 100


def main(kills: int, what: list[str]) -> None:
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
        outbox.resolve_expired_leases(clock.now())
        outbox.look_up_unknown(channel="sms", look_up=look_up, now=clock.now())
        # Read anew: asking takes seconds on a busy machine, which are minutes here and the better part of a lease.
        now = clock.now()
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
    main(int(sys.argv[1]), sys.argv[2:])
