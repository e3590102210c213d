"""From answers to index values."""

from collections.abc import Mapping
from statistics import fmean

from laerling.questionnaire.rules.shape import Index


def index_value(index: Index, answers: Mapping[str, int]) -> float | None:
    """Return the mean score of the index's answered questions: 1.0 … 5.0 with 5 best.

    None when fewer than `minimum_items` have a score: skipped questions and answers outside the scale have none.
    """
    answered = (question.score(answers[question.code]) for question in index.questions if question.code in answers)
    scores = [score for score in answered if score is not None]
    if len(scores) < index.minimum_items:
        return None
    return fmean(scores)
