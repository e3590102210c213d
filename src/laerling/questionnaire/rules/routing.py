"""The way through a questionnaire: which pages apply, what is next, and which answers may stay."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from laerling.questionnaire.rules.shape import Page, Question, Questionnaire


class AnswerOutOfRange(ValueError):
    """An answer that is none of the question's options; names the question, never the answer."""

    def __init__(self, question: str) -> None:
        super().__init__(f"Question {question} has no such option.")
        self.question = question


@dataclass(frozen=True, slots=True)
class PageAnswers:
    """What one page's form held: the answers, and the codes of questions whose value is no option."""

    answers: dict[str, int]
    faults: tuple[str, ...]


def pages_for(questionnaire: Questionnaire, answers: Mapping[str, int]) -> tuple[Page, ...]:
    """Return the pages that apply, each with its applicable questions only; a page without any is left out."""
    return tuple(page for page, _kept in _walk(questionnaire, answers) if page.questions)


def first_page(questionnaire: Questionnaire) -> Page:
    """Return the page everyone begins on."""
    return pages_for(questionnaire, {})[0]


def next_page(questionnaire: Questionnaire, answers: Mapping[str, int], after: str) -> Page | None:
    """Return the first applicable page after the page `after`, or None at the end. Raises KeyError for no such page."""
    position = _positions(questionnaire)
    here = position[after]
    return next((page for page in pages_for(questionnaire, answers) if position[page.code] > here), None)


def previous_page(questionnaire: Questionnaire, answers: Mapping[str, int], before: str) -> Page | None:
    """Return the last applicable page before the page `before`, or None at the start. Raises KeyError as above."""
    position = _positions(questionnaire)
    here = position[before]
    return next((page for page in reversed(pages_for(questionnaire, answers)) if position[page.code] < here), None)


def read_page(page: Page, raw: Mapping[str, str]) -> PageAnswers:
    """Read a page's form, question code to value as sent; missing or empty is skipped, other fields are ignored."""
    answers: dict[str, int] = {}
    faults: list[str] = []
    for question in page.questions:
        sent = raw.get(question.code, "").strip()
        value = next((option.value for option in question.options if str(option.value) == sent), None)
        if value is not None:
            answers[question.code] = value
        elif sent:
            faults.append(question.code)
    return PageAnswers(answers, tuple(faults))


def merge(
    questionnaire: Questionnaire, answers: Mapping[str, int], page: Page, given: Mapping[str, int]
) -> dict[str, int]:
    """Return the answers after a page was sent: what it asked is replaced, and what no longer applies is gone.

    Raises AnswerOutOfRange.
    """
    asked = {question.code for question in page.questions}
    others = {code: value for code, value in answers.items() if code not in asked}
    return clean(questionnaire, others | {code: value for code, value in given.items() if code in asked})


def clean(questionnaire: Questionnaire, answers: Mapping[str, int]) -> dict[str, int]:
    """Return the answers to questions that exist and apply, in the order they are asked. Raises AnswerOutOfRange."""
    kept: dict[str, int] = {}
    for page, kept_so_far in _walk(questionnaire, answers):
        kept = kept_so_far
        for question in page.questions:
            if question.code in kept and not _is_option(question, kept[question.code]):
                raise AnswerOutOfRange(question.code)
    return kept


def _walk(questionnaire: Questionnaire, answers: Mapping[str, int]) -> Iterator[tuple[Page, dict[str, int]]]:
    """Yield every page with its applicable questions, and the applicable answers so far.

    A condition sees applicable answers only: an answer left behind on a page that no longer applies opens nothing.
    """
    kept: dict[str, int] = {}
    for page in questionnaire.pages:
        questions = tuple(
            question for question in page.questions if question.shown_if is None or question.shown_if.holds(kept)
        )
        kept |= {question.code: answers[question.code] for question in questions if question.code in answers}
        yield replace(page, questions=questions), kept


def _positions(questionnaire: Questionnaire) -> dict[str, int]:
    return {page.code: position for position, page in enumerate(questionnaire.pages)}


def _is_option(question: Question, value: object) -> bool:
    # True and 1.0 equal 1 in Python, but are no answers.
    return type(value) is int and value in question.scale.values
