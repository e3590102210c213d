"""Recording what was done, chaining it, and handing it out."""

import json
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from laerling.audit import heads, queries
from laerling.audit.models import Event
from laerling.kernel.clock import in_oslo, oslo_instant
from laerling.kernel.errors import Refusal
from laerling.kernel.types import Actor


class FileNotWritable(Refusal):
    """The export cannot be written where it should be."""

    code = "file_not_writable"
    sentence = _("The file cannot be written there: %(reason)s.")


def record(what: str, *, by: Actor, now: datetime, about: str = "", scope: str = "", **details: Any) -> None:
    """Append one event in the caller's transaction.

    `what` is `station.noun.past`; `about` names the thing by kind and id, "round:2026"; `scope` the unit it was done
    for, "county:46", empty where it was done for all. Details are counts, codes and ids: never names, addresses or other
    personal values. Each kind has its words in `portals.history.words`.
    """
    Event.objects.create(
        at=now, actor_kind=by.kind, actor_id=by.id, what=what, about=about, scope=scope, details=details
    )


@transaction.atomic
def extend_ledger(*, now: datetime) -> int:
    """Chain the events that are not in the ledger yet, keep today's head outside the database, and return how many.

    One caller at a time; those who record events wait for nobody. Safe to repeat.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_extend_ledger()")
        (n_entered,) = cursor.fetchone()
    day = in_oslo(now).date()
    head = queries.head()
    # Kept only once it cannot be undone any more.
    transaction.on_commit(lambda: heads.keep(head, on=day))
    return int(n_entered)


def export_events(*, to: Path, first: date, last: date, by: Actor, now: datetime) -> int:
    """Write the ledger of the Oslo days `first` to `last`, both included, as JSON lines, and return how many.

    For this user's eyes only. Raises FileNotWritable.
    """
    extend_ledger(now=now)
    start, end = (oslo_instant(day, time.min) for day in (first, last + timedelta(days=1)))
    n_lines = 0
    try:
        to.touch(mode=0o600)
        with to.open("w", encoding="utf-8") as file:
            for line in queries.lines(start, end):
                file.write(json.dumps(asdict(line), ensure_ascii=False) + "\n")
                n_lines += 1
    except OSError as fault:
        raise FileNotWritable(reason=fault.strerror) from fault
    record("audit.events.exported", by=by, now=now, first=first.isoformat(), last=last.isoformat(), n=n_lines)
    return n_lines
