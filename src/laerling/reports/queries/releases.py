"""Which releases are out, what names them, and what was asked in them."""

from datetime import datetime

from laerling.questionnaire import queries as questionnaires
from laerling.questionnaire.rules import Questionnaire
from laerling.release import queries as release
from laerling.release.queries import ReleaseFacts
from laerling.reports.types import ItemLink, Stamp, ThemeLink

_HASH_SIGNS = 8


def years(now: datetime) -> tuple[int, ...]:
    """Return the years whose results are out, newest first."""
    return release.released_years(now)


def facts_of(year: int, now: datetime) -> ReleaseFacts | None:
    """Return a round's release once its results are out."""
    return release.released(year, now)


def stamp(facts: ReleaseFacts) -> Stamp:
    """Return what stands on every page and file: which release the figures are from."""
    return Stamp(
        facts.round_year,
        facts.made_at,
        facts.content_hash[:_HASH_SIGNS],
        int(facts.rules["minimum"]),
        int(facts.rules["sensitive_minimum"]),
    )


def questionnaire_of(facts: ReleaseFacts) -> Questionnaire:
    """Return the questionnaire of a release's round."""
    return questionnaires.published(str(facts.rules["questionnaire"]))


def items_of(facts: ReleaseFacts, language: str) -> tuple[ItemLink, ...]:
    """Return everything one can look at, in the order of reading: indices, then questions by theme. One query."""
    questions = questionnaire_of(facts)
    indices = (ItemLink(index.code, index.title.in_(language), "index") for index in questions.indices)
    asked = (
        ItemLink(question.code, question.text.in_(language), "question", page.title.in_(language))
        for page in questions.pages
        for question in page.questions
    )
    return (*indices, *asked)


def theme_links(questions: Questionnaire, language: str) -> tuple[ThemeLink, ...]:
    """Return the themes in the order they are asked."""
    return tuple(ThemeLink(page.code, page.title.in_(language), len(page.questions)) for page in questions.pages)
