"""Marking what a later final extract says of those on the locked list. The list itself, and the profiles, stay."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from laerling.audit import actions as audit
from laerling.kernel.types import Actor
from laerling.sample import queries
from laerling.sample.facts import BESIDE, contract_of, kept_sql, rule_of
from laerling.sample.models import Sample, SampleChange
from laerling.sample.rules import Change, RuleDates, changes

# Members whose contract is no longer as it was drawn, with what was kept then and what stands there now.
_OTHERS: Final = f"""
    SELECT member.id, member.contract_id, contract.number, member.person_id, member.facts, now.facts, contract.extract_id
    FROM sample_samplemember AS member
    JOIN register_contract AS contract ON contract.id = member.contract_id
    CROSS JOIN LATERAL (SELECT {kept_sql("contract")} AS facts) AS now
    WHERE member.sample_id = %s AND member.facts <> '{{}}'
        AND (member.facts - %s::text[]) IS DISTINCT FROM now.facts
"""  # noqa: S608  names are our own


@dataclass(frozen=True, slots=True)
class MarkReceipt:
    """What came of looking for changes: how many were marked, by kind, and how many were taken back."""

    n_marked: dict[str, int]
    n_taken_back: int


@dataclass(frozen=True, slots=True)
class _Found:
    """A change of a member, and the extract that brought it."""

    member_id: UUID
    change: Change
    extract_id: UUID

    @property
    def key(self) -> tuple[UUID, str, frozenset[tuple[str, str]]]:
        return self.member_id, self.change.kind, frozenset(self.change.what.items())


@transaction.atomic
def mark_changes(*, round_year: int, by: Actor, now: datetime) -> MarkReceipt:
    """Mark who on the locked list is interrupted, has ended or has moved by the final extracts now in (M8).

    What an extract no longer shows is marked as taken back; what comes back stands again. The members and their
    profiles are never touched. Nothing is marked before the final sample is frozen. Safe to repeat.
    """
    sample = Sample.objects.select_for_update().filter(round_id=round_year).exclude(frozen_at=None).first()
    if sample is None or not sample.rule:
        return MarkReceipt({}, 0)
    files = queries.files_in(round_year, "final")
    found = {one.key: one for one in _found(sample, rule_of(sample.rule))}
    known = {
        (mark.member_id, mark.kind, frozenset(mark.what.items())): mark
        for mark in SampleChange.objects.filter(member__sample=sample)
    }
    fresh = [one for key, one in found.items() if key not in known]
    back = [mark for key, mark in known.items() if key in found and mark.taken_back_at is not None]
    gone = [mark for key, mark in known.items() if key not in found and mark.taken_back_at is None]
    _mark(fresh, by=by, now=now)
    _turn(back, taken_back_at=None, what="back", by=by, now=now)
    _turn(gone, taken_back_at=now, what="taken_back", by=by, now=now)
    Sample.objects.filter(id=sample.id).update(marked_from=files)
    return MarkReceipt(dict(Counter(one.change.kind for one in fresh)), len(gone))


def mark_if_newer(*, round_year: int, by: Actor, now: datetime) -> MarkReceipt | None:
    """Mark changes where register files came in after they were last looked for; return None where none did."""
    frozen = Sample.objects.filter(~Q(frozen_at=None), round_id=round_year).values_list("marked_from", flat=True)
    known = frozen.first()
    if known is None or known == queries.files_in(round_year, "final"):
        return None
    return mark_changes(round_year=round_year, by=by, now=now)


def _found(sample: Sample, dates: RuleDates) -> Iterable[_Found]:
    with connection.cursor() as cursor:
        cursor.execute(_OTHERS, [sample.id, list(BESIDE)])
        rows = cursor.fetchall()
    for member_id, contract_id, number, person_id, drawn, current, extract_id in rows:
        before, after = json.loads(drawn), json.loads(current)
        same = {"contract_id": contract_id, "number": number, "person_id": person_id}
        yield from (
            _Found(member_id, change, extract_id)
            for change in changes(
                contract_of(before, **same),
                contract_of(after, **same),
                counties=(before["county_code"], after["county_code"]),
                ended_on=after.get("ended_on", ""),
                dates=dates,
            )
        )


def _mark(fresh: Iterable[_Found], *, by: Actor, now: datetime) -> None:
    for one in fresh:
        mark = SampleChange.objects.create(
            member_id=one.member_id,
            kind=one.change.kind,
            what=one.change.what,
            extract_id=one.extract_id,
            found_at=now,
        )
        _tell("marked", mark, by=by, now=now)


def _turn(
    marks: Iterable[SampleChange], *, taken_back_at: datetime | None, what: str, by: Actor, now: datetime
) -> None:
    for mark in marks:
        SampleChange.objects.filter(id=mark.id).update(taken_back_at=taken_back_at)
        _tell(what, mark, by=by, now=now)


def _tell(what: str, mark: SampleChange, *, by: Actor, now: datetime) -> None:
    audit.record(
        f"sample.change.{what}", by=by, now=now, about=f"member:{mark.member_id}", kind=mark.kind, change=mark.id
    )
