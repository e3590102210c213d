"""Questions about the register files that came in, and what became of each."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Count

from laerling.register.models import WAITING, Extract, SetAsideRow
from laerling.register.queries.contracts import Listing


@dataclass(frozen=True, slots=True)
class ExtractRow:
    """A file that came in, with its figures; see `models.Extract`."""

    id: str
    register: str
    stage: str
    state: str
    refusal: str
    layout: str
    count_date: date | None
    received_at: datetime
    decided_at: datetime | None
    n_rows: int
    n_new: int
    n_changed: int
    n_unchanged: int
    n_set_aside: int
    n_missing: int
    unknown_columns: tuple[str, ...]

    @property
    def waits(self) -> bool:
        """Whether the file is checked, and nobody has decided on it."""
        return self.state == WAITING


@dataclass(frozen=True, slots=True)
class SetAsidePlace:
    """A row that was set aside: its number in the file, the column's heading, the rule."""

    row_number: int
    column: str
    rule: str


@dataclass(frozen=True, slots=True)
class SetAsideCount:
    """How many rows break a rule in a column."""

    column: str
    rule: str
    n: int


_COLUMNS: Final = tuple(field.name for field in fields(ExtractRow))


def extracts(round_year: int) -> tuple[ExtractRow, ...]:
    """Return the files taken in for a round, the newest first."""
    rows = Extract.objects.taken_in().filter(round_id=round_year).order_by("-received_at", "id")
    return tuple(map(_row, rows.values(*_COLUMNS)))


def received(round_year: int) -> Listing[ExtractRow]:
    """Return every file that came in for a round, refused and thrown away ones too, the newest first."""
    rows = Extract.objects.filter(round_id=round_year).order_by("-received_at", "id")
    return Listing(rows.values(*_COLUMNS), _row)


def extract(extract_id: UUID | str) -> ExtractRow | None:
    """Return one file that came in, or None."""
    try:
        found = Extract.objects.filter(id=extract_id).values(*_COLUMNS).first()
    except ValidationError:
        return None
    return _row(found) if found else None


def set_aside(extract_id: str) -> Listing[SetAsidePlace]:
    """Return the rows a file had set aside, in the order of the file."""
    rows = SetAsideRow.objects.filter(extract_id=extract_id).order_by("row_number", "column", "rule")
    return Listing(rows.values("row_number", "column", "rule"), lambda row: SetAsidePlace(**row))


def set_aside_counts(extract_id: str) -> tuple[SetAsideCount, ...]:
    """Return how many rows a file had set aside by column and rule, the most frequent first."""
    groups = SetAsideRow.objects.filter(extract_id=extract_id).values("column", "rule").annotate(n=Count("id"))
    return tuple(SetAsideCount(**group) for group in groups.order_by("-n", "column", "rule"))


def _row(values: Mapping[str, Any]) -> ExtractRow:
    return ExtractRow(**{**values, "id": str(values["id"]), "unknown_columns": tuple(values["unknown_columns"])})
