"""A list on its way back: from cells to rows, shown before anything is changed, and carried over to the last press."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from laerling.access.types import Scope
from laerling.portals.checking import words
from laerling.portals.checking.lines import line
from laerling.portals.checking.working import Cells, TooManyRows
from laerling.register import queries as register
from laerling.register.queries import PastedChange, PastedRow, RefusedRow
from laerling.register.words import Words

# As many as anybody looks through before pressing.
_MOST_SHOWN: Final = 100
# What a form may carry to the next press, in characters; the server takes 2.5 MB.
_MOST_CARRIED: Final = 1_500_000
_PARTS: Final = 4


@dataclass(frozen=True, slots=True)
class Change:
    """One row's change in words; empty strings where nothing changes."""

    row_number: int
    who: str
    label: str
    status_before: str
    status: str
    note_before: str
    note: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What a list would change: the first changes in words, how many there are, and the rows that cannot be used."""

    shown: tuple[Change, ...]
    n_changes: int
    n_unchanged: int
    refused: tuple[tuple[int, str], ...]
    carried: str


def rows_of(cells: Iterable[Cells]) -> list[PastedRow]:
    """Return cells as `register` reads them: statuses as codes, where they name one."""
    return [PastedRow(one.row_number, one.id, _status(one.status), one.note) for one in cells]


def preview(rows: list[PastedRow], *, scope: Scope, round_year: int) -> Preview:
    """Return what the rows would change. Changes nothing. Raises TooManyRows where a form cannot carry them."""
    read = register.read_pasted(rows, scope=scope)
    changed = {change.row_number for change in read.changes}
    return Preview(
        shown=_in_words(read.changes[:_MOST_SHOWN], scope, round_year),
        n_changes=len(read.changes),
        n_unchanged=read.n_unchanged,
        refused=refused(read.refused),
        carried=_carry(row for row in rows if row.row_number in changed),
    )


def refused(rows: Iterable[RefusedRow]) -> tuple[tuple[int, str], ...]:
    """Return rows that cannot be used: the number, and the rule in words."""
    return tuple((row.row_number, str(words.RULES.get(row.rule, row.rule))) for row in rows)


def carried(text: str) -> list[PastedRow]:
    """Return the rows that a form carried; none where it is not as we wrote it."""
    try:
        given = json.loads(text)
    except ValueError:
        return []
    if not isinstance(given, list):
        return []
    return [PastedRow(one[0], str(one[1]), str(one[2]), str(one[3])) for one in given if _is_row(one)]


def _is_row(one: object) -> bool:
    return isinstance(one, list) and len(one) == _PARTS and type(one[0]) is int


def _carry(rows: Iterable[PastedRow]) -> str:
    text = json.dumps([[row.row_number, row.finding_id, row.status, row.note] for row in rows], ensure_ascii=False)
    if len(text) > _MOST_CARRIED:
        raise TooManyRows(rows=text.count("],"))
    return text


def _status(cell: str) -> str:
    """Return the code a cell names; what names none stays as it is, and is refused by its rule."""
    if not cell:
        return ""
    found = words.status_of(cell)
    return cell if found is None else found


def _in_words(changes: tuple[PastedChange, ...], scope: Scope, round_year: int) -> tuple[Change, ...]:
    known = {row.id: line(row) for row in register.findings(scope, round_year)} if changes else {}
    shown = []
    for change in changes:
        about = known.get(change.finding_id)
        is_moved, is_noted = change.status != change.status_before, change.note != change.note_before
        shown.append(
            Change(
                row_number=change.row_number,
                who=about.who if about else str(change.finding_id),
                label=about.label if about else "",
                status_before=_words(words.STATUSES, change.status_before) if is_moved else "",
                status=_words(words.STATUSES, change.status) if is_moved else "",
                note_before=change.note_before if is_noted else "",
                note=change.note if is_noted else "",
            )
        )
    return tuple(shown)


def _words(of: Words, code: str) -> str:
    return str(of[code])
