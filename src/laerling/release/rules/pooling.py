"""Two rounds pooled: figures of units that neither round shows alone, protected beside all that both releases show.

A unit's row of both rounds together adds to what is published already. So the people of both rounds are stacked; every
group that one of the two releases shows is forced, and no pooled group comes in from which, together with them, anything
would follow that must not.
"""

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np

from laerling.questionnaire.rules import Questionnaire
from laerling.release.protection.forced import Addition, add_groups, add_item
from laerling.release.protection.grouping import NotProtected
from laerling.release.protection.groups import Bools
from laerling.release.protection.items import ItemPattern
from laerling.release.protection.plan import Rules
from laerling.release.protection.release import Attack, Protected, group_attacks, idle_groups, item_attacks, seed_of
from laerling.release.rules.base import Base
from laerling.release.rules.making import Figure, figure_of
from laerling.release.rules.publication import PublicationPlan, name_of
from laerling.release.rules.rows import GroupRow
from laerling.release.rules.stacking import Earlier, OtherPeople, Shown, Stack, stacked

# Of each item what is known then, and the pooled groups among it; None for an item of which nothing is added.
Patterns = Sequence[tuple[ItemPattern, Bools] | None]

# Why there are no pooled rows, as the report has it.
OTHER_PEOPLE: Final = "the people are not those the releases were made of"
NO_PATTERN: Final = "no pattern was found that protects everybody"


@dataclass(frozen=True, slots=True)
class Pool:
    """Pooled rows, and the report of how they were tried; where an attack found something there are no rows."""

    rows: tuple[GroupRow, ...]
    report: Mapping[str, Any]


def pool(
    base: Base, publication: PublicationPlan, questionnaire: Questionnaire, rules: Rules, shown: Shown, earlier: Earlier
) -> Pool:
    """Return the pooled rows of a round and the one before it. `shown` is what the round's own release shows.

    Of units in both, for items that neither release shows. Sensitive questions are never pooled.
    """
    clock = time.perf_counter()
    if not earlier.comparable:
        return _none(earlier.year, "no question can be compared between the two rounds")
    stack = stacked(base, publication, questionnaire, rules, earlier)
    both, bases = (earlier.shown, shown), (earlier.base, base)
    try:
        forced = [stack.forced(*both, of=place) for place in range(len(stack.columns))]
        wanted = [stack.wanted(*both, bases=bases, item=column.item.code) for column in stack.columns]
        addition, patterns = _added(stack, stack.forced(*both), forced, wanted)
    except OtherPeople:
        return _none(earlier.year, OTHER_PEOPLE)
    except NotProtected:
        return _none(earlier.year, NO_PATTERN)
    protected = time.perf_counter()
    tried = list(attacked(stack, addition, patterns))
    rows = tuple(_rows(stack, patterns, both)) if not any(attack.found for attack in tried) else ()
    seconds = {"protected": protected - clock, "attacked": time.perf_counter() - protected}
    return Pool(rows, _report(earlier.year, addition, tried, rows, seconds))


def _none(year: int, why: str) -> Pool:
    return Pool((), {"year": year, "rows": 0, "why_not": why, "attacks": []})


def _added(
    stack: Stack, any_item: Bools, forced: Sequence[Bools], wanted: Sequence[Bools]
) -> tuple[Addition, Patterns]:
    """Return which pooled groups come in, and for which items; None for an item of which nothing may be added."""
    rules, seed = stack.plan.rules, seed_of(stack.people)
    some = np.logical_or.reduce(wanted) if wanted else np.zeros_like(any_item)
    addition = add_groups(stack.groups, stack.people.codes, any_item, some, rules.minimum, seed)

    def pattern(k: int) -> tuple[ItemPattern, Bools] | None:
        if not (wanted[k] & addition.added).any():
            return None
        answers = stack.people.answers[k].astype(np.int64)
        try:
            found = add_item(addition, forced[k], wanted[k], answers, stack.plan.items[k], rules)
        except NotProtected:
            return None
        return found if found[1].any() else None

    with ThreadPoolExecutor(os.cpu_count()) as threads:
        return addition, list(threads.map(pattern, range(len(stack.columns))))


def attacked(stack: Stack, addition: Addition, patterns: Patterns) -> Iterator[Attack]:
    """Attack the two releases and the pooled rows together, with null vectors made anew from what is shown."""
    items = tuple(one[0] for one in patterns if one is not None)
    made = Protected(stack.groups, addition.solved, addition.named, items)
    yield from group_attacks(made, addition.solved.shown, stack.people, stack.plan)
    name = "control: each pooled group left out, shown, would give somebody away"
    idle = idle_groups(stack.groups, addition.solved, addition.left_out)
    yield Attack(name, int(addition.left_out.sum()), int(idle.sum()))
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        for found in threads.map(lambda one: list(item_attacks(made, one, stack.plan)), items):
            yield from found


def _rows(stack: Stack, patterns: Patterns, both: tuple[Shown, Shown]) -> Iterator[GroupRow]:
    """Yield a row for each unit with any pooled figure; an index stands only where all its questions do, pooled or by both."""
    tables = {name_of(table) for table in stack.pooled}
    for (table, key), group in sorted((place, group) for place, group in stack.place.items() if place[0] in tables):
        own: dict[str, Figure] = {
            column.item.code: figure_of(column, found[0].counts[group, 1:], stack.plan.rules)
            for column, found in zip(stack.columns, patterns, strict=True)
            if found is not None and found[1][group]
        }
        known = {*own, *set.intersection(*(set(one.get((table, key), {})) for one in both))}
        for column in stack.columns:
            if not set(column.item.parts) <= known:
                own.pop(column.item.code, None)
        if own:
            yield GroupRow(table, key, shown=True, figures=own, rounds=2)


def _report(
    year: int, addition: Addition, tried: Sequence[Attack], rows: Sequence[GroupRow], seconds: Mapping[str, float]
) -> dict[str, Any]:
    """Return what is kept: it is not for publishing, as it tells how often something had to be left out."""
    return {
        "year": year,
        "rows": len(rows),
        "figures": sum(len(row.figures) for row in rows),
        "left_out": int(addition.left_out.sum()),
        "attacks": [{**asdict(attack), "passed": attack.found == 0} for attack in tried],
        "seconds": {step: round(spent, 2) for step, spent in seconds.items()},
    }
