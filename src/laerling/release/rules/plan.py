"""What a release holds: the figures each unit gets, and what each of them asks for."""

from collections.abc import Mapping
from dataclasses import dataclass

from laerling.questionnaire.rules import Questionnaire

ANSWERED = "answered"
RULES_VERSION = "1"


@dataclass(frozen=True, slots=True)
class QuestionPlan:
    """A question's distribution over the answers 1 … `n_options`; `follows` are the questions that lead to it."""

    code: str
    n_options: int
    sensitive: bool = False
    follows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IndexPlan:
    """A mean of scores, for those with a score on at least `minimum_items` of its questions.

    `scores` holds per question the score of each answer from 1 on, None where an answer has none.
    """

    code: str
    scores: Mapping[str, tuple[float | None, ...]]
    minimum_items: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Questions in the order of the questionnaire, indices, and the round's thresholds (numbers of answers)."""

    questions: tuple[QuestionPlan, ...]
    indices: tuple[IndexPlan, ...]
    minimum: int
    sensitive_minimum: int

    def minimum_of(self, question: QuestionPlan) -> int:
        """Return how many answers a question's figures need.

        Who is asked a follow-up to a sensitive question has met with the thing itself: it needs twice as many.
        """
        if any(other.sensitive for other in self.questions if other.code in question.follows):
            return 2 * self.sensitive_minimum
        return self.sensitive_minimum if question.sensitive else self.minimum


def plan_of(questionnaire: Questionnaire, *, minimum: int, sensitive_minimum: int) -> Plan:
    """Return the plan for a questionnaire: every question and every index, for nation, counties and offices."""
    questions = tuple(
        QuestionPlan(
            question.code,
            len(question.options),
            question.sensitive,
            question.shown_if.questions() if question.shown_if else (),
        )
        for question in questionnaire.questions
    )
    indices = tuple(
        IndexPlan(index.code, {question.code: question.scores for question in index.questions}, index.minimum_items)
        for index in questionnaire.indices
    )
    return Plan(questions, indices, minimum, sensitive_minimum)
