"""Lines over the years from released figures only, for any group of the release's tables."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from laerling.access.types import Scope
from laerling.organisations import queries as organisations
from laerling.organisations.rules import Structure
from laerling.questionnaire import queries as questionnaires
from laerling.release import queries as release
from laerling.release.queries import HIDDEN, GroupCells
from laerling.release.queries.names import names_over_years
from laerling.reports.years.counties import CountyChoice, Place, choices, place_in
from laerling.reports.years.rules import Line, Stretch, YearPoint, line, runs, stretches

SURVEY: Final = "apprentice"
_ANSWERED_ALWAYS: Final = (Stretch(0, None, "first"),)
_COUNTY: Final = "county"
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Group:
    """A group of a table, and where among its dimensions the county stands, None where it has none."""

    table: str
    key: Key

    @property
    def county_at(self) -> int | None:
        dimensions = self.table.split("*")
        return dimensions.index(_COUNTY) if _COUNTY in dimensions else None

    def in_county(self, code: str) -> "_Group":
        at = self.county_at
        return self if at is None else _Group(self.table, (*self.key[:at], code, *self.key[at + 1 :]))


def lines(
    *, table: str, key: Key, items: Collection[str], now: datetime, readable: Collection[str] | None = None
) -> dict[str, Line]:
    """Return the line of each item for a group, such as ("county", ("46",)) or ("", ()) for the nation.

    A county's rounds are those of its own name: the old Akershus and the new one. `readable` are the counties that may
    be read, None for all: of others no figure is handed out. Seven queries at most, however many rounds and items.
    """
    group = _Group(table, key)
    years = sorted(release.released_years(now))
    structure = organisations.structure()
    places = _places(group, structure, years, readable)
    found = _released(group, {place.own for place in places.values() if place.own is not None}, items, now)
    names = _names(group, structure, places, now)
    lying = {year: _lying(place, readable) for year, place in places.items() if place.own is None}
    held = held_of(items)
    return {item: line(item, _points(item, years, places, found, names), held[item], runs(lying)) for item in items}


def county_choices(scope: Scope, held: Collection[Scope], *, on: date) -> tuple[CountyChoice, ...]:
    """Return the counties to choose among for a scope: its own and its kin, or all there have been for the Directorate.

    `held` are all scopes of the one who asks. Nothing for an office: it keeps its own whole line. Two queries.
    """
    structure = organisations.structure()
    if scope.is_national:
        every = (
            CountyChoice(one.code, one.name, one.since, one.until, "own", may_read=True) for one in structure.counties
        )
        return tuple(sorted(every, key=lambda one: (one.until is not None, one.name, one.code)))
    if scope.unit_kind != "county":
        return ()
    readable = {one.unit_code for one in (scope, *held) if one.unit_kind == "county"}
    return choices(structure, scope.unit_code, held=readable, on=on)


def _places(
    group: _Group, structure: Structure, years: Sequence[int], readable: Collection[str] | None
) -> dict[int, Place]:
    """Return under which county code the group's figures of each round are asked for; none where they may not be."""
    at = group.county_at
    if at is None:
        return dict.fromkeys(years, Place(""))
    found = {year: place_in(structure, group.key[at], year) for year in years}
    return {
        year: place if _may_read(place, readable) else Place(None, (place.own or "",)) for year, place in found.items()
    }


def _may_read(place: Place, readable: Collection[str] | None) -> bool:
    return place.own is None or readable is None or place.own in readable


def _lying(place: Place, readable: Collection[str] | None) -> tuple[tuple[str, ...], bool]:
    return place.elsewhere, readable is None or all(code in readable for code in place.elsewhere)


def _released(
    group: _Group, codes: Collection[str], items: Collection[str], now: datetime
) -> dict[tuple[str, int], GroupCells]:
    """Return the group's figures by county code and round: one query a code, and no county has had more than two."""
    found: dict[tuple[str, int], GroupCells] = {}
    for code in sorted(codes):
        asked = group.in_county(code)
        for year, cells in release.series(asked.table, asked.key, items, now).items():
            found[code, year] = cells
    return found


def _names(group: _Group, structure: Structure, places: Mapping[int, Place], now: datetime) -> dict[int, str]:
    """Return what the unit was called in each round; the last of a group's dimensions gives it its name."""
    if not group.key:
        return {}
    dimension, code = group.table.rpartition("*")[2], group.key[-1]
    if dimension == _COUNTY:
        called = {one.code: one.name for one in structure.counties}
        return {year: called.get(place.own, "") for year, place in places.items() if place.own}
    return names_over_years(dimension, code, now)


def _points(
    item: str,
    years: Sequence[int],
    places: Mapping[int, Place],
    found: Mapping[tuple[str, int], GroupCells],
    names: Mapping[int, str],
) -> Iterator[YearPoint]:
    """Yield a point for every round in which the release has the group, shown or not."""
    for year in years:
        own = places[year].own
        cells = found.get((own, year)) if own is not None else None
        if own is not None and cells is not None:
            yield YearPoint(year, cells.get(item) if cells.shown else HIDDEN, own, names.get(year, ""))


def held_of(items: Collection[str]) -> dict[str, tuple[Stretch, ...]]:
    """Return the stretches of each item. How many answered is asked the same way in every round. One query."""
    versions = questionnaires.versions(SURVEY)
    return {item: _ANSWERED_ALWAYS if item == release.ANSWERED else stretches(item, versions) for item in items}
