"""Which answers lead to a question: found from its conditions, so that a dead end is seen before anyone meets it."""

from collections.abc import Mapping

from laerling.questionnaire.rules.conditions import AllOf, AnyOf, Compare, Condition
from laerling.questionnaire.rules.shape import Question

# One way to a question: for each earlier question the values that lead on. 0 stands for "skipped or not shown".
Way = dict[str, frozenset[int]]
SKIPPED = 0


def ways_to(question: Question, questions: Mapping[str, Question]) -> tuple[Way, ...]:
    """Return the ways in which the question comes to be shown; none means that it never is.

    Takes for granted that conditions look backwards only.
    """
    if question.shown_if is None:
        return ({},)
    return _ways(question.shown_if, questions)


def answers_to(question: Question, questions: Mapping[str, Question]) -> dict[str, int] | None:
    """Return the fewest answers found that lead to the question, or None when none do."""
    found = [
        {code: min(values) for code, values in way.items() if SKIPPED not in values}
        for way in ways_to(question, questions)
    ]
    return min(found, key=len, default=None)


def _ways(condition: Condition, questions: Mapping[str, Question]) -> tuple[Way, ...]:
    match condition:
        case Compare():
            return _ways_to_answer(condition, questions)
        case AnyOf(parts):
            return tuple(way for part in parts for way in _ways(part, questions))
        case AllOf(parts):
            ways: tuple[Way, ...] = ({},)
            for part in parts:
                ways = _both(ways, _ways(part, questions))
            return ways


def _ways_to_answer(compare: Compare, questions: Mapping[str, Question]) -> tuple[Way, ...]:
    earlier = questions[compare.question]
    skipped: tuple[Way, ...] = ({earlier.code: frozenset({SKIPPED})},) if compare.when_skipped else ()
    values = compare.values & earlier.scale.values
    if not values:
        return skipped
    return skipped + _both(({earlier.code: values},), ways_to(earlier, questions))


def _both(left: tuple[Way, ...], right: tuple[Way, ...]) -> tuple[Way, ...]:
    joined = ({**a, **b, **{code: a[code] & b[code] for code in a.keys() & b.keys()}} for a in left for b in right)
    return tuple(way for way in joined if all(way.values()))
