"""What was marked after the list was locked."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q

from laerling.sample.models import SampleChange

# Marks that mean somebody would not be asked today: not running, or interrupted in the survey period (M4).
_LEFT: Final = ("ended", "interrupted")


@dataclass(frozen=True, slots=True)
class Mark:
    """One change: its kind ("interrupted", "ended", "moved"), the new values, the count date of the extract it came with.

    `what` holds ISO dates, codes and numbers of organisations by our names for the columns; `taken_back_at` is when a
    later extract no longer showed it.
    """

    member_id: str
    kind: str
    what: Mapping[str, str]
    count_date: date | None
    found_at: datetime
    taken_back_at: datetime | None


def marks_of(member_ids: Iterable[str]) -> tuple[Mark, ...]:
    """Return the marks of some members, in the order they were found."""
    ids = list(member_ids)
    if not ids:
        return ()
    rows = SampleChange.objects.filter(member_id__in=ids).order_by("found_at", "id")
    columns = ("member_id", "kind", "what", "extract__count_date", "found_at", "taken_back_at")
    return tuple(_mark(*row) for row in rows.values_list(*columns))


def kinds_of(member_ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the kinds of the changes that stand, by member, for a list."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for mark in marks_of(member_ids):
        if mark.taken_back_at is None and mark.kind not in found[mark.member_id]:
            found[mark.member_id].append(mark.kind)
    return {member_id: tuple(kinds) for member_id, kinds in found.items()}


def has_left_training(*, member: str) -> Q:
    """Return the condition that a later extract says a member has ended or been interrupted, and it stands.

    `member` is the name of the key that leads to the member ("member" on an invitation).
    """
    said = SampleChange.objects.filter(member_id=OuterRef(f"{member}_id"), kind__in=_LEFT, taken_back_at=None)
    return Q(Exists(said))


def _mark(
    member_id: Any,
    kind: str,
    what: Mapping[str, str],
    count_date: date | None,
    found_at: datetime,
    taken_back_at: datetime | None,
) -> Mark:
    return Mark(str(member_id), kind, what, count_date, found_at, taken_back_at)
