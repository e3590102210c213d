"""Questions about released cells: the only numbers that reports may show."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Literal
from uuid import UUID

from laerling.release.models import Cell, Release

Level = Literal["nation", "county", "office"]
Unit = tuple[Level, str]

ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """A release: which round, when it was made, by which rules, and the hash that names its content."""

    id: UUID
    round_year: int
    made_at: datetime
    rules: Mapping[str, int | str]
    content_hash: str
    n_answered: int


@dataclass(frozen=True, slots=True)
class CellFacts:
    """A figure as released: `n` answers, `counts` per option, or the `mean` of an index; all None where not shown."""

    shown: bool
    n: int | None = None
    counts: tuple[int, ...] | None = None
    mean: float | None = None


HIDDEN = CellFacts(shown=False)


@dataclass(frozen=True, slots=True)
class UnitCells:
    """A unit's figures by item; what is not there looks like what is hidden."""

    level: Level
    unit_code: str
    cells: Mapping[str, CellFacts]

    def get(self, item: str) -> CellFacts:
        """Return the figure of an item, hidden where there is none."""
        return self.cells.get(item, HIDDEN)


def released(round_year: int, now: datetime) -> ReleaseFacts | None:
    """Return the round's release once its results are out (`results_at`, M1), None before that or where none is made."""
    row = Release.objects.filter(round_id=round_year, round__results_at__lte=now).first()
    return _facts(row) if row else None


def released_years(now: datetime) -> tuple[int, ...]:
    """Return the years whose results are out, newest first."""
    rows = Release.objects.filter(round__results_at__lte=now).order_by("-round_id")
    return tuple(rows.values_list("round_id", flat=True))


def made(round_year: int) -> ReleaseFacts | None:
    """Return the round's release as soon as it is made: that it exists, never its cells, may be known early."""
    row = Release.objects.filter(round_id=round_year).first()
    return _facts(row) if row else None


def unit_codes(release: ReleaseFacts, level: Level) -> frozenset[str]:
    """Return the codes of the units that have a place in the release, shown or not."""
    rows = Cell.objects.filter(release_id=release.id, level=level, item=ANSWERED)
    return frozenset(rows.values_list("unit_code", flat=True))


def cells(release: ReleaseFacts, units: Iterable[Unit], items: Collection[str] | None = None) -> dict[Unit, UnitCells]:
    """Return the figures of some units, of some items or of all, in one query. Unknown units come out all hidden."""
    wanted = list(dict.fromkeys(units))
    rows = Cell.objects.filter(release_id=release.id, unit_code__in={code for _level, code in wanted})
    if items is not None:
        rows = rows.filter(item__in=items)
    found: dict[tuple[str, str], dict[str, CellFacts]] = {unit: {} for unit in wanted}
    for cell in rows.iterator():
        by_item = found.get((cell.level, cell.unit_code))
        if by_item is not None:
            by_item[cell.item] = _cell(cell)
    return {unit: UnitCells(*unit, MappingProxyType(found[unit])) for unit in wanted}


def _cell(cell: Cell) -> CellFacts:
    counts = None if cell.counts is None else tuple(cell.counts)
    return CellFacts(shown=True, n=cell.n, counts=counts, mean=cell.mean) if cell.shown else HIDDEN


def _facts(row: Release) -> ReleaseFacts:
    return ReleaseFacts(row.id, row.round_id, row.made_at, row.rules, row.content_hash, row.n_answered)
