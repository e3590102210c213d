"""Which groups an item is shown for: from the country down, and never so that somebody can have answered one thing only."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laerling.release.protection import items
from laerling.release.protection.blaming import to_blame
from laerling.release.protection.fitting import closing, fit, open_shares
from laerling.release.protection.groups import groups_of, sets_of
from laerling.release.protection.items import few_answered, protect_item
from laerling.release.protection.mending import to_hide
from laerling.release.protection.modular import P
from laerling.release.protection.opening import opened
from laerling.release.protection.plan import Item, Rules
from laerling.release.protection.reconstruction import puzzle
from laerling.release.protection.smallsets import small_sets
from laerling.release.protection.swapping import cheapest_swap

TABLES = ((), (0,), (1,), (0, 1), (2,), (0, 2), (1, 2))
ITEM = Item("q1", 4, sensitive=False)


def _population(seed, n=600):
    rng = np.random.default_rng(seed)
    office = rng.integers(0, 20, n)
    codes = np.array([office % 3, office, rng.integers(0, 2, n)])
    groups = groups_of(codes, TABLES)
    answers = rng.choice(5, size=n, p=[0.02, 0.6, 0.24, 0.1, 0.04])
    by_row = np.zeros((len(groups.weight), 5), np.int64)
    np.add.at(by_row, (groups.atom_of, answers), 1)
    return groups, answers, by_row


def _everything(groups):
    return np.ones(len(groups.n), np.bool_)


@pytest.mark.parametrize("seed", range(6))
def test_nobody_is_certain_of_what_is_shown_in_the_end(seed):
    groups, answers, _by_row = _population(seed)
    made = protect_item(groups, groups.n >= 5, sets_of([]), answers, ITEM, Rules(), seed)
    assert len(puzzle(groups, made.shown, made.by_row).reckoned().certain) == 0


def test_all_together_would_make_somebody_certain():
    """Control: what is left out is left out for somebody."""
    assert any(
        len(puzzle(groups, _everything(groups), by_row).reckoned().certain)
        for groups, _a, by_row in map(_population, range(6))
    )


def test_country_and_counties_are_not_hidden_for_an_office():
    for groups, _answers, by_row in map(_population, range(6)):
        kept = opened(groups, _everything(groups), by_row)
        assert kept[groups.table_of() <= 1].all()


def test_who_could_have_changed_answers_within_the_same_groups_is_not_looked_at():
    """Ten people of one group, nine of them alike: any of them may be the tenth, and the group stays."""
    groups = groups_of(np.zeros((1, 10), np.int64), ((),))
    by_row = np.array([[0, 9, 1]])
    assert opened(groups, _everything(groups), by_row).all()


def test_fitting_comes_to_what_the_sums_leave_most_open():
    """Two by two people, rows and columns with one of each answer: each gave each answer with the same chance."""
    members = sets_of([np.array(group) for group in ([0, 1], [2, 3], [0, 2], [1, 3])])
    target, people = np.ones((2, 4)), np.ones(4, np.int64)
    x = np.array([[0.3, 0.6, 0.5, 0.9], [0.7, 0.4, 0.5, 0.1]])
    drawn = np.ones_like(target)
    fit(np.arange(4), members, target, people, x, 200, drawn)
    for group in range(4):
        assert x[:, members.rows(group)].sum(axis=1) == pytest.approx([1, 1], abs=1e-6)
    assert open_shares(x, people).min() > 0.05


def test_fitting_closes_the_answer_of_whom_the_sums_leave_no_other():
    """Of three groups of two, each pair has one yes; the first two together have none but the third's: nobody else is left."""
    members = sets_of([np.array(group) for group in ([0, 1], [1, 2], [0, 1, 2])])
    target = np.array([[1.0, 1.0, 1.0], [1.0, 1.0, 2.0]])
    people = np.ones(3, np.int64)
    x = np.full((2, 3), 0.5)
    fit(np.arange(3), members, target, people, x, 60, np.ones_like(target))
    before = open_shares(x, people)
    fit(np.arange(3), members, target, people, x, 60, np.ones_like(target))
    assert closing(open_shares(x, people), before).tolist() == [True, True, True]
    assert x[0] == pytest.approx([0, 1, 0], abs=0.05)


def test_group_that_moved_the_odds_is_to_blame_and_no_other():
    members = sets_of([np.array([0, 1, 2]), np.array([0, 1]), np.array([2])])
    drawn = np.array([[0.0, 1.5, 0.0], [0.0, -1.5, 0.0]])
    among = np.array([True, True, True])
    blamed = to_blame(np.array([0]), np.array([0, 1, 1]), members, members.by_row(3), among, drawn, 1)
    assert blamed.tolist() == [1]


