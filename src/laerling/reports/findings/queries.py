"""What is pointed out for a unit, for whoever acts for a scope (M29). From released cells only."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from laerling.access.types import Scope
from laerling.organisations import queries as organisations
from laerling.questionnaire.rules import Question, Questionnaire
from laerling.release import queries as release
from laerling.release.queries import Label, Level, ReleaseFacts
from laerling.reports.findings.levels import Found, Rounds, found_at, sensitive
from laerling.reports.findings.rules import is_harm
from laerling.reports.findings.thresholds import thresholds
from laerling.reports.findings.types import Kind, SpecialFinding, UnitFindings
from laerling.reports.queries.releases import questionnaire_of, stamp
from laerling.reports.queries.units import compared
from laerling.reports.types import Unit

_BELOW: Mapping[str, tuple[Level, ...]] = {
    "nation": ("county", "office"),
    "county": ("office", "establishment"),
    "office": ("establishment",),
}


@dataclass(frozen=True, slots=True)
class _Looked:
    """The round looked at, what was asked in it, and in which language it is told.

    `sensitive` are its questions where more is worse, `indices` the codes of its indices: asked for once, not once a unit.
    """

    rounds: Rounds
    questionnaire: Questionnaire
    language: str
    sensitive: tuple[Question, ...]
    indices: tuple[str, ...]

    def at(self, level: Level) -> Found:
        return found_at(self.rounds, level)


def of(scope: Scope, unit: Unit, *, facts: ReleaseFacts, nation: str, language: str, now: datetime) -> UnitFindings:
    """Return what is pointed out for a unit that may be seen (`reports.queries.unit`).

    Below it stand only units whose results may be seen too. Around it: where the unit has no figure of its own, what the
    nearest wider unit that has one tells; that is a figure of that unit, and says nothing of which part of it. Ten
    queries at most; once a process has looked through a release, four.
    """
    asked = questionnaire_of(facts)
    indices = tuple(index.code for index in asked.indices)
    looked = _Looked(_rounds(facts, now), asked, language, sensitive(asked), indices)
    wider = compared(unit, facts, nation=nation)[1:]
    return UnitFindings(
        stamp(facts),
        unit,
        tuple(_found(looked, unit, somewhere=unit.level != "establishment")),
        tuple(found for one in _below(scope, unit, facts) for found in _found(looked, one, somewhere=False)),
        tuple(_around(looked, unit, wider)),
    )


def _rounds(facts: ReleaseFacts, now: datetime) -> Rounds:
    """Return the release and the one or ones before it that are out."""
    years = [year for year in release.released_years(now) if year < facts.round_year][:2]
    before = tuple(one for one in (release.released(year, now) for year in years) if one is not None)
    return Rounds((facts.id, *(one.id for one in before)), facts, before)


def _found(looked: _Looked, unit: Unit, *, somewhere: bool) -> Iterator[SpecialFinding]:
    """Yield a unit's findings: first what should not happen, then what has fallen, then what lies far below."""
    found = looked.at(unit.level)
    for question in looked.sensitive:
        yield from _harm(looked, found, unit, question, somewhere=somewhere)
    yield from _low(looked, found, unit, looked.indices)


def _harm(
    looked: _Looked, found: Found, unit: Unit, question: Question, *, somewhere: bool
) -> Iterator[SpecialFinding]:
    harm = found.harms.get(question.code, {}).get(unit.code)
    if harm is None:
        return
    stands_out = is_harm(harm, thresholds())
    if stands_out or (somewhere and harm.low):
        kind: Kind = "harm" if stands_out else "somewhere"
        yield SpecialFinding(
            kind,
            unit,
            question.code,
            question.text.in_(looked.language),
            harm=harm,
            answer=question.option(thresholds().harm_from_step).text.in_(looked.language),
            theme=looked.questionnaire.page_of(question.code).code,
        )


def _low(looked: _Looked, found: Found, unit: Unit, items: Collection[str]) -> Iterator[SpecialFinding]:
    kinds: tuple[Kind, Kind] = ("fall", "far")
    for kind, lows in zip(kinds, (found.falls, found.far), strict=True):
        for low in lows.get(unit.code, ()):
            if low.item in items:
                title = looked.questionnaire.index(low.item).title.in_(looked.language)
                since = found.since[low.item] if kind == "fall" else None
                yield SpecialFinding(kind, unit, low.item, title, low=low, since=since)


def _around(looked: _Looked, unit: Unit, wider: tuple[Unit, ...]) -> Iterator[SpecialFinding]:
    """Yield, for each item the unit has no figure of, what stands for the nearest wider unit that has one."""
    own = looked.at(unit.level).shown
    for question in looked.sensitive:
        near = _nearest(looked, unit, wider, question.code, own)
        if near:
            yield from _harm(looked, looked.at(near.level), near, question, somewhere=True)
    for code in looked.indices:
        near = _nearest(looked, unit, wider, code, own)
        if near:
            yield from _low(looked, looked.at(near.level), near, [code])


def _nearest(
    looked: _Looked, unit: Unit, wider: tuple[Unit, ...], item: str, own: Mapping[str, frozenset[str]]
) -> Unit | None:
    if unit.code in own[item]:
        return None
    return next((one for one in wider if one.code in looked.at(one.level).shown[item]), None)


def _below(scope: Scope, unit: Unit, facts: ReleaseFacts) -> Iterator[Unit]:
    """Yield the units below one that whoever acts for `scope` may see, by level and name (M14)."""
    for level in _BELOW.get(unit.level, ()):
        labels = release.labels(facts, level)
        may_see = _seen(scope, unit, level, labels)
        found = [Unit(level, code, labels[code].name) for code in may_see if code in labels]
        yield from sorted(found, key=lambda one: (one.name, one.code))


def _seen(scope: Scope, unit: Unit, level: Level, labels: Mapping[str, Label]) -> set[str]:
    if level == "establishment":
        theirs = scope.is_national or scope.unit == (unit.level, unit.code) or scope.unit_kind == "county"
        lying = {code for code, label in labels.items() if f"{unit.level}:{unit.code}" in label.parents}
        return lying if theirs else set()
    if level == "county":
        return set(labels) if scope.is_national else {scope.unit_code} & set(labels)
    situated = organisations.counties_of_offices()
    offices = {code for code in labels if unit.level == "nation" or situated.get(code) == unit.code}
    if scope.is_national:
        return offices
    if scope.unit_kind == "county":
        return {code for code in offices if situated.get(code) == scope.unit_code}
    return offices & {scope.unit_code}
