"""The people of two rounds, one on the other, with the round as one more dimension; and what each release shows of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from laerling.questionnaire.rules import Questionnaire
from laerling.release.protection.groups import Bools, Groups, Ints, groups_of
from laerling.release.protection.microdata import Microdata
from laerling.release.protection.plan import Item, Plan, Rules
from laerling.release.rules.base import Base, Profile
from laerling.release.rules.columns import Column, columns_of, respondents
from laerling.release.rules.publication import PublicationPlan, Table, items_of, name_of
from laerling.release.rules.rows import GroupRow

# The dimension that tells the rounds apart, and its values.
ROUND: Final = "round"
BEFORE, NOW = "0", "1"

# What a release shows: by a table's name and key, how many answers stand behind each item that is shown.
Shown = Mapping[tuple[str, Profile], Mapping[str, int]]


class OtherPeople(Exception):
    """A release shows a figure that these people do not have: it was made of others."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """The round before: who answered, what its frozen release shows, and the items that are comparable between the two."""

    year: int
    base: Base
    tables: tuple[Table, ...]
    shown: Shown
    comparable: frozenset[str]


@dataclass(frozen=True, slots=True)
class Stack:
    """Both rounds' people and groups. `place` is each group by table and key; round groups have the round before their key."""

    people: Microdata
    columns: tuple[Column, ...]
    plan: Plan
    groups: Groups
    place: Mapping[tuple[str, Profile], int]
    pooled: tuple[Table, ...]

    def forced(self, *shown: Shown, of: int | None = None) -> Bools:
        """Return the groups that the releases (the earlier one first) show, of the column `of` or of any. Raises OtherPeople."""
        column = None if of is None else self.columns[of].item
        n = self._answered(of) if of is not None and column is not None and not column.parts else None
        found = np.zeros(len(self.groups.n), np.bool_)
        for which, of_round in zip((BEFORE, NOW), shown, strict=True):
            for (table, key), figures in of_round.items():
                if column is None or column.code in figures:
                    group = self.place.get((_of_round(table), (which, *key)))
                    if group is None or (n is not None and column is not None and n[group] != figures[column.code]):
                        raise OtherPeople
                    found[group] = True
        return found

    def _answered(self, of: int) -> Ints:
        """Return how many answered a column's item, by group."""
        given = np.bincount(self.groups.atom_of, weights=self.people.answers[of] > 0, minlength=len(self.groups.weight))
        return self.groups.rows.sums(given.astype(np.int64))

    def wanted(self, *shown: Shown, bases: Sequence[Base], item: str) -> Bools:
        """Return the pooled groups of units with answers in both rounds, of which neither release shows the item."""
        found = np.zeros(len(self.groups.n), np.bool_)
        for table in self.pooled:
            both = set.intersection(*({_key(base, profile, table) for profile in base.listed} for base in bases))
            name = name_of(table)
            for key in both:
                answered = all((_of_round(name), (which, *key)) in self.place for which in (BEFORE, NOW))
                told = any(item in of_round.get((name, key), {}) for of_round in shown)
                if answered and "" not in key and not told:
                    found[self.place[name, key]] = True
        return found


def shown_by(rows: Collection[GroupRow]) -> Shown:
    """Return what the rows of a release show."""
    return {(row.table, row.key): {item: said["n"] for item, said in row.figures.items()} for row in rows if row.shown}


def stacked(
    base: Base, publication: PublicationPlan, questionnaire: Questionnaire, rules: Rules, earlier: Earlier
) -> Stack:
    """Return both rounds' people, with the items that are comparable and not sensitive, in every table of either plan."""
    tables = tuple(dict.fromkeys((*publication.tables, *earlier.tables)))
    used = {name for table in tables for name in table}
    dimensions = (ROUND, *(name for name in base.dimensions if name in used))
    items = [one for one in items_of(questionnaire) if one.code in earlier.comparable and not one.sensitive]
    both = _both(earlier.base, base, dimensions)
    columns = columns_of(both, questionnaire, items)
    people = respondents(both, dimensions, columns)
    every = (*((ROUND, *table) for table in tables), *publication.pooled_tables)
    plan = Plan(
        dimensions,
        tuple(tuple(dimensions.index(name) for name in table) for table in every),
        tuple(Item(one.item.code, one.categories) for one in columns),
        rules,
    )
    groups = groups_of(people.codes, plan.tables)
    return Stack(people, columns, plan, groups, _places(people, groups, every), publication.pooled_tables)


def _both(before: Base, now: Base, dimensions: Sequence[str]) -> Base:
    """Return everybody of both rounds as one base. What a round does not have is empty there."""
    profile = {
        name: np.concatenate([one.profile.get(name, np.full(one.n, "", np.str_)) for one in (before, now)])
        for name in dimensions[1:]
    }
    answers = {
        code: np.concatenate([one.answers.get(code, np.zeros(one.n, np.int8)) for one in (before, now)])
        for code in {*before.answers, *now.answers}
    }
    profile[ROUND] = np.repeat([BEFORE, NOW], [before.n, now.n])
    return Base(tuple(dimensions), profile, answers, {}, {})


def _places(people: Microdata, groups: Groups, tables: Sequence[Table]) -> dict[tuple[str, Profile], int]:
    found = {}
    for position, table in enumerate(tables):
        start, end = (int(groups.table_start[position + step]) for step in (0, 1))
        codes = people.codes[:, groups.first[start:end]]
        texts = [[people.values[d][code] for code in codes[d].tolist()] for d in groups.tables[position]]
        for at, key in enumerate(zip(*texts, strict=True), start=start):
            found[name_of(table), key] = at
    return found


def _of_round(table: str) -> str:
    return f"{ROUND}*{table}" if table else ROUND


def _key(base: Base, profile: Profile, table: Table) -> Profile:
    return tuple(profile[base.dimensions.index(name)] for name in table)
