"""A list that comes back with statuses and notes: what it would change, and which rows cannot be used."""

from collections.abc import Iterable
from dataclasses import dataclass

from laerling.access.types import Scope


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
    """Return what a list would change with the scope, and what is wrong with the rest. Changes nothing."""
    raise NotImplementedError
