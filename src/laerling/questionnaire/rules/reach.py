"""Whether a condition can hold, and whether it can fail: found by trying, so that a dead end is seen before anyone meets it.

The answers tried are complete: for every earlier question that the condition hangs on, directly or through what that one
hangs on, each value that any condition tells apart, and no answer. What is settled already is not tried further, and the
number of tries is bounded: a tangle that is not settled within it is a fault, and never passed over.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from laerling.questionnaire.rules.conditions import AllOf, AnyOf, Compare, Condition
from laerling.questionnaire.rules.shape import Question

# Found at once in real questionnaires (some tens of tries); a wholly tangled one would take for ever.
MOST_TRIES = 50_000


class TooTangled(Exception):
    """The conditions could not be settled within the bound."""


def answers_to(question: Question, questions: Mapping[str, Question]) -> dict[str, int] | None:
    """Return answers that lead to the question, or None when none do. Raises TooTangled.

    `questions` are all of them by code, in the order they are asked; conditions must look backwards only.
    """
    return {} if question.shown_if is None else answers_for((question.shown_if,), questions)


def answers_for(
    conditions: tuple[Condition, ...], questions: Mapping[str, Question], *, but_not: Condition | None = None
) -> dict[str, int] | None:
    """Return answers with which all conditions hold and `but_not` does not; None when none do. Raises TooTangled."""
    every = (*conditions, but_not) if but_not else conditions
    needed = _hangs_on(every, questions)
    asked = [question for code, question in questions.items() if code in needed]
    return _Trying(AllOf(conditions), but_not, asked, _told_apart(every, asked)).found({}, 0)


@dataclass(slots=True)
class _Trying:
    """One search. A question is answered before those that come after it, so whether it is shown is known then."""

    wanted: Condition
    but_not: Condition | None
    asked: Sequence[Question]
    values: Mapping[str, tuple[int, ...]]
    n_tries: int = field(default=0)

    def found(self, kept: dict[str, int], n_settled: int) -> dict[str, int] | None:
        """Return answers that go on from `kept`, of which the first `n_settled` questions are settled, or None."""
        self.n_tries += 1
        if self.n_tries > MOST_TRIES:
            raise TooTangled
        open_still = {question.code for question in self.asked[n_settled:]}
        holds = _settled(self.wanted, kept, open_still)
        fails = self.but_not is not None and _settled(self.but_not, kept, open_still)
        if holds is False or fails is True:
            return None
        if holds and fails is False:
            return kept
        question = self.asked[n_settled]
        ways = [kept]
        if question.shown_if is None or question.shown_if.holds(kept):
            ways += [{**kept, question.code: value} for value in self.values[question.code]]
        tried = (self.found(way, n_settled + 1) for way in ways)
        return next((way for way in tried if way is not None), None)


def _settled(condition: Condition, kept: Mapping[str, int], open_still: set[str]) -> bool | None:
    """Return whether the condition holds, or None while it hangs on questions that are not settled."""
    match condition:
        case Compare():
            return None if condition.question in open_still else condition.holds(kept)
        case AllOf(parts):
            found = [_settled(part, kept, open_still) for part in parts]
            return False if False in found else None if None in found else True
        case AnyOf(parts):
            found = [_settled(part, kept, open_still) for part in parts]
            return True if True in found else None if None in found else False


def _hangs_on(conditions: Sequence[Condition], questions: Mapping[str, Question]) -> set[str]:
    """Return the codes of all questions whose answers decide them, however far back."""
    found: set[str] = set()
    waiting = [code for condition in conditions for code in condition.questions()]
    while waiting:
        code = waiting.pop()
        if code not in found:
            found.add(code)
            earlier = questions[code].shown_if
            waiting += earlier.questions() if earlier else ()
    return found


def _told_apart(wanted: Sequence[Condition], asked: Sequence[Question]) -> dict[str, tuple[int, ...]]:
    """Return, for each question, one value of each kind that the conditions tell apart."""
    conditions = [*wanted, *(question.shown_if for question in asked if question.shown_if)]
    compared = [compare for one in conditions for compare in _compares(one)]
    values: dict[str, tuple[int, ...]] = {}
    for question in asked:
        sets = [compare.values for compare in compared if compare.question == question.code]
        kinds: dict[tuple[bool, ...], int] = {}
        for value in sorted(question.scale.values):
            kinds.setdefault(tuple(value in one for one in sets), value)
        values[question.code] = tuple(kinds.values())
    return values


def _compares(condition: Condition) -> Iterator[Compare]:
    if isinstance(condition, Compare):
        yield condition
    else:
        for part in condition.parts:
            yield from _compares(part)
