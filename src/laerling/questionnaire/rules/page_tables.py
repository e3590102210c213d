"""From a page's table in the file to the page, its questions and their conditions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from laerling.questionnaire.rules.conditions import AllOf, AnyOf, Compare, Condition
from laerling.questionnaire.rules.reader import Reader, Table
from laerling.questionnaire.rules.saying import Said, _, said
from laerling.questionnaire.rules.shape import Direction, Page, Question, RelationKind, Scale, Text

_COMPARISONS = ("is", "is_not", "at_least", "at_most")
_NO_SCALE = Scale("", ())


@dataclass(frozen=True, slots=True)
class Known:
    """What pages may speak of: scales and helps by name, and the scale of every question by its code.

    `has_relations` where the version follows another, so that every question must say how it relates to it; and
    `break_reason` is the reason they all share where the whole version breaks with the earlier one.
    """

    scales: Mapping[str, Scale]
    helps: Mapping[str, Text]
    scale_of: Mapping[str, Scale]
    has_relations: bool = False
    break_reason: Text | None = None


def read_page_table(reader: Reader, row: Table, known: Known) -> Page:
    """Return the page; a condition on the page is every question's own."""
    code = reader.code(row, said(_("A page")))
    where = said(_("Page %(code)s"), code=code)
    reader.keys(row, where, {"code", "title", "intro", "help", "shown_if", "questions"})
    shown_if = _shown_if(reader, row, where, known)
    if "help" in row and str(row["help"]) not in known.helps:
        reader.fault(_("%(where)s uses the help %(help)s, which does not exist."), where=where, help=str(row["help"]))
    return Page(
        code=code,
        title=reader.text(row, "title", where),
        questions=tuple(
            _question(reader, question, known, of_page=shown_if) for question in reader.tables(row, "questions", where)
        ),
        intro=reader.text(row, "intro", where) if "intro" in row else None,
        help=known.helps.get(str(row.get("help"))),
    )


def read_direction(reader: Reader, row: Table, where: Said, *, default: Direction) -> Direction:
    """Return which end of the scale is best."""
    match row.get("direction", default):
        case "up":
            return "up"
        case "down":
            return "down"
        case "none":
            return "none"
        case _other:
            reader.fault(_('%(where)s must have direction "up", "down" or "none".'), where=where)
            return default


def _question(reader: Reader, row: Table, known: Known, *, of_page: Condition | None) -> Question:
    code = reader.code(row, said(_("A question")))
    where = said(_("Question %(code)s"), code=code)
    of_relation = {"relation", "why"} if known.has_relations else set()
    reader.keys(row, where, {"code", "text", "scale", "direction", "sensitive", "shown_if", *of_relation})
    scale = known.scales.get(str(row.get("scale")), _NO_SCALE)
    if scale is _NO_SCALE:
        reader.fault(
            _("%(where)s uses the scale %(scale)s, which does not exist."), where=where, scale=str(row.get("scale"))
        )
    own = _shown_if(reader, row, where, known)
    relation, why = _relation(reader, row, where, known)
    return Question(
        code=code,
        text=reader.text(row, "text", where),
        scale=scale,
        direction=read_direction(reader, row, where, default=scale.direction),
        sensitive=reader.truth(row, "sensitive", where),
        shown_if=AllOf((of_page, own)) if of_page and own else of_page or own,
        relation=relation,
        why=why,
    )


def _relation(reader: Reader, row: Table, where: Said, known: Known) -> tuple[RelationKind | None, Text | None]:
    """Return how the question relates to the earlier version, and why. Only `same` may go without a reason."""
    if not known.has_relations:
        return None, None
    why = reader.text(row, "why", where) if "why" in row else None
    match row.get("relation"):
        case "same":
            if known.break_reason:
                reader.fault(_("%(where)s cannot be the same: the whole version breaks with the earlier."), where=where)
            return "same", why
        case "adjusted":
            kind: RelationKind = "adjusted"
            why = why or known.break_reason
        case "new":
            kind = "new"
        case _other:
            reader.fault(_('%(where)s must have relation "same", "adjusted" or "new".'), where=where)
            return None, why
    if why is None:
        reader.fault(_("%(where)s must say why it is new or adjusted, in all three languages."), where=where)
    return kind, why


def _shown_if(reader: Reader, row: Table, where: Said, known: Known) -> Condition | None:
    return _condition(reader, row["shown_if"], where, known) if "shown_if" in row else None


def _condition(reader: Reader, row: Any, where: Said, known: Known) -> Condition | None:
    match row:
        case {"all": [_first, *_more] as parts, **others} if not others:
            return AllOf(_parts(reader, parts, where, known))
        case {"any": [_first, *_more] as parts, **others} if not others:
            return AnyOf(_parts(reader, parts, where, known))
        case {"question": str(), **others} if len(others) == 1 and next(iter(others)) in _COMPARISONS:
            return _compare(reader, row, where, known)
    reader.fault(
        _(
            "%(where)s has a condition that is not understood: "
            "give a question and one of is, is_not, at_least, at_most; or all, or any."
        ),
        where=where,
    )
    return None


def _parts(reader: Reader, rows: list[Any], where: Said, known: Known) -> tuple[Condition, ...]:
    parts = (_condition(reader, row, where, known) for row in rows)
    return tuple(part for part in parts if part is not None)


def _compare(reader: Reader, row: Table, where: Said, known: Known) -> Condition | None:
    other = row["question"]
    if other not in known.scale_of:
        reader.fault(_("%(where)s depends on %(other)s, which does not exist."), where=where, other=other)
        return None
    scale = known.scale_of[other]
    if "at_least" in row or "at_most" in row:
        lowest = reader.number(row, "at_least", where) if "at_least" in row else 1
        highest = reader.number(row, "at_most", where) if "at_most" in row else len(scale.options)
        return Compare(other, frozenset(value for value in scale.steps if lowest <= value <= highest))
    named = reader.numbers(row, "is" if "is" in row else "is_not", where)
    if not named <= scale.values:
        reader.fault(_("%(where)s depends on an option that %(other)s does not have."), where=where, other=other)
    if "is" in row:
        return Compare(other, named)
    return Compare(other, scale.values - named, when_skipped=True)
