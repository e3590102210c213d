"""From a page's table in the file to the page, its questions and their conditions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from laerling.questionnaire.rules.conditions import AllOf, AnyOf, Compare, Condition
from laerling.questionnaire.rules.reader import Reader, Table
from laerling.questionnaire.rules.shape import Direction, Page, Question, Scale, Text

_COMPARISONS = ("is", "is_not", "at_least", "at_most")
_NO_SCALE = Scale("", ())


@dataclass(frozen=True, slots=True)
class Known:
    """What pages may speak of: scales and helps by name, and the scale of every question by its code."""

    scales: Mapping[str, Scale]
    helps: Mapping[str, Text]
    scale_of: Mapping[str, Scale]


def read_page_table(reader: Reader, row: Table, known: Known) -> Page:
    """Return the page; a condition on the page is every question's own."""
    code = reader.code(row, "A page")
    where = f"Page {code}"
    reader.keys(row, where, {"code", "title", "intro", "help", "shown_if", "questions"})
    shown_if = _shown_if(reader, row, where, known)
    if "help" in row and str(row["help"]) not in known.helps:
        reader.fault(f"{where} uses the help {row['help']}, which does not exist.")
    return Page(
        code=code,
        title=reader.text(row, "title", where),
        questions=tuple(
            _question(reader, question, known, of_page=shown_if) for question in reader.tables(row, "questions", where)
        ),
        intro=reader.text(row, "intro", where) if "intro" in row else None,
        help=known.helps.get(str(row.get("help"))),
    )


def read_direction(reader: Reader, row: Table, where: str, *, default: Direction) -> Direction:
    """Return which end of the scale is best."""
    match row.get("direction", default):
        case "up":
            return "up"
        case "down":
            return "down"
        case "none":
            return "none"
        case _:
            reader.fault(f'{where} must have direction "up", "down" or "none".')
            return default


def _question(reader: Reader, row: Table, known: Known, *, of_page: Condition | None) -> Question:
    code = reader.code(row, "A question")
    where = f"Question {code}"
    reader.keys(row, where, {"code", "text", "scale", "direction", "sensitive", "shown_if"})
    scale = known.scales.get(str(row.get("scale")), _NO_SCALE)
    if scale is _NO_SCALE:
        reader.fault(f"{where} uses the scale {row.get('scale')}, which does not exist.")
    own = _shown_if(reader, row, where, known)
    return Question(
        code=code,
        text=reader.text(row, "text", where),
        scale=scale,
        direction=read_direction(reader, row, where, default=scale.direction),
        sensitive=reader.truth(row, "sensitive", where),
        shown_if=AllOf((of_page, own)) if of_page and own else of_page or own,
    )


def _shown_if(reader: Reader, row: Table, where: str, known: Known) -> Condition | None:
    return _condition(reader, row["shown_if"], where, known) if "shown_if" in row else None


def _condition(reader: Reader, row: Any, where: str, known: Known) -> Condition | None:
    match row:
        case {"all": [_, *_] as parts, **others} if not others:
            return AllOf(_parts(reader, parts, where, known))
        case {"any": [_, *_] as parts, **others} if not others:
            return AnyOf(_parts(reader, parts, where, known))
        case {"question": str(), **others} if len(others) == 1 and next(iter(others)) in _COMPARISONS:
            return _compare(reader, row, where, known)
    reader.fault(
        f"{where} has a condition that is not understood: "
        "give a question and one of is, is_not, at_least, at_most; or all, or any."
    )
    return None


def _parts(reader: Reader, rows: list[Any], where: str, known: Known) -> tuple[Condition, ...]:
    parts = (_condition(reader, row, where, known) for row in rows)
    return tuple(part for part in parts if part is not None)


def _compare(reader: Reader, row: Table, where: str, known: Known) -> Condition | None:
    other = row["question"]
    if other not in known.scale_of:
        reader.fault(f"{where} depends on {other}, which does not exist.")
        return None
    scale = known.scale_of[other]
    if "at_least" in row or "at_most" in row:
        lowest = reader.number(row, "at_least", where) if "at_least" in row else 1
        highest = reader.number(row, "at_most", where) if "at_most" in row else len(scale.options)
        return Compare(other, frozenset(value for value in scale.steps if lowest <= value <= highest))
    named = reader.numbers(row, "is" if "is" in row else "is_not", where)
    if not named <= scale.values:
        reader.fault(f"{where} depends on an option that {other} does not have.")
    if "is" in row:
        return Compare(other, named)
    return Compare(other, scale.values - named, when_skipped=True)
