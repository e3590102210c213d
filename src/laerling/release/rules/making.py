"""A release in full: every group's row, with figures only where every stage of the protection shows them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from laerling.questionnaire.rules import Questionnaire
from laerling.release.protection.bands import bands
from laerling.release.protection.plan import Rules
from laerling.release.rules.base import Base, Profile
from laerling.release.rules.columns import Column, columns_of
from laerling.release.rules.indices import mean_and_sd
from laerling.release.rules.protecting import Stage, answered_stage, answers_stage, follow_ups_stage
from laerling.release.rules.publication import PublicationPlan, Table, items_of, name_of
from laerling.release.rules.rows import GroupRow
from laerling.release.rules.steps import Steps, in_silence

Figure = dict[str, Any]
# Per table and key, the figures by item.
Figures = dict[tuple[Table, Profile], dict[str, Figure]]


@dataclass(frozen=True, slots=True)
class Made:
    """A release's rows and its report; where `passed` is False there are no rows, and nothing may be published."""

    groups: tuple[GroupRow, ...]
    report: Mapping[str, Any]
    passed: bool


def make(
    base: Base, publication: PublicationPlan, questionnaire: Questionnaire, rules: Rules, steps: Steps | None = None
) -> Made:
    """Return the release of a round. The same people in any order give the same release. Raises NotProtected.

    `steps` are told how far it has come.
    """
    steps = steps or in_silence()
    columns = columns_of(base, questionnaire, items_of(questionnaire))
    plain = tuple(column for column in columns if not column.item.follow_up)
    after = tuple(column for column in columns if column.item.follow_up)
    stages = [answers_stage(base, publication, plain, rules, steps), answered_stage(base, publication, rules, steps)]
    if after:
        stages.append(follow_ups_stage(base, publication, after, rules, steps))
    report = _report(stages)
    if not all(stage.passed for stage in stages):
        return Made((), report, passed=False)
    figures = _answers(stages[0], rules)
    for stage in stages[1:]:
        _add(figures, stage, rules)
    return Made(tuple(_rows(base, publication, stages, figures, rules.minimum)), report, passed=True)


def _answers(stage: Stage, rules: Rules) -> Figures:
    """Return the figures of what is published in all tables; an index stands only where all its questions do."""
    found: Figures = {}
    for table in stage.tables:
        for key, group in stage.groups(table):
            if not stage.made.solved.shown[group]:
                continue
            own = found[table, key] = _shown(stage, group, rules)
            for column in stage.columns:
                if not set(column.item.parts) <= set(own):
                    own.pop(column.item.code, None)
    return found


def _add(figures: Figures, stage: Stage, rules: Rules) -> None:
    """Add another stage's figures to groups that are shown; a follow-up only where all that lead to it are shown."""
    for table in stage.tables:
        for key, group in stage.groups(table):
            own = figures.get((table, key))
            if own is None:
                continue
            follows = {column.item.code: set(column.item.follows) for column in stage.columns}
            found = _shown(stage, group, rules)
            before = set(own)
            own.update({code: figure for code, figure in found.items() if follows[code] <= before})


def _shown(stage: Stage, group: int, rules: Rules) -> dict[str, Figure]:
    return {
        column.item.code: figure_of(column, stage.counts(place, group), rules)
        for place, column in enumerate(stage.columns)
        if stage.made.items[place].shown[group]
    }


def figure_of(column: Column, counts: np.ndarray[Any, np.dtype[np.int64]], rules: Rules) -> Figure:
    """Return what is told of a column's item by counts of its answers: a mean, bands or the counts themselves."""
    n = int(counts.sum())
    if column.values is not None:
        mean, sd = mean_and_sd(counts[: len(column.values)], column.values)
        return {"n": n, "mean": mean, "sd": sd}
    if column.item.sensitive:
        edges = (band.split("-") for band in bands(counts, rules.band))
        return {"n": n, "bands": [[int(low), int(high)] for low, high in edges]}
    return {"n": n, "counts": counts.tolist()}


def _rows(
    base: Base, publication: PublicationPlan, stages: Sequence[Stage], figures: Figures, minimum: int
) -> Iterator[GroupRow]:
    """Yield a row for every group that anybody who was asked is in, by the lists or as opened, shown or not."""
    for table in publication.tables:
        places = [base.dimensions.index(name) for name in table]
        listed: Counter[Profile] = Counter()
        for profile, n in base.listed.items():
            listed[tuple(profile[place] for place in places)] += n
        opened = {key for stage in stages if table in stage.tables for key, _group in stage.groups(table)}
        for key in sorted({*listed, *opened}):
            own = figures.get((table, key), {})
            few = not own and key in listed and listed[key] < minimum and "" not in key
            yield GroupRow(name_of(table), key, bool(own), own, few)


def _report(stages: Sequence[Stage]) -> dict[str, Any]:
    """Return the report: the first stage's loss is the release's, as nothing else is published in so many tables."""
    return {
        "rules": stages[0].report["rules"],
        "certificate": {stage.name: stage.report["certificate"] for stage in stages},
        "attacks": [{"stage": stage.name, **attack} for stage in stages for attack in stage.report["attacks"]],
        "loss": stages[0].report["loss"],
        "seconds": {stage.name: stage.report["seconds"] for stage in stages},
    }
