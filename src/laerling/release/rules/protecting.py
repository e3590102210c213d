"""What may be shown of a round, by the one protection (`release.protection`), and how that was tried."""

import hashlib
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from laerling.release import protection
from laerling.release.protection.microdata import Microdata
from laerling.release.protection.plan import Item, Plan, Rules
from laerling.release.protection.release import Protected, attacks, protect
from laerling.release.protection.writing import report_of
from laerling.release.rules.base import Base, Profile
from laerling.release.rules.columns import Column, everyone_asked, respondents
from laerling.release.rules.publication import PublicationPlan, Table
from laerling.release.rules.steps import ANSWERED_OR_NOT, ANSWERS, FOLLOW_UPS, Steps


@dataclass(frozen=True, slots=True)
class Stage:
    """One run of the protection: what it was given, what may be shown, and the report of how it was tried."""

    name: str
    people: Microdata
    columns: tuple[Column, ...]
    tables: tuple[Table, ...]
    made: Protected
    report: Mapping[str, Any]

    @property
    def passed(self) -> bool:
        """Whether no attack found anything."""
        return all(attack["passed"] for attack in self.report["attacks"])

    def groups(self, table: Table) -> Iterator[tuple[Profile, int]]:
        """Yield key and place of every group of a table."""
        groups, position = self.made.groups, self.tables.index(table)
        start, end = (int(groups.table_start[position + step]) for step in (0, 1))
        codes = self.people.codes[:, groups.first[start:end]]
        used = groups.tables[position]
        texts = [[self.people.values[d][code] for code in codes[d].tolist()] for d in used]
        keys = zip(*texts, strict=True) if used else [()] * (end - start)
        yield from zip(keys, range(start, end), strict=True)

    def counts(self, column: int, group: int) -> NDArray[np.int64]:
        """Return how many gave each answer 1 … of a column's item in a group."""
        return self.made.items[column].counts[group, 1:]


def answers_stage(
    base: Base, publication: PublicationPlan, columns: Sequence[Column], rules: Rules, steps: Steps
) -> Stage:
    """Protect every item that is published in all tables. Raises NotProtected."""
    people = respondents(base, publication.dimensions, columns)
    return _stage(ANSWERS, people, publication.dimensions, publication.tables, columns, rules, steps)


def follow_ups_stage(
    base: Base, publication: PublicationPlan, columns: Sequence[Column], rules: Rules, steps: Steps
) -> Stage:
    """Protect follow-ups to sensitive questions: few tables, twice as many answers. Raises NotProtected."""
    people = respondents(base, publication.dimensions, columns)
    twice = replace(rules, sensitive_minimum=2 * rules.sensitive_minimum)
    return _stage(FOLLOW_UPS, people, publication.dimensions, publication.follow_up_tables, columns, twice, steps)


def answered_stage(base: Base, publication: PublicationPlan, rules: Rules, steps: Steps) -> Stage:
    """Protect who answered and who did not, among all who were asked: not answering is private too. Raises NotProtected."""
    people, column = everyone_asked(base, publication.dimensions)
    return _stage(ANSWERED_OR_NOT, people, publication.dimensions, publication.tables, [column], rules, steps)


def code_hash() -> str:
    """Return the SHA-256 of the code that protects: by which version of it a release was made."""
    digest = hashlib.sha256()
    folders = (Path(protection.__file__).parent, Path(__file__).parent)
    for path in sorted(path for folder in folders for path in folder.glob("*.py")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _stage(
    name: str,
    people: Microdata,
    dimensions: tuple[str, ...],
    tables: tuple[Table, ...],
    columns: Sequence[Column],
    rules: Rules,
    steps: Steps,
) -> Stage:
    n_items = len(columns)
    plan = Plan(
        dimensions,
        tuple(tuple(dimensions.index(dimension) for dimension in table) for table in tables),
        tuple(Item(column.item.code, column.categories, column.item.sensitive) for column in columns),
        rules,
    )
    clock = time.perf_counter()
    steps.at("protected", name, 0, n_items)
    made = protect(people, plan, lambda done: steps.at("protected", name, done, n_items))
    protected = time.perf_counter()
    steps.at("attacked", name, 0, n_items)
    tried = []
    codes: dict[str, None] = {item.code: None for item in plan.items}
    for attack in attacks(made, people, plan):
        tried.append(attack)
        if codes.pop(attack.name.partition(": ")[0], "") is None:
            steps.at("attacked", name, n_items - len(codes), n_items)
    seconds = {"protected": protected - clock, "attacked": time.perf_counter() - protected}
    report = report_of(made, tried, plan, {step: round(spent, 2) for step, spent in seconds.items()})
    return Stage(name, people, tuple(columns), tables, made, report)
