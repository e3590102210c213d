"""What can be held beside each other in a unit: the units below it, its programmes and trades, and its years."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from laerling.access.types import Scope
from laerling.organisations import queries as organisations
from laerling.release import queries as release
from laerling.release.queries import GroupCells, Label, ReleaseFacts
from laerling.reports.types import Unit
from laerling.reports.variation.types import Between

# By level and way: the table, and the dimension whose codes the groups are.
_TABLES: Final[Mapping[str, Mapping[Between, tuple[str, str]]]] = {
    "nation": {
        "counties": ("county", "county"),
        "offices": ("office", "office"),
        "programmes": ("programme", "programme"),
        "trades": ("trade", "trade"),
    },
    "county": {
        "offices": ("office", "office"),
        "programmes": ("county*programme", "programme"),
        "trades": ("county*trade", "trade"),
    },
    "office": {
        "establishments": ("establishment", "establishment"),
        "programmes": ("office*programme", "programme"),
        "trades": ("office*trade", "trade"),
    },
}
_UNITS: Final = {"counties": "county", "offices": "office", "establishments": "establishment"}


@dataclass(frozen=True, slots=True)
class Place:
    """A group of the release: its name, what it belongs to ("" = nothing in between), and the unit it is, if it is one."""

    cells: GroupCells
    name: str
    panel: str = ""
    unit: Unit | None = None
    year: int | None = None


def ways(of: Unit, facts: ReleaseFacts) -> tuple[Between, ...]:
    """Return the ways a unit can be divided, as far as the round's release publishes them. One query."""
    published = release.plan(facts).tables
    divided = tuple(way for way, (table, _of) in _TABLES.get(of.level, {}).items() if table in published)
    return (*divided, "years")


def places(of: Unit, facts: ReleaseFacts, way: Between, items: Collection[str], now: datetime) -> tuple[Place, ...]:
    """Return a unit's groups by panel and name, shown or not; years come oldest first. Four queries at most."""
    if way == "years":
        found = release.series(_table(of), _key(of), items, now)
        return tuple(Place(cells, str(year), year=year) for year, cells in found.items())
    table, dimension = _TABLES[of.level][way]
    labels = release.labels(facts, dimension)
    groups = _within(of, facts, table, items, labels)
    above = _panels(of, facts, way, labels)
    position = table.split("*").index(dimension)
    found_places = []
    for key, cells in groups.items():
        code = key[position]
        # What lies in no programme, county or office is no group of its own here: it counts in what stands above.
        if code:
            name, panel = _name(labels, code), above.get(code, "")
            unit = Unit(_UNITS[way], code, name) if way in _UNITS else None  # type: ignore[arg-type]  # levels
            found_places.append(Place(cells, name, panel, unit))
    return tuple(sorted(found_places, key=lambda place: (place.panel, place.name, place.cells.key)))


def listed(scope: Scope, way: Between) -> frozenset[str] | None:
    """Return the codes of the units that may be listed to whoever acts for `scope`, None for all (M14).

    Programmes, trades and years are parts of the unit, which may be seen; so are an office's establishments.
    """
    if scope.is_national or way not in {"counties", "offices"}:
        return None
    if scope.unit_kind == "office":
        own = organisations.office(scope.unit_code)
        return frozenset({scope.unit_code, own.county if own else ""})
    return frozenset({scope.unit_code, *organisations.offices_situated_in(scope.unit_code)})


def _within(
    of: Unit, facts: ReleaseFacts, table: str, items: Collection[str], labels: Mapping[str, Label]
) -> Mapping[tuple[str, ...], GroupCells]:
    if of.level == "nation":
        return release.groups(facts, table, items=items)
    if "*" in table:
        return release.groups_within(facts, table, {of.level: of.code}, items)
    if table == "office":
        return release.groups(facts, table, [(orgnr,) for orgnr in organisations.offices_situated_in(of.code)], items)
    lying = [(code,) for code, label in labels.items() if f"{of.level}:{of.code}" in label.parents]
    return release.groups(facts, table, lying, items)


def _panels(of: Unit, facts: ReleaseFacts, way: Between, labels: Mapping[str, Label]) -> Mapping[str, str]:
    """Return the name of what each code belongs to: an office's county, where it is situated now, or a trade's programme."""
    if way == "offices" and of.level == "nation":
        names, situated = organisations.county_names(), organisations.counties_of_offices()
        return {code: names.get(situated.get(code) or _parent(label, "county"), "") for code, label in labels.items()}
    if way == "trades":
        programmes = release.labels(facts, "programme")
        parents = {code: _parent(label, "programme") for code, label in labels.items()}
        return {code: programmes[parent].name for code, parent in parents.items() if parent in programmes}
    return {}


def _parent(label: Label, kind: str) -> str:
    return next((one.partition(":")[2] for one in label.parents if one.startswith(f"{kind}:")), "")


def _name(labels: Mapping[str, Label], code: str) -> str:
    return labels[code].name if code in labels else code


def _table(of: Unit) -> str:
    return "" if of.level == "nation" else of.level


def _key(of: Unit) -> tuple[str, ...]:
    return (of.code,) if of.code else ()
