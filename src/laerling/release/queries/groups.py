"""Released figures: the only numbers that reports may show. Every question is one indexed query."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from django.db.models import F, QuerySet
from django.db.models.fields.json import KeyTransform

from laerling.release.models import ReleasedGroup
from laerling.release.queries.types import CellFacts, GroupCells, Key, Level, ReleaseFacts, Unit, UnitCells

# Picking so many items out of a group's figures costs less than reading them all.
FEW_ITEMS: Final = 12


def groups(
    release: ReleaseFacts,
    table: str,
    keys: Iterable[Key] | None = None,
    items: Collection[str] | None = None,
    rounds: int = 1,
    *,
    shown_only: bool = False,
) -> dict[Key, GroupCells]:
    """Return the groups of a table by key, all or some, with figures of all items or some, in one query.

    Keys come in their order; those the release does not have are not there. `rounds` is 2 for pooled figures.
    `shown_only` leaves out groups of which nothing is shown: most of the finest tables.
    """
    rows = ReleasedGroup.objects.filter(release_id=release.id, table=table, rounds=rounds)
    if shown_only:
        rows = rows.filter(shown=True)
    if keys is not None:
        rows = rows.filter(key__in=[list(key) for key in keys])
    return {found.key: found for _year, found in _read(rows.order_by("key"), items)}


def groups_within(
    release: ReleaseFacts,
    table: str,
    fixed: Mapping[str, str],
    items: Collection[str] | None = None,
    rounds: int = 1,
) -> dict[Key, GroupCells]:
    """Return those groups of a table that have these codes in these dimensions. Raises ValueError for a foreign one."""
    dimensions = table.split("*")
    rows = ReleasedGroup.objects.filter(release_id=release.id, table=table, rounds=rounds)
    for dimension, code in fixed.items():
        rows = rows.filter(**{f"key__{dimensions.index(dimension)}": code})
    return {found.key: found for _year, found in _read(rows.order_by("key"), items)}


def series(
    table: str, key: Key, items: Collection[str] | None, now: datetime, rounds: int = 1
) -> dict[int, GroupCells]:
    """Return a group's figures in every round that is out and has it, oldest first, in one query.

    A line may be drawn only where `questionnaire.queries.are_comparable` says so (M25).
    """
    rows = ReleasedGroup.objects.filter(
        table=table, key=list(key), rounds=rounds, release__round__results_at__lte=now
    ).order_by("release__round_id")
    return dict(_read(rows, items))


def cells(release: ReleaseFacts, units: Iterable[Unit], items: Collection[str] | None = None) -> dict[Unit, UnitCells]:
    """Return the figures of some units, of some items or of all, in one query. Unknown units come out all hidden."""
    wanted = list(dict.fromkeys(units))
    rows = ReleasedGroup.objects.filter(
        release_id=release.id,
        rounds=1,
        table__in={_table(level) for level, _code in wanted},
        key__in=[[code] if code else [] for _level, code in wanted],
    )
    found: dict[tuple[str, Key], GroupCells] = {(one.table, one.key): one for _year, one in _read(rows, items)}
    none: Mapping[str, CellFacts] = MappingProxyType({})
    out = {}
    for level, code in wanted:
        group = found.get((_table(level), (code,) if code else ()))
        out[level, code] = UnitCells(level, code, group.cells if group else none)
    return out


def shown_groups(release: ReleaseFacts) -> dict[tuple[str, Key], dict[str, int]]:
    """Return how many answers stand behind each item that a round's own figures show, by table and key. One query."""
    rows = ReleasedGroup.objects.filter(release_id=release.id, rounds=1, shown=True)
    return {
        (table, tuple(key)): {item: said["n"] for item, said in figures.items()}
        for table, key, figures in rows.values_list("table", "key", "figures").iterator()
    }


def is_pooled(release: ReleaseFacts) -> bool:
    """Return whether any of the release's figures are of its round and the one before together. One query."""
    return ReleasedGroup.objects.filter(release_id=release.id, rounds=2).exists()


def unit_codes(release: ReleaseFacts, level: Level) -> frozenset[str]:
    """Return the codes of the units that have a place in the release, shown or not."""
    rows = ReleasedGroup.objects.filter(release_id=release.id, table=_table(level), rounds=1)
    return frozenset(key[0] if key else "" for key in rows.values_list("key", flat=True) if key != [""])


def _table(level: Level) -> str:
    return "" if level == "nation" else level


def _read(rows: QuerySet[ReleasedGroup], items: Collection[str] | None) -> Iterator[tuple[int, GroupCells]]:
    """Yield the rounds' years and groups of the rows, with figures of the items asked for."""
    names = ("release__round_id", "table", "key", "shown", "rounds")
    if items is None or len(items) > FEW_ITEMS:
        for year, table, key, shown, rounds, figures in rows.values_list(*names, "figures").iterator():
            yield year, _group(table, key, rounds, figures, items, shown=shown)
        return
    picked = {f"item_{place}": KeyTransform(item, F("figures")) for place, item in enumerate(items)}
    for year, table, key, shown, rounds, *values in rows.annotate(**picked).values_list(*names, *picked).iterator():
        figures = {item: value for item, value in zip(items, values, strict=True) if value is not None}
        yield year, _group(table, key, rounds, figures, None, shown=shown)


def _group(
    table: str, key: list[str], rounds: int, figures: Mapping[str, Any], items: Collection[str] | None, *, shown: bool
) -> GroupCells:
    wanted = None if items is None else set(items)
    found = {item: _cell(said) for item, said in figures.items() if wanted is None or item in wanted}
    return GroupCells(table, tuple(key), shown, MappingProxyType(found), rounds)


def _cell(said: Mapping[str, Any]) -> CellFacts:
    counts, bands = said.get("counts"), said.get("bands")
    return CellFacts(
        shown=True,
        n=said["n"],
        counts=None if counts is None else tuple(counts),
        bands=None if bands is None else tuple((low, high) for low, high in bands),
        mean=said.get("mean"),
        sd=said.get("sd"),
    )
