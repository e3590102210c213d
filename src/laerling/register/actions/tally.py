"""What a file came to: how many rows, and which were set aside."""

from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from laerling.kernel.db import copy_in


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row set aside: its number in the file, the column's heading (empty for the whole row), the rule."""

    row_number: int
    column: str
    rule: str


class Tally(Protocol):
    """The figures of a file, and the rows it set aside."""

    n_rows: int
    n_new: int
    n_changed: int
    n_unchanged: int
    count_date: date | None

    @property
    def n_set_aside(self) -> int:
        """How many rows were set aside; a row may break several rules."""

    def first_fault(self) -> SetAside:
        """Return the first row set aside."""

    def store(self, extract_id: str) -> None:
        """Write the rows set aside down under the extract."""


@dataclass(slots=True)
class ListedTally:
    """A tally that keeps the rows set aside in a list: for the small registers."""

    n_rows: int = 0
    n_new: int = 0
    n_changed: int = 0
    n_unchanged: int = 0
    count_date: date | None = None
    set_aside: list[SetAside] = field(default_factory=list)

    @property
    def n_set_aside(self) -> int:
        """How many rows were set aside; a row may break several rules."""
        return len({line.row_number for line in self.set_aside})

    def first_fault(self) -> SetAside:
        """Return the first row set aside."""
        return self.set_aside[0]

    def store(self, extract_id: str) -> None:
        """Write the rows set aside down under the extract."""
        rows = ((extract_id, line.row_number, line.column, line.rule) for line in self.set_aside)
        copy_in("register_setasiderow", ["extract_id", "row_number", "column", "rule"], rows)
