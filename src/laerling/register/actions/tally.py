"""What a file came to: how many rows, and which were set aside."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from laerling.kernel.db import copy_blocks
from laerling.register.rules.rows import RowFault

# So many places are kept, a few megabytes; a file with more faults than that is not mended row by row.
_MOST_PLACES: Final = 100_000
_PLACE: Final = ("extract_id", "row_number", "column", "rule")


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row set aside: its number in the file, the column's heading (empty for the whole row), the rule."""

    row_number: int
    column: str
    rule: str


@dataclass(slots=True)
class Tally:
    """The figures of a file, and the places of the rows set aside."""

    n_rows: int = 0
    n_set_aside: int = 0
    n_new: int = 0
    n_changed: int = 0
    n_unchanged: int = 0
    n_missing: int = 0
    count_date: date | None = None
    first_fault: SetAside | None = None
    _places: list[bytes] = field(default_factory=list)

    @property
    def n_good(self) -> int:
        """How many rows can be used."""
        return self.n_rows - self.n_set_aside

    def set_aside(self, row_number: int, faults: Iterable[RowFault]) -> None:
        """Note a row that breaks rules. Headings and rules are our own texts: nothing in them needs escaping."""
        self.n_set_aside += 1
        for fault in faults:
            if self.first_fault is None or row_number < self.first_fault.row_number:
                self.first_fault = SetAside(row_number, fault.column, fault.rule)
            if len(self._places) < _MOST_PLACES:
                self._places.append(f"{row_number}\t{fault.column}\t{fault.rule}\n".encode())

    def store(self, extract_id: str) -> None:
        """Write the places of the rows set aside down under the extract."""
        copy_blocks("register_setasiderow", _PLACE, (f"{extract_id}\t".encode() + line for line in self._places))
