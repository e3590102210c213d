"""How a version relates to the one before it, and the series that come of it: no line is drawn across a break (M25)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from laerling.questionnaire.rules.saying import Said, _, said
from laerling.questionnaire.rules.shape import Index, Question, Questionnaire, Text

Kind = Literal["same", "adjusted", "new", "dropped"]


@dataclass(frozen=True, slots=True)
class Relation:
    """How a question or an index relates to the earlier version, and why; `same` may need no reason.

    `because_of` are the questions that make an index another than it was: its own reason is theirs.
    """

    code: str
    kind: Kind
    why: Text | None = None
    because_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Series:
    """Rounds between which a question or an index can be compared: one line in a chart, and never more than one.

    `last_round` is None while the newest version holds. `begins_because` is why it cannot be compared with what was
    before; None for the very first, and for an index, whose questions (`because_of`) have the reasons.
    """

    code: str
    first_round: int
    last_round: int | None
    versions: tuple[str, ...]
    begins_as: Kind = "new"
    begins_because: Text | None = None
    because_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """A published version in its place among the others; the last round is None while it is the newest."""

    questionnaire: Questionnaire
    first_round: int
    last_round: int | None


def faults_beside(version: Questionnaire, published: Sequence[Questionnaire]) -> tuple[Said, ...]:
    """Return a sentence for each thing that cannot be true of a version beside those published, itself left out."""
    others = {one.code: one for one in published if one.code != version.code}
    if version.follows is None:
        return tuple(_first_of_its_survey(version, others.values()))
    if version.follows not in others:
        return (said(_("The questionnaire follows %(code)s, which is not published."), code=version.follows),)
    before = others[version.follows]
    taken = (
        said(
            _("The questionnaire follows %(code)s, which %(other)s follows already."), code=before.code, other=one.code
        )
        for one in others.values()
        if one.follows == before.code
    )
    ever = {question.code for one in _line_back(before, others) for question in one.questions}
    return (*taken, *_place(version, before), *_ties(version, before, ever), *_left_out(version, before))


def relations(version: Questionnaire, before: Questionnaire | None) -> tuple[Relation, ...]:
    """Return how every question relates to the earlier version, in the order asked, then those that were dropped."""
    asked = (Relation(one.code, one.relation or "new", one.why) for one in version.questions)
    if before is None:
        return tuple(asked)
    return (*asked, *(Relation(one.code, "dropped", one.why) for one in version.dropped))


def index_relations(version: Questionnaire, before: Questionnaire | None) -> tuple[Relation, ...]:
    """Return how every index relates to the earlier version: it follows from its questions."""
    if before is None:
        return tuple(Relation(index.code, "new") for index in version.indices)
    were = {index.code: index for index in before.indices}
    kept = {index.code for index in version.indices}
    now = (
        _of_index(index, were[index.code]) if index.code in were else Relation(index.code, "new")
        for index in version.indices
    )
    return (*now, *(Relation(code, "dropped") for code in were if code not in kept))


def series_of(code: str, versions: Sequence[Version]) -> tuple[Series, ...]:
    """Return the series of a question or an index, oldest first. `versions` are all of the survey, oldest first."""
    found: list[Series] = []
    before: Version | None = None
    for version in versions:
        follows = before if before and version.questionnaire.follows == before.questionnaire.code else None
        relation = _relation_of(code, version.questionnaire, follows.questionnaire if follows else None)
        if relation is not None and relation.kind != "dropped":
            goes_on = relation.kind == "same" and found and follows and follows.questionnaire.code in found[-1].versions
            earlier = found.pop() if goes_on else None
            found.append(_series(code, version, relation, earlier))
        before = version
    return tuple(found)


def _series(code: str, version: Version, relation: Relation, earlier: Series | None) -> Series:
    if earlier:
        return Series(
            code,
            earlier.first_round,
            version.last_round,
            (*earlier.versions, version.questionnaire.code),
            earlier.begins_as,
            earlier.begins_because,
            earlier.because_of,
        )
    names = (version.questionnaire.code,)
    return Series(
        code, version.first_round, version.last_round, names, relation.kind, relation.why, relation.because_of
    )


def _relation_of(code: str, version: Questionnaire, before: Questionnaire | None) -> Relation | None:
    every = (*relations(version, before), *index_relations(version, before))
    return next((one for one in every if one.code == code), None)


def _of_index(index: Index, was: Index) -> Relation:
    """Call an index the same where its questions are the same ones, each the same, and as many must have a score."""
    changed = tuple(
        dict.fromkeys(
            [one.code for one in index.questions if one.relation != "same"]
            + [code for code in was.items if code not in index.items]
            + [code for code in index.items if code not in was.items]
        )
    )
    if changed or index.minimum_items != was.minimum_items:
        return Relation(index.code, "adjusted", because_of=changed)
    return Relation(index.code, "same")


def _first_of_its_survey(version: Questionnaire, others: Iterable[Questionnaire]) -> Iterator[Said]:
    """Of a survey that has dated versions, a new one must go on from the newest."""
    dated = [one for one in others if one.survey == version.survey and one.held]
    if version.held and dated:
        newest = max(dated, key=lambda one: one.held.first if one.held else 0)
        yield said(_("The questionnaire must say which version it follows: %(code)s."), code=newest.code)


def _line_back(version: Questionnaire, others: Mapping[str, Questionnaire]) -> Iterator[Questionnaire]:
    """Yield a version and all that came before it, newest first."""
    here: Questionnaire | None = version
    while here:
        yield here
        here = others.get(here.follows) if here.follows else None


def _place(version: Questionnaire, before: Questionnaire) -> Iterator[Said]:
    if version.survey != before.survey:
        yield said(
            _("The questionnaire follows %(before)s, which is of another survey: %(survey)s."),
            before=before.code,
            survey=before.survey,
        )
    if version.held and before.held and version.held.first <= (before.held.last or before.held.first):
        yield said(
            _("The questionnaire must hold for rounds after those of %(before)s: from %(year)s at the earliest."),
            before=before.code,
            year=str((before.held.last or before.held.first) + 1),
        )


def _ties(version: Questionnaire, before: Questionnaire, ever: set[str]) -> Iterator[Said]:
    were = {question.code: question for question in before.questions}
    for question in version.questions:
        was = were.get(question.code)
        if question.relation == "new":
            if question.code in ever:
                yield said(
                    _("Question %(code)s cannot be new: an earlier version has a question with this code."),
                    code=question.code,
                )
        elif was is None:
            yield said(
                _("Question %(code)s cannot be %(kind)s: %(before)s has no question with this code."),
                code=question.code,
                kind=said(_("same")) if question.relation == "same" else said(_("adjusted")),
                before=before.code,
            )
        elif question.relation == "same":
            yield from _same(question, was)


def _same(question: Question, was: Question) -> Iterator[Said]:
    """Answers to the same question must be counted in the same way; other words around it must be told why."""
    if (question.options, question.direction) != (was.options, was.direction):
        yield said(
            _(
                "Question %(code)s cannot be the same: its options, their wording or the direction are not what they were."
            ),
            code=question.code,
        )
    elif question.why is None and (question.text, question.shown_if) != (was.text, was.shown_if):
        yield said(
            _(
                "Question %(code)s is worded differently, or asked of others, than it was: say why it is the same still."
            ),
            code=question.code,
        )


def _left_out(version: Questionnaire, before: Questionnaire) -> Iterator[Said]:
    asked, were = ({question.code for question in one.questions} for one in (version, before))
    gone = {one.code for one in version.dropped}
    for question in before.questions:
        if question.code not in asked | gone:
            yield said(
                _("Question %(code)s of %(before)s is neither asked nor dropped: say which, and why."),
                code=question.code,
                before=before.code,
            )
    for code in (one.code for one in version.dropped if one.code not in were):
        yield said(
            _("Question %(code)s cannot be dropped: %(before)s has no question with this code."),
            code=code,
            before=before.code,
        )
