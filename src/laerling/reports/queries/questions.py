"""Questions: those of a theme, those of an index, and one of them by itself."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from laerling.questionnaire.rules import Question, Questionnaire
from laerling.release import queries as release
from laerling.release.queries import ANSWERED, ReleaseFacts, UnitCells
from laerling.reports.queries import figures
from laerling.reports.queries.pooled import pooled
from laerling.reports.queries.releases import questionnaire_of, stamp, theme_links
from laerling.reports.types import IndexLine, IndexReport, QuestionLine, QuestionReport, Theme, ThemeLink, Unit


def themes(facts: ReleaseFacts, language: str) -> tuple[ThemeLink, ...]:
    """Return the themes of a round."""
    return theme_links(questionnaire_of(facts), language)


def theme(*, facts: ReleaseFacts, units: Sequence[Unit], page: str, language: str, n_chosen: int = 0) -> Theme:
    """Return one theme's distributions, of a release that is out. Raises KeyError for no such theme. Three queries."""
    questions = questionnaire_of(facts)
    shown = questions.page(page)
    columns = _columns(facts, units, shown.questions)
    links = theme_links(questions, language)
    here = next(position for position, link in enumerate(links) if link.code == page)
    return Theme(
        stamp=stamp(facts),
        units=tuple(units),
        code=page,
        title=shown.title.in_(language),
        questions=_lines(shown.questions, columns, language),
        previous=links[here - 1] if here else None,
        next=links[here + 1] if here + 1 < len(links) else None,
        n_chosen=n_chosen,
        pooled=pooled(facts, units[0], language, questions=_hidden(shown.questions, columns[0])),
    )


def index_report(
    *, facts: ReleaseFacts, units: Sequence[Unit], item: str, language: str, n_chosen: int = 0
) -> IndexReport:
    """Return an index with its questions, of a release that is out. Raises KeyError for no such index. Three queries."""
    index = questionnaire_of(facts).index(item)
    columns = _columns(facts, units, index.questions, index.code)
    (way,) = figures.apart([[figures.reading(column, item) for column in columns]])
    return IndexReport(
        stamp=stamp(facts),
        units=tuple(units),
        line=IndexLine(item, index.title.in_(language), tuple(figures.figure(column, item) for column in columns), way),
        questions=_lines(index.questions, columns, language),
        n_chosen=n_chosen,
        pooled=pooled(
            facts,
            units[0],
            language,
            indices=[] if columns[0].get(item).shown else [index],
            questions=_hidden(index.questions, columns[0]),
        ),
    )


def question_report(
    *, facts: ReleaseFacts, units: Sequence[Unit], item: str, language: str, n_chosen: int = 0
) -> QuestionReport:
    """Return one question, of a release that is out. Raises KeyError for no such question. Three queries."""
    questions = questionnaire_of(facts)
    question = questions.question(item)
    columns = _columns(facts, units, [question])
    (line,) = _lines([question], columns, language)
    code = questions.page_of(item).code
    return QuestionReport(
        stamp=stamp(facts),
        units=tuple(units),
        question=line,
        theme=next(link for link in theme_links(questions, language) if link.code == code),
        indices=_indices_with(questions, item, language),
        n_chosen=n_chosen,
        pooled=pooled(facts, units[0], language, questions=_hidden([question], columns[0])),
    )


def _columns(
    facts: ReleaseFacts, units: Collection[Unit], questions: Collection[Question], *more: str
) -> tuple[UnitCells, ...]:
    items = [ANSWERED, *more, *(question.code for question in questions)]
    found = release.cells(facts, [one.key for one in units], items)
    return tuple(found[one.key] for one in units)


def _hidden(questions: Collection[Question], own: UnitCells) -> list[Question]:
    """Return the questions of which the unit itself is not shown."""
    return [question for question in questions if not own.get(question.code).shown]


def _lines(questions: Collection[Question], columns: Sequence[UnitCells], language: str) -> tuple[QuestionLine, ...]:
    """Return questions across units, judged together for what differs by more than chance."""
    samples = [[figures.reading(column, question.code, question) for column in columns] for question in questions]
    return tuple(
        replace(figures.question_line(question, columns, language), apart=way)
        for question, way in zip(questions, figures.apart(samples), strict=True)
    )


def _indices_with(questions: Questionnaire, item: str, language: str) -> tuple[tuple[str, str], ...]:
    return tuple((index.code, index.title.in_(language)) for index in questions.indices if item in index.items)
