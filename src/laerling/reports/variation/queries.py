"""How a unit's groups vary, from released cells only (M27)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby

from laerling.access.types import Scope
from laerling.questionnaire import queries as questionnaires
from laerling.questionnaire.rules import Question, Questionnaire, series_of
from laerling.release import queries as release
from laerling.release.queries import ANSWERED, GroupCells, ReleaseFacts, UnitCells
from laerling.reports.queries.figures import distribution, figure, reading
from laerling.reports.queries.releases import questionnaire_of, stamp
from laerling.reports.types import Unit
from laerling.reports.variation.places import Place, listed, places, ways
from laerling.reports.variation.rounds import comparable
from laerling.reports.variation.types import Group, Measure, Panel, Variation
from laerling.reports.variation.weighing import Column, Read, weighed

# A measure: an index (None), or a question whose answers have a mean.
Asked = Mapping[str, Question | None]


def measures(questionnaire: Questionnaire) -> dict[str, Question | None]:
    """Return what can vary: every index (None), then every question whose answers have a mean and are not sensitive.

    The answers of a sensitive question are released as bands, which have no mean.
    """
    indices: dict[str, Question | None] = {index.code: None for index in questionnaire.indices}
    asked = (one for one in questionnaire.questions if one.direction != "none" and not one.sensitive)
    return indices | {question.code: question for question in asked}


def choices(facts: ReleaseFacts, language: str) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Return what can be chosen, in the order of reading: indices (under ""), then questions under their theme."""
    questionnaire = questionnaire_of(facts)
    known = measures(questionnaire)
    themes = (
        (
            page.title.in_(language),
            tuple((one.code, one.text.in_(language)) for one in page.questions if one.code in known),
        )
        for page in questionnaire.pages
    )
    indices = tuple((index.code, index.title.in_(language)) for index in questionnaire.indices)
    return (("", indices), *(theme for theme in themes if theme[1]))


def variation(
    scope: Scope, *, of: Unit, facts: ReleaseFacts, between: str, item: str, language: str, now: datetime
) -> Variation | None:
    """Return how the groups of a unit vary on every index, or on one index or question.

    None where there is no such way of dividing the unit, or no such measure. Without `between`, the first way there is.
    Groups that whoever acts for `scope` may not see count in the spread, and are not listed (M14).
    """
    questionnaire, possible = questionnaire_of(facts), ways(of, facts)
    known = measures(questionnaire)
    way = next((one for one in possible if one == (between or possible[0])), None)
    if way is None or (item and item not in known):
        return None
    asked = {code: question for code, question in known.items() if (code == item if item else question is None)}
    found = places(of, facts, way, [*asked, ANSWERED], now)
    columns = weighed(_columns(questionnaire, asked, found, facts.round_year))
    may_see = listed(scope, way)
    seen = [may_see is None or place.unit is None or place.unit.code in may_see for place in found]
    return Variation(
        stamp(facts),
        of,
        way,
        possible,
        _measures(questionnaire, asked, columns, of, facts, language),
        _panels(found, seen, columns),
        seen.count(False),
    )


def _columns(questionnaire: Questionnaire, asked: Asked, found: Sequence[Place], year: int) -> list[list[Read]]:
    """Return each measure's figures by group. A year in another series cannot be compared with the release's own (M25)."""
    is_years = any(place.year is not None for place in found)
    versions = questionnaires.versions(questionnaire.survey) if is_years else ()
    columns = []
    for code, question in asked.items():
        alike = comparable(series_of(code, versions), year)
        columns.append(
            [read(place.cells, code, question, comparable=place.year is None or place.year in alike) for place in found]
        )
    return columns


def read(cells: GroupCells | UnitCells, code: str, question: Question | None, *, comparable: bool = True) -> Read:
    """Return a figure as shown and as weighed."""
    shown = figure(cells, code) if question is None else distribution(question, cells).mean
    return Read(shown, reading(cells, code, question) if comparable else None, comparable)


def _measures(
    questionnaire: Questionnaire, asked: Asked, columns: Sequence[Column], of: Unit, facts: ReleaseFacts, language: str
) -> tuple[Measure, ...]:
    own = release.cells(facts, [of.key], [*asked, ANSWERED])[of.key]
    titles = {index.code: index.title for index in questionnaire.indices}
    return tuple(
        Measure(
            code,
            (question.text if question else titles[code]).in_(language),
            read(own, code, question).figure,
            column.spread,
        )
        for (code, question), column in zip(asked.items(), columns, strict=True)
    )


def _panels(found: Sequence[Place], seen: Sequence[bool], columns: Sequence[Column]) -> tuple[Panel, ...]:
    """Return the groups that may be listed, in panels."""
    rows = [
        (
            place,
            Group(
                place.cells.key,
                place.cells.table,
                place.name,
                tuple(column.marks[at] for column in columns),
                place.unit,
                place.year,
            ),
        )
        for at, place in enumerate(found)
        if seen[at]
    ]
    return tuple(
        Panel(name, tuple(group for _place, group in inside))
        for name, inside in groupby(rows, key=lambda row: row[0].panel)
    )
