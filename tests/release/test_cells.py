"""From answers to cells: conservation, determinism, and one look for everything hidden."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laerling.release.rules.cells import CellValue, OpenedAnswers, content_hash, protected_cells
from laerling.release.rules.plan import IndexPlan, Plan, QuestionPlan

FIVE_STEPS = (1.0, 2.0, 3.0, 4.0, 5.0)
PLAN = Plan(
    questions=(
        QuestionPlan("liking", 5),
        QuestionPlan("asked", 2),
        QuestionPlan("harm", 3, sensitive=True),
        QuestionPlan("told", 2, follows=("harm",)),
    ),
    indices=(IndexPlan("well_being", {"liking": FIVE_STEPS, "asked": (5.0, 1.0)}, 2),),
    minimum=5,
    sensitive_minimum=10,
)


def opened(n, *, seed=1, counties=("11", "46"), offices=("", "a", "b", "c")):
    rng = np.random.default_rng(seed)
    return OpenedAnswers(
        county=rng.choice(np.array(counties), n),
        office=rng.choice(np.array(offices), n),
        answers={
            "liking": rng.integers(0, 6, n).astype(np.int8),
            "asked": rng.integers(0, 3, n).astype(np.int8),
            "harm": rng.integers(0, 4, n).astype(np.int8),
            "told": rng.integers(0, 3, n).astype(np.int8),
        },
    )


def by_place(cells):
    return {(cell.level, cell.unit_code, cell.item): cell for cell in cells}


def shuffled(answers, seed):
    order = np.random.default_rng(seed).permutation(len(answers.county))
    columns = {code: column[order] for code, column in answers.answers.items()}
    return OpenedAnswers(answers.county[order], answers.office[order], columns)


def test_counts_are_conserved():
    answers = opened(400)
    cells = by_place(protected_cells(answers, PLAN, {("nation", ""): 500}))
    assert cells["nation", "", "answered"] == CellValue("nation", "", "answered", shown=True, n=400, counts=(400, 100))
    liking = cells["nation", "", "liking"]
    assert liking.counts == tuple(int((answers.answers["liking"] == value).sum()) for value in range(1, 6))
    assert liking.n == sum(liking.counts)
    for item in ("answered", "liking", "asked", "harm"):
        assert cells["nation", "", item].n == cells["county", "11", item].n + cells["county", "46", item].n


def test_index_is_the_mean_of_those_who_answered_enough():
    answers = OpenedAnswers(
        county=np.full(20, "46"),
        office=np.full(20, ""),
        answers={
            "liking": np.array([5] * 10 + [1] * 6 + [0] * 4),
            "asked": np.array([1] * 10 + [2] * 6 + [1] * 4),
            "harm": np.zeros(20, dtype=np.int64),
            "told": np.zeros(20, dtype=np.int64),
        },
    )
    cell = by_place(protected_cells(answers, PLAN, {}))["nation", "", "well_being"]
    assert cell == CellValue("nation", "", "well_being", shown=True, n=16, mean=3.5)


def test_index_is_hidden_where_one_of_its_questions_is():
    answers = opened(60, offices=("",), counties=("46",))
    answers.answers["asked"][:] = 1
    cells = by_place(protected_cells(answers, PLAN, {}))
    assert cells["nation", "", "liking"].shown
    assert not cells["nation", "", "asked"].shown
    assert not cells["nation", "", "well_being"].shown


def test_follow_up_to_a_sensitive_question_needs_twenty():
    answers = opened(100, offices=("",), counties=("46",))
    for n_told, shown in ((19, False), (20, True)):
        told = np.zeros(100, dtype=np.int64)
        told[:n_told] = np.arange(n_told) % 2 + 1
        columns = {**answers.answers, "told": told}
        cells = by_place(protected_cells(OpenedAnswers(answers.county, answers.office, columns), PLAN, {}))
        assert cells["nation", "", "told"].shown is shown


def test_follow_up_is_hidden_where_the_question_that_leads_to_it_is():
    answers = opened(100, offices=("",), counties=("46",))
    answers.answers["harm"][:] = 1
    answers.answers["told"][:] = np.arange(100) % 2 + 1
    assert not by_place(protected_cells(answers, PLAN, {}))["nation", "", "told"].shown


def test_hidden_empty_and_too_small_look_the_same():
    answers = opened(200, offices=("", "a"))
    few = OpenedAnswers(
        np.append(answers.county, ["46"] * 2),
        np.append(answers.office, ["small"] * 2),
        {code: np.append(column, [1, 2]) for code, column in answers.answers.items()},
    )
    cells = by_place(protected_cells(few, PLAN, {("office", "empty"): 3, ("office", "small"): 9}))
    for office in ("empty", "small"):
        for item in ("answered", "liking", "harm", "told", "well_being"):
            assert cells["office", office, item] == CellValue("office", office, item, shown=False)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 90), st.integers(0, 1000))
def test_same_answers_in_any_order_give_the_same_release(n, seed):
    answers = opened(n, seed=seed)
    first = protected_cells(answers, PLAN, {})
    assert content_hash(first) == content_hash(protected_cells(shuffled(answers, seed), PLAN, {}))


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 90), st.integers(0, 1000))
def test_no_shown_cell_breaks_its_own_rule(n, seed):
    minimum = {"answered": 5, "liking": 5, "asked": 5, "harm": 10, "told": 20, "well_being": 5}
    for cell in protected_cells(opened(n, seed=seed), PLAN, {}):
        if cell.shown:
            assert cell.n >= minimum[cell.item]
        else:
            assert (cell.n, cell.counts, cell.mean) == (None, None, None)


@pytest.mark.parametrize("n", [0, 1, 4])
def test_a_round_hardly_answered_shows_nothing(n):
    assert not any(cell.shown for cell in protected_cells(opened(n), PLAN, {}))
