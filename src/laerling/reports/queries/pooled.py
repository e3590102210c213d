"""What is told of a unit over two rounds together, where the round alone does not show it (decision 39)."""

from collections.abc import Collection
from dataclasses import replace

from laerling.questionnaire.rules import Index, Question
from laerling.release import queries as release
from laerling.release.queries import ReleaseFacts, UnitCells
from laerling.reports.queries import figures
from laerling.reports.types import IndexLine, Pooled, Unit
from laerling.reports.words import together


def pooled(
    facts: ReleaseFacts,
    unit: Unit,
    language: str,
    *,
    indices: Collection[Index] = (),
    questions: Collection[Question] = (),
) -> Pooled | None:
    """Return what is shown of a unit over the round and the one before it, None where nothing is. One query at most.

    `indices` and `questions` are those the round does not show of the unit. Every title carries both years.
    """
    codes = [index.code for index in indices] + [one.code for one in questions if not one.sensitive]
    if unit.level not in {"office", "establishment"} or not codes:
        return None
    found = release.groups(facts, unit.level, [(unit.code,)], codes, rounds=2).get((unit.code,))
    if found is None or not found.cells:
        return None
    column = UnitCells(unit.level, unit.code, found.cells)
    year = facts.round_year
    lines = (figures.question_line(one, [column], language) for one in questions if column.get(one.code).shown)
    return Pooled(
        unit,
        year,
        tuple(
            IndexLine(index.code, together(index.title.in_(language), year), (figures.figure(column, index.code),))
            for index in indices
            if column.get(index.code).shown
        ),
        tuple(replace(line, text=together(line.text, year)) for line in lines),
    )
