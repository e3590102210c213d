"""Counties of a chosen year through all rounds, from released figures only."""

from collections.abc import Collection
from datetime import datetime

from laerling.organisations import queries as organisations
from laerling.organisations.rules import Standing
from laerling.release import queries as release
from laerling.release.queries import CellFacts, GroupCells
from laerling.reports.regions.rules import RegionLine, RegionPoint, parts_of, reckoned, region_line
from laerling.reports.years.counties import structure_day
from laerling.reports.years.queries import held_of


def structure_of(year: int) -> tuple[Standing, ...]:
    """Return the counties of a round, for choosing the structure to reckon on (M26). Two queries."""
    return organisations.structure().on(structure_day(year))


def region_lines(
    *, code: str, items: Collection[str], now: datetime, readable: Collection[str] | None = None
) -> dict[str, RegionLine]:
    """Return the line of each item for a county of any year, in every round that is out.

    `readable` are the counties whoever asks may read, None for all: a sum is handed out where they may read every part.
    One query a county that is a part, and four more.
    """
    structure = organisations.structure()
    parts = {year: parts_of(structure, code, year) for year in release.released_years(now)}
    cells = _released({part for found in parts.values() for part in found or ()}, items, now)
    held = held_of(items)
    found = {}
    for item in items:
        points = [_point(year, part, item, cells, readable) for year, part in parts.items()]
        found[item] = region_line(code, item, points, held[item])
    return found


def _released(codes: Collection[str], items: Collection[str], now: datetime) -> dict[str, dict[int, GroupCells]]:
    return {code: release.series("county", (code,), items, now) for code in sorted(codes)}


def _point(
    year: int,
    parts: tuple[str, ...] | None,
    item: str,
    cells: dict[str, dict[int, GroupCells]],
    readable: Collection[str] | None,
) -> RegionPoint:
    may_read = readable is None or all(part in readable for part in parts or ())
    figures: dict[str, CellFacts] = {}
    for part in parts or ():
        group = cells[part].get(year)
        if group is not None:
            figures[part] = group.get(item)
    return reckoned(year, parts, figures, may_read=may_read)
