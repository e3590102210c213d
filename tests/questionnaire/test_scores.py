import pytest
from hypothesis import given
from hypothesis import strategies as st

from laerling.questionnaire.rules import Index, Option, Question, Scale, Text, index_value

TEXT = Text("bokmål", "nynorsk", "English")


def _scale(n_steps, n_outside=0):
    inside = (Option(value, TEXT) for value in range(n_steps, 0, -1))
    outside = (Option(n_steps + n, TEXT, outside=True) for n in range(1, n_outside + 1))
    return Scale("scale", (*inside, *outside))


def _question(code, scale, direction):
    return Question(code, TEXT, scale, direction)


FIVE = _question("five", _scale(5), "up")
WORST_HIGH = _question("worst_high", _scale(5), "down")
THREE = _question("three", _scale(3, n_outside=1), "up")
INDEX = Index("index", TEXT, (FIVE, WORST_HIGH, THREE), minimum_items=2)


@pytest.mark.parametrize(
    ("question", "scores"),
    [
        (FIVE, (1, 2, 3, 4, 5)),
        (WORST_HIGH, (5, 4, 3, 2, 1)),
        (THREE, (1, 3, 5, None)),
        (_question("two", _scale(2), "down"), (5, 1)),
        (_question("kinds", _scale(3), "none"), (None, None, None)),
    ],
)
def test_scores_run_from_1_to_5_with_5_best(question, scores):
    assert question.scores == scores


@pytest.mark.parametrize(
    ("answers", "value"),
    [
        ({"five": 5, "worst_high": 1, "three": 3}, 5.0),
        ({"five": 1, "worst_high": 5, "three": 1}, 1.0),
        ({"five": 4, "worst_high": 3}, 3.5),
        ({"five": 4, "three": 4}, None),
        ({"five": 4}, None),
        ({}, None),
        ({"five": 2, "three": 2, "stranger": 5}, 2.5),
    ],
)
def test_index_is_the_mean_of_scores_when_enough_are_answered(answers, value):
    assert index_value(INDEX, answers) == value


@given(st.fixed_dictionaries({}, optional={"five": st.integers(1, 5), "three": st.integers(1, 4)}))
def test_index_stays_on_the_scale(answers):
    value = index_value(INDEX, answers)
    assert value is None or 1 <= value <= 5


def test_unknown_option_has_no_text():
    with pytest.raises(KeyError):
        FIVE.option(6)
    assert FIVE.option(5).text is TEXT