def test_where_no_new_group_is_round_somebody_those_of_the_people_beside_are_to_blame():
    """Class 0 is in group 0 only, which is old; class 1 shares it, and is in the new group 1."""
    members = sets_of([np.array([0, 1]), np.array([1, 2])])
    drawn = np.array([[1.0, -0.9], [-1.0, 0.9]])
    blamed = to_blame(np.array([0]), np.array([0, 1, 1]), members, members.by_row(3), np.array([False, True]), drawn, 1)
    assert blamed.tolist() == [1]


def test_change_of_answers_is_cheapest_with_whom_one_shares_most():
    """Class 0 may change with 1 (one small group apart) or with 2 (a large one); those who answered the same do not help."""
    truth = np.array([[1, 0], [0, 1], [0, 1], [1, 0]])
    around = sets_of([np.array([0, 1]), np.array([0, 2]), np.array([1, 3]), np.array([0, 1])])
    cost = np.array([100.0, 3.0, 2.0, 50.0])
    assert cheapest_swap(0, truth, around, cost).tolist() == [1, 2]


def test_there_is_no_change_where_all_gave_one_answer():
    around = sets_of([np.array([0]), np.array([0])])
    assert len(cheapest_swap(0, np.array([[1, 0], [1, 0]]), around, np.ones(1))) == 0


def _certain_in_a_corner():
    """A county of 40; an office of six whose one woman answered otherwise than the five men: sex × office gives her away."""
    codes = np.array([[0] * 40, [0] * 6 + [1] * 34, [1] + [0] * 5 + [k % 2 for k in range(34)]])
    groups = groups_of(codes, ((), (1,), (2,), (1, 2)))
    answers = np.array([2] + [1] * 5 + [1 + k % 3 for k in range(34)])
    by_row = np.zeros((len(groups.weight), 4), np.int64)
    np.add.at(by_row, (groups.atom_of, answers), 1)
    return groups, by_row


@pytest.mark.parametrize("turn", [0, 2, 4])
def test_small_group_is_hidden_rather_than_the_country(turn):
    groups, by_row = _certain_in_a_corner()
    shown = _everything(groups)
    hidden = to_hide(groups, shown, shown, by_row, turn)
    assert len(hidden)
    assert groups.n[hidden].max() < 40


def test_nothing_is_hidden_where_nobody_is_certain():
    groups, by_row = _certain_in_a_corner()
    shown = groups.table_of() == 0
    assert to_hide(groups, shown, shown, by_row, 0) is None


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1), st.integers(1, 2)), min_size=5, max_size=9))
def test_everybody_has_another_population_that_looks_the_same(people):
    """By brute force over all answers of a handful: in some population with the same figures each answered otherwise."""
    codes = np.array([[a for a, _b, _c in people], [b for _a, b, _c in people]])
    groups = groups_of(codes, ((), (0,), (1,)))
    answers = np.array([c for _a, _b, c in people])
    made = protect_item(
        groups, groups.n >= 3, sets_of([]), answers, Item("q1", 2, sensitive=False), Rules(minimum=3), 1
    )
    shown = np.flatnonzero(made.shown)
    member = np.array([np.isin(groups.atom_of, groups.rows.rows(group)) for group in shown]).reshape(-1, len(people))
    same = [
        other
        for other in product((1, 2), repeat=len(people))
        if (member @ (np.array(other) == 1) == member @ (answers == 1)).all()
    ]
    for person in range(len(people)):
        assert len({other[person] for other in same}) > 1


def _office_less_a_workplace():
    """An office of a workplace of eight and of six from a workplace it shares; four of the six answered, no two alike."""
    units = [(0, 0)] * 8 + [(0, 1)] * 6 + [(1, 1)] * 8 + [(2, 2)] * 30
    office, place = np.array(units).T
    kind = np.array([k % 4 for k in range(8)] + [0, 1, 2, 3, 0, 1] + [k % 4 for k in range(38)])
    codes = np.array([office, place, kind // 2, kind % 2])
    answers = np.array([1 + k % 3 for k in range(8)] + [1, 2, 3, 1, 0, 0] + [1 + k % 3 for k in range(38)])
    return codes, answers


@pytest.mark.parametrize("are_named", [False, True], ids=["control", "named"])
def test_few_who_answered_do_not_follow_where_they_are_no_group_of_any_table(are_named, monkeypatch):
    """As in a file of very many: there nobody looks for all sets of three and four."""
    monkeypatch.setattr(items, "JOINED", 0)
    codes, answers = _office_less_a_workplace()
    groups = groups_of(codes, ((), (0,), (1,), (2,), (3,)))
    named = small_sets(groups, codes, 10)
    made = protect_item(groups, groups.n >= 5, named if are_named else sets_of([]), answers, Item("q1", 3), Rules(), 1)
    few = few_answered(named, made.by_row[:, 1:].sum(axis=1), Rules())
    follow = (few.sums(made.solved.null) % P == 0).all(axis=1)
    assert len(few)
    assert follow.any() == (not are_named)
