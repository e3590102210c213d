"""What must hold of a questionnaire as a whole, beyond each part being well formed."""

from collections import Counter
from collections.abc import Iterable, Iterator

from laerling.questionnaire.rules.reach import ways_to
from laerling.questionnaire.rules.shape import Index, Question, Questionnaire

# What releases call the count of those who answered; no question or index may take the name.
RESERVED = "answered"


def faults_in(questionnaire: Questionnaire) -> tuple[str, ...]:
    """Return one sentence for each fault; none when the questionnaire may be published."""
    faults = (*_codes(questionnaire), *_order(questionnaire))
    if not faults:
        # Reach is defined only where conditions look backwards.
        faults = tuple(_dead_ends(questionnaire))
    return (*faults, *_sensitivity(questionnaire), *_indices(questionnaire.indices))


def _codes(questionnaire: Questionnaire) -> Iterator[str]:
    pages = (page.code for page in questionnaire.pages)
    yield from (f"Two pages have the code {code}." for code in _twice(pages))
    asked = (question.code for page in questionnaire.pages for question in page.questions)
    items = [*asked, *(index.code for index in questionnaire.indices)]
    yield from (f"Two questions or indices have the code {code}." for code in _twice(items))
    if RESERVED in items:
        yield f"No question or index may have the code {RESERVED}."


def _order(questionnaire: Questionnaire) -> Iterator[str]:
    page_of = {question.code: n for n, page in enumerate(questionnaire.pages) for question in page.questions}
    for question, condition in _follow_ups(questionnaire):
        for other in condition:
            if page_of[other] >= page_of[question.code]:
                yield f"Question {question.code} depends on {other}, which does not stand on an earlier page."


def _dead_ends(questionnaire: Questionnaire) -> Iterator[str]:
    questions = {question.code: question for question in questionnaire.questions}
    for question in questionnaire.questions:
        if not ways_to(question, questions):
            yield f"Question {question.code} can never be shown: no answers lead to it."


def _sensitivity(questionnaire: Questionnaire) -> Iterator[str]:
    """Whoever is seen to have answered a follow-up is seen to have answered the question before it."""
    for question, condition in _follow_ups(questionnaire):
        for other in condition:
            if questionnaire.question(other).sensitive and not question.sensitive:
                yield f"Question {question.code} depends on {other}, which is sensitive, and must be sensitive too."


def _indices(indices: tuple[Index, ...]) -> Iterator[str]:
    for index in indices:
        yield from (f"Index {index.code} counts {code} twice." for code in _twice(index.items))
        for question in index.questions:
            if question.direction == "none":
                yield f"Index {index.code} counts {question.code}, which has no direction."
        if not 1 <= index.minimum_items <= len(index.questions):
            yield f"Index {index.code} must have minimum_items between 1 and {len(index.questions)}."


def _follow_ups(questionnaire: Questionnaire) -> Iterator[tuple[Question, tuple[str, ...]]]:
    for page in questionnaire.pages:
        for question in page.questions:
            if question.shown_if is not None:
                yield question, question.shown_if.questions()


def _twice(codes: Iterable[str]) -> list[str]:
    return [code for code, n in Counter(codes).items() if n > 1]
