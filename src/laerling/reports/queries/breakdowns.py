"""How something divides within a unit: by programme, trade, gender, contract, year of training, or the units below."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Literal

from laerling.questionnaire.rules import Question, Questionnaire
from laerling.release import queries as release
from laerling.release.queries import ANSWERED, GroupCells, Key, PlanFacts, ReleaseFacts
from laerling.reports.breakdown import Breakdown, Group
from laerling.reports.naming import group_name
from laerling.reports.queries import figures
from laerling.reports.queries.releases import questionnaire_of, stamp
from laerling.reports.types import Unit
from laerling.reports.variation.rules import Reading

Kind = Literal["answered", "index", "question"]
_UNITS = ("county", "office", "establishment")
# In the order they are offered.
_ORDER = ("programme", "trade", "gender", "kind", "year", "county", "office", "establishment")


def breakdown(*, facts: ReleaseFacts, of: Unit, item: str, by: str, answered: str, language: str) -> Breakdown:
    """Return how an item divides within a unit, of a release that is out. Five queries.

    `by` is a dimension, "" for the first there is; `answered` what to call how many answered. Raises KeyError for an
    item or a dimension that there is not.
    """
    questions = questionnaire_of(facts)
    kind, title, question = _item(questions, item, answered, language)
    ways = _ways(release.plan(facts), of)
    dimension = by or next(iter(ways), "")
    whole = _whole(facts, of, item, question)
    groups = _groups(facts, of, ways[dimension], dimension, item, question) if dimension else []
    samples = [[group[1], whole[1]] for group in groups]
    told = zip(groups, figures.apart(samples), strict=True)
    return Breakdown(
        stamp=stamp(facts),
        of=of,
        kind=kind,
        code=item,
        title=title,
        question=figures.question_line(question, [], language) if question else None,
        dimension=dimension,
        dimensions=tuple(ways),
        whole=whole[0],
        groups=tuple(replace(group[0], apart=way[0]) for group, way in told),
    )


def _item(questions: Questionnaire, item: str, answered: str, language: str) -> tuple[Kind, str, Question | None]:
    if item == ANSWERED:
        return "answered", answered, None
    for index in questions.indices:
        if index.code == item:
            return "index", index.title.in_(language), None
    question = questions.question(item)
    return "question", question.text.in_(language), question


def _ways(plan: PlanFacts, of: Unit) -> dict[str, str]:
    """Return the dimensions a unit can be divided by, and the table each is found in."""
    found = {}
    for table in plan.tables:
        dimensions = table.split("*") if table else []
        if of.level == "nation" and len(dimensions) == 1:
            found[dimensions[0]] = table
        elif of.level in dimensions and len(dimensions) == 2:  # noqa: PLR2004  the unit, and what it is divided by
            found[next(one for one in dimensions if one != of.level)] = table
    if of.level in {"county", "office"} and "establishment" in plan.tables:
        found.setdefault("establishment", "establishment")
    if of.level == "nation":
        # Thousands of lines, and nobody's to read across the country.
        found.pop("establishment", None)
    return {one: found[one] for one in _ORDER if one in found}


def _whole(facts: ReleaseFacts, of: Unit, item: str, question: Question | None) -> tuple[Group, Reading | None]:
    table, key = ("", ()) if of.level == "nation" else (of.level, (of.code,))
    found = release.groups(facts, table, [key], [ANSWERED, item]).get(key)
    return _group(found or GroupCells(table, key, shown=False, cells={}), of.name, item, question)


def _groups(
    facts: ReleaseFacts, of: Unit, table: str, dimension: str, item: str, question: Question | None
) -> list[tuple[Group, Reading | None]]:
    labels = release.labels(facts, dimension)
    place = table.split("*").index(dimension)
    found = []
    for key, cells in _within(facts, of, table, [ANSWERED, item], labels).items():
        code = key[place]
        label = labels[code].name if code in labels else ""
        group, reading = _group(cells, group_name(dimension, code, label), item, question)
        if dimension in _UNITS and code and "*" not in table:
            group = replace(group, unit=Unit(dimension, code, group.name))  # type: ignore[arg-type]  # three of the levels
        found.append((group, reading))
    # In order of name, what is not known last. Years of training and kinds of contract have an order of their own.
    return sorted(found, key=lambda one: (one[0].key[place] == "", _own_order(dimension, one[0], place)))


def _within(
    facts: ReleaseFacts, of: Unit, table: str, items: list[str], labels: Mapping[str, release.Label]
) -> Mapping[Key, GroupCells]:
    """Return a table's groups within a unit; establishments by what they lay in that round, for they have no table."""
    if "*" in table:
        return release.groups_within(facts, table, {of.level: of.code}, items)
    if of.level == "nation":
        return release.groups(facts, table, None, items)
    own = f"{of.level}:{of.code}"
    keys: Iterable[Key] = [(label.code,) for label in labels.values() if own in label.parents]
    return release.groups(facts, table, keys, items)


def _own_order(dimension: str, group: Group, place: int) -> str:
    return group.key[place] if dimension in {"year", "kind"} else group.name


def _group(cells: GroupCells, name: str, item: str, question: Question | None) -> tuple[Group, Reading | None]:
    group = Group(name, cells.table, cells.key, figures.answered(cells.get(ANSWERED)))
    if item == ANSWERED:
        return group, None
    reading = figures.reading(cells, item, question)
    if question is None:
        return replace(group, figure=figures.figure(cells, item)), reading
    return replace(group, distribution=figures.distribution(question, cells)), reading
