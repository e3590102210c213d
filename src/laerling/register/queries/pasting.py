"""A list that comes back with statuses and notes: what it would change, and which rows cannot be used."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from laerling.access.types import Scope
from laerling.register.models import Finding
from laerling.register.rules.findings import NOTE_LENGTH, STATUSES, plain_words

# No finding has a longer number; longer ones would not fit the database's own.
_LONGEST_NUMBER: Final = 18


@dataclass(frozen=True, slots=True)
class PastedRow:
    """A row as it came back: its number in the list, and the cells' text. `status` is a code, or empty to leave it."""

    row_number: int
    finding_id: str
    status: str
    note: str


@dataclass(frozen=True, slots=True)
class PastedChange:
    """What a row would change: statuses and notes before and after."""

    row_number: int
    finding_id: int
    status_before: str
    status: str
    note_before: str
    note: str


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that cannot be used.

    `rule` is "not_a_number", "no_such_finding", "unknown_status", "too_long", "reason_missing" or "row_twice".
    """

    row_number: int
    rule: str


@dataclass(frozen=True, slots=True)
class Pasted:
    """What a list would change."""

    changes: tuple[PastedChange, ...]
    n_unchanged: int
    refused: tuple[RefusedRow, ...]


def read_pasted(rows: Iterable[PastedRow], *, scope: Scope) -> Pasted:
    """Return what a list would change with the scope, and what is wrong with the rest. Changes nothing.

    An empty note leaves the note that is there. A finding that will not be mended and has no reason takes its note as
    the reason.
    """
    rows = list(rows)
    known = _known({row.finding_id for row in rows}, scope)
    seen: set[str] = set()
    changes, refused, n_unchanged = [], [], 0
    for row in rows:
        finding = known.get(row.finding_id.strip())
        rule = _fault(row, finding, seen)
        if finding is None or rule:
            refused.append(RefusedRow(row.row_number, rule))
            continue
        seen.add(row.finding_id.strip())
        change = _change(row, finding)
        if (change.status, change.note) == (finding.status, finding.note):
            n_unchanged += 1
        else:
            changes.append(change)
    return Pasted(tuple(changes), n_unchanged, tuple(refused))


def _known(ids: set[str], scope: Scope) -> dict[str, Finding]:
    """Return the scope's findings by the text of their number, those proved mended too."""
    numbers = {int(text) for text in map(str.strip, ids) if _is_number(text)}
    found = Finding.objects.filter(id__in=numbers).visible_to(scope)
    return {str(finding.id): finding for finding in found.only("id", "status", "reason", "note")}


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER


def _fault(row: PastedRow, finding: Finding | None, seen: set[str]) -> str:
    """Return the rule a row breaks, or nothing."""
    number = row.finding_id.strip()
    status = row.status or (finding.status if finding else "")
    says_why = bool(plain_words(row.note) or (finding and (finding.reason or finding.note)))
    checks = (
        ("not_a_number", not _is_number(number)),
        ("no_such_finding", finding is None),
        ("row_twice", number in seen),
        ("unknown_status", bool(row.status) and row.status not in STATUSES),
        ("too_long", len(plain_words(row.note)) > NOTE_LENGTH),
        ("reason_missing", status == "will_not_be_mended" and not says_why),
    )
    return next((rule for rule, holds in checks if holds), "")


def _change(row: PastedRow, finding: Finding) -> PastedChange:
    return PastedChange(
        row_number=row.row_number,
        finding_id=finding.id,
        status_before=finding.status,
        status=row.status or finding.status,
        note_before=finding.note,
        note=plain_words(row.note) or finding.note,
    )
