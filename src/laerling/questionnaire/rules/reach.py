"""Whether a condition can hold, and whether it can fail: so that a dead end is seen before anyone meets it.

What must hold narrows, question by question, which answers are left: 0 stands for "skipped or not shown", which is always
open to everybody. Where one of several things may hold, each is tried. That is complete: answers are found if there are
any. The number of tries is bounded: a tangle that is not settled within it is a fault, and never passed over.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from laerling.questionnaire.rules.conditions import AllOf, Compare, Condition
from laerling.questionnaire.rules.shape import Question

SKIPPED = 0
# Real questionnaires take a handful.
MOST_TRIES = 20_000

# A condition, and whether it is to hold.
_Goal = tuple[Condition, bool]
_Left = dict[str, frozenset[int]]


class TooTangled(Exception):
    """The conditions could not be settled within the bound."""


def answers_to(question: Question, questions: Mapping[str, Question]) -> dict[str, int] | None:
    """Return answers that lead to the question, or None when none do. Raises TooTangled.

    `questions` are all of them by code; conditions must look backwards only.
    """
    return {} if question.shown_if is None else answers_for((question.shown_if,), questions)


def answers_for(
    conditions: tuple[Condition, ...], questions: Mapping[str, Question], *, but_not: Condition | None = None
) -> dict[str, int] | None:
    """Return answers with which all conditions hold and `but_not` does not; None when none do. Raises TooTangled."""
    goals: list[_Goal] = [(condition, True) for condition in conditions]
    if but_not:
        goals.append((but_not, False))
    left = _Trying(questions).found(goals, [], {})
    if left is None:
        return None
    return {code: min(left[code]) for code in questions if code in left and SKIPPED not in left[code]}


@dataclass(slots=True)
class _Trying:
    """One search: what is left of every question's answers once all goals hold, or None."""

    questions: Mapping[str, Question]
    n_tries: int = field(default=0)

    def found(self, goals: list[_Goal], choices: list[list[_Goal]], left: _Left) -> _Left | None:
        """Return what is left when the goals hold, and one goal of each of the choices."""
        self.n_tries += 1
        if self.n_tries > MOST_TRIES:
            raise TooTangled
        goals, choices, left = list(goals), list(choices), dict(left)
        while goals:
            condition, to_hold = goals.pop()
            if isinstance(condition, Compare):
                if not self._narrow(condition, to_hold, left, goals):
                    return None
            elif isinstance(condition, AllOf) == to_hold:
                goals += [(part, to_hold) for part in condition.parts]
            else:
                choices.append([(part, to_hold) for part in condition.parts])
        if not choices:
            return left
        *others, one = choices
        tried = (self.found([goal], others, left) for goal in one)
        return next((way for way in tried if way is not None), None)

    def _narrow(self, compare: Compare, to_hold: bool, left: _Left, goals: list[_Goal]) -> bool:  # noqa: FBT001  half of a goal
        """Leave only the answers that fit; one that must be answered must be shown. Return whether any is left."""
        question = self.questions[compare.question]
        every = question.scale.values | {SKIPPED}
        fitting = (compare.values & every) | ({SKIPPED} if compare.when_skipped else frozenset())
        before = left.get(question.code, every)
        after = before & (fitting if to_hold else every - fitting)
        if question.shown_if and SKIPPED in before and SKIPPED not in after:
            goals.append((question.shown_if, True))
        left[question.code] = after
        return bool(after)
