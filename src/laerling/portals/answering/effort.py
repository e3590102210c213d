"""How long the survey takes, counted from its questions."""

from dataclasses import dataclass
from math import ceil

from laerling.questionnaire.rules import Questionnaire

# Closed questions with short options: with reading, people answer between three and four a minute.
_SECONDS_PER_QUESTION = 18


@dataclass(frozen=True, slots=True)
class Effort:
    """The fewest and the most questions anybody gets, and the minutes these take."""

    n_fewest: int
    n_most: int
    n_minutes_least: int
    n_minutes: int


def effort(questionnaire: Questionnaire) -> Effort:
    """Return what answering takes. Follow-ups count as not asked in the fewest and all asked in the most."""
    questions = questionnaire.questions
    n_fewest = sum(question.shown_if is None for question in questions)
    return Effort(n_fewest, len(questions), _minutes(n_fewest), _minutes(len(questions)))


def _minutes(n_questions: int) -> int:
    return ceil(n_questions * _SECONDS_PER_QUESTION / 60)
