"""Every special finding of a level of a release. A release never changes, so each process looks once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from uuid import UUID

from laerling.questionnaire import queries as questionnaires
from laerling.questionnaire.rules import Question, Questionnaire, series_of
from laerling.release import queries as release
from laerling.release.queries import ANSWERED, GroupCells, Level, ReleaseFacts
from laerling.reports.findings.rules import Harm, Low, falls, far_below, harm
from laerling.reports.findings.thresholds import thresholds
from laerling.reports.queries.figures import reading
from laerling.reports.queries.releases import questionnaire_of
from laerling.reports.variation.rounds import comparable
from laerling.reports.variation.rules import Reading


@dataclass(frozen=True, slots=True)
class Rounds:
    """The release looked at and those before it, newest first. Two are alike when they are the same releases."""

    ids: tuple[UUID, ...]
    now: ReleaseFacts = field(compare=False)
    before: tuple[ReleaseFacts, ...] = field(compare=False)


@dataclass(frozen=True, slots=True)
class Found:
    """What is found at a level: per question and unit how many have met with it, and indices too low.

    `falls` and `far` are by unit. A unit that is not in `harms[item]`, or whose code is not in `shown[item]`, has no released figure of the item.
    `since` says from which round each index's fall is reckoned.
    """

    harms: Mapping[str, Mapping[str, Harm]]
    shown: Mapping[str, frozenset[str]]
    falls: Mapping[str, tuple[Low, ...]]
    far: Mapping[str, tuple[Low, ...]]
    since: Mapping[str, int]


def sensitive(questionnaire: Questionnaire) -> tuple[Question, ...]:
    """Return the sensitive questions where more is worse and the scale reaches the step that counts."""
    first = thresholds().harm_from_step
    asked = (one for one in questionnaire.questions if one.sensitive and one.direction == "down")
    return tuple(one for one in asked if len(one.scale.steps) >= first)


@lru_cache(maxsize=64)
def found_at(rounds: Rounds, level: Level) -> Found:
    """Return every finding of a level. One query for the round, and one for each round it is held against."""
    questionnaire, limits = questionnaire_of(rounds.now), thresholds()
    indices = [index.code for index in questionnaire.indices]
    asked = sensitive(questionnaire)
    groups = _groups(rounds.now, level, [*indices, *(one.code for one in asked), ANSWERED])
    now = {code: _means(groups, code) for code in indices}
    since = _since(questionnaire, rounds, indices)
    before: dict[str, Mapping[str, Reading]] = {}
    for earlier in rounds.before:
        items = [code for code in indices if since.get(code) == earlier.round_year]
        if items:
            then = _groups(earlier, level, [*items, ANSWERED])
            before.update({code: _means(then, code) for code in items})
    harms = {one.code: _harms(groups, one, limits.harm_from_step) for one in asked}
    shown = {code: frozenset(now[code]) for code in indices} | {code: frozenset(each) for code, each in harms.items()}
    return Found(harms, shown, _by_unit(falls(now, before, limits)), _by_unit(far_below(now, limits)), since)


def _by_unit(lows: Iterable[Low]) -> dict[str, tuple[Low, ...]]:
    found: dict[str, list[Low]] = {}
    for low in lows:
        found.setdefault(low.unit, []).append(low)
    return {unit: tuple(own) for unit, own in found.items()}


def _groups(facts: ReleaseFacts, level: Level, items: list[str]) -> dict[str, GroupCells]:
    table = "" if level == "nation" else level
    found = release.groups(facts, table, items=items, shown_only=True)
    return {"".join(key): cells for key, cells in found.items() if key != ("",)}


def _means(groups: Mapping[str, GroupCells], item: str) -> dict[str, Reading]:
    found = {code: reading(cells, item) for code, cells in groups.items()}
    return {code: one for code, one in found.items() if one is not None}


def _harms(groups: Mapping[str, GroupCells], question: Question, first: int) -> dict[str, Harm]:
    found = {}
    for code, cells in groups.items():
        cell = cells.get(question.code)
        if cell.bands is not None and cell.n:
            found[code] = harm(cell.bands, cell.n, first, len(question.scale.steps))
    return found


def _since(questionnaire: Questionnaire, rounds: Rounds, items: list[str]) -> dict[str, int]:
    """Return, by item, the newest earlier round it can be compared with (M25). One query."""
    versions, earlier = questionnaires.versions(questionnaire.survey), [one.round_year for one in rounds.before]
    found = {}
    for item in items:
        alike = comparable(series_of(item, versions), rounds.now.round_year)
        inside = [year for year in earlier if year in alike]
        if inside:
            found[item] = inside[0]
    return found
