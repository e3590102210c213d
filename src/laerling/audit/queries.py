"""Questions about what was done: for the units, and whether the ledger is whole."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Max, Q, QuerySet
from django.db.models.functions import TruncMonth

from laerling.audit.heads import Head, kept
from laerling.audit.models import Event, LedgerEntry
from laerling.kernel.clock import OSLO

# The first fault of each entry, the gravest first; `faulty` has no line for an entry that is as it should be.
_FAULTS = """
    SELECT position, fault FROM (
        SELECT entry.position, CASE
            WHEN entry.position <> lag(entry.position, 1, 0::bigint) OVER chain + 1 THEN 'gap'
            WHEN event.id IS NULL THEN 'event_gone'
            WHEN entry.content_hash <> audit_hash(audit_content(event.id, event.at, event.actor_kind, event.actor_id,
                event.what, event.about, event.scope, event.details)) THEN 'event_changed'
            WHEN entry.previous_hash <> lag(entry.entry_hash, 1, repeat('0', 64)) OVER chain THEN 'chain_broken'
            WHEN entry.entry_hash <> audit_hash(entry.previous_hash || entry.content_hash) THEN 'entry_changed'
        END AS fault
        FROM audit_ledgerentry AS entry LEFT JOIN audit_event AS event ON event.id = entry.event_id
        WINDOW chain AS (ORDER BY entry.position)
    ) AS faulty WHERE fault IS NOT NULL ORDER BY position LIMIT 1
"""

_CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the ledger is whole. `fault` is empty, or what is wrong at `position`, the first broken place.

    `n_entries` are in the ledger, `n_waiting` events are not yet.
    """

    head: Head
    n_entries: int
    n_waiting: int
    position: int = 0
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as it is exported: `content` is the very text that was hashed, itself JSON."""

    position: int
    content: str
    content_hash: str
    previous_hash: str
    entry_hash: str


@dataclass(frozen=True, slots=True)
class EventRow:
    """One thing that was done: when, by which kind of actor, what, and its counts and codes."""

    at: datetime
    actor_kind: str
    what: str
    about: str
    details: Mapping[str, Any]


def head() -> Head:
    """Return the newest entry of the ledger."""
    newest = LedgerEntry.objects.order_by("-position").values_list("position", "entry_hash").first()
    return Head(*newest) if newest else Head(0, "0" * 64)


def verify() -> Verdict:
    """Look at every event and entry, and at the heads kept outside the database. About a second for 100,000 events."""
    with connection.cursor() as cursor:
        cursor.execute(_FAULTS)
        position, fault = cursor.fetchone() or (0, "")
    position, fault = (position, fault) if fault else _rewritten()
    n_entries = LedgerEntry.objects.count()
    return Verdict(head(), n_entries, max(Event.objects.count() - n_entries, 0), position, fault)


def _rewritten() -> tuple[int, str]:
    """Return the first kept head that the ledger no longer has; a ledger chained anew, or cut, is seen here only."""
    heads = [found for _day, found in kept()]
    wanted = [found.position for found in heads]
    there = dict(LedgerEntry.objects.filter(pk__in=wanted).values_list("position", "entry_hash"))
    gone = [found.position for found in heads if there.get(found.position) != found.entry_hash]
    return (min(gone), "rewritten") if gone else (0, "")


def lines(start: datetime, end: datetime) -> Iterator[Line]:
    """Yield the ledger from the first to the last entry whose event is of the time [start, end), none left out.

    Entries stand in the order they were chained in, so an event from just outside may stand among them.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(position), max(position) FROM audit_ledgerentry JOIN audit_event ON id = event_id"
            " WHERE at >= %s AND at < %s",
            [start, end],
        )
        first, last = cursor.fetchone()
    if first is None:
        return
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            "SELECT position, audit_content(id, at, actor_kind, actor_id, what, about, scope, details),"
            " entry.content_hash, previous_hash, entry_hash"
            " FROM audit_ledgerentry AS entry JOIN audit_event ON id = event_id"
            " WHERE position BETWEEN %s AND %s ORDER BY position",
            [first, last],
        )
        while rows := cursor.fetchmany(_CHUNK):
            yield from (Line(*row) for row in rows)


def done_for(
    scope_key: str,
    *,
    shared: Collection[str],
    kinds: Collection[str] | None = None,
    start: datetime | None = None,
    end: datetime | None = None,
) -> QuerySet[Event, Any]:
    """Return what was done for a unit, "county:46", the newest first, as values.

    What has no unit was done for all: of that the kinds in `shared` are told. `kinds` narrows, a name that ends with *
    by its beginning; times are [start, end).
    """
    found = _of(scope_key, shared)
    if kinds is not None:
        found = found.filter(_is_one_of(kinds))
    if start is not None:
        found = found.filter(at__gte=start)
    if end is not None:
        found = found.filter(at__lt=end)
    return found.order_by("-at", "id").values("at", "actor_kind", "actor_id", "what", "details")


def months_of(scope_key: str, *, shared: Collection[str]) -> tuple[datetime, ...]:
    """Return the months, by their first instant in Oslo, in which something was done for a unit; the newest first."""
    months = _of(scope_key, shared).annotate(month=TruncMonth("at", tzinfo=OSLO)).values_list("month", flat=True)
    return tuple(months.distinct().order_by("-month"))


def latest(scope: str, what: Collection[str], *, most: int) -> tuple[EventRow, ...]:
    """Return the newest events of these kinds for a unit ("county:46"), the newest first."""
    rows = Event.objects.filter(scope=scope, what__in=what).order_by("-at")[:most]
    return tuple(EventRow(row.at, row.actor_kind, row.what, row.about, row.details) for row in rows)


def last_times(what: str, scopes: Collection[str]) -> dict[str, datetime]:
    """Return when each of these units last had an event of a kind, by the unit's key; those without are left out."""
    groups = Event.objects.filter(what=what, scope__in=scopes).values("scope").annotate(last=Max("at"))
    return {group["scope"]: group["last"] for group in groups}


def _of(scope_key: str, shared: Collection[str]) -> QuerySet[Event, Event]:
    return Event.objects.filter(Q(scope=scope_key) | Q(scope="", what__in=shared))


def _is_one_of(kinds: Collection[str]) -> Q:
    named = Q(what__in=[kind for kind in kinds if not kind.endswith("*")])
    for beginning in (kind[:-1] for kind in kinds if kind.endswith("*")):
        named |= Q(what__startswith=beginning)
    return named
