"""What may be added beside figures that are out already: tiny populations, and every one of them that fits."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from laerling.release.protection.forced import add_groups, add_item
from laerling.release.protection.groups import groups_of
from laerling.release.protection.microdata import Microdata
from laerling.release.protection.plan import Item, Plan, Rules
from laerling.release.protection.release import Protected, group_attacks, idle_groups, item_attacks, protect

RULES = Rules(minimum=3, sensitive_minimum=3, few=0, nearly_all=0, nearly_all_few=0)
ITEM = Item("q", 2)
ONE_ROUND = Plan(("a", "b"), ((), (0,), (1,)), (ITEM,), RULES)
# The round stands first; each round's own tables have it, and the units of both together have not.
STACK = Plan(("round", "a", "b"), ((0,), (0, 1), (0, 2), (1,)), (ITEM,), RULES)
OF_ROUNDS = 3
N = 7
EVERY = np.array(list(itertools.product((1, 2), repeat=2 * N)), np.int8)


def two_rounds(seed):
    """People of two rounds with what each round's own release shows of them, table by table and key."""
    rng = np.random.default_rng(seed)
    codes = np.vstack([np.repeat([0, 1], N), rng.integers(0, 3, 2 * N), rng.integers(0, 2, 2 * N)]).astype(np.int32)
    people = Microdata((("0", "1"), ("x", "y", "z"), ("u", "v")), codes, rng.integers(1, 3, (1, 2 * N)).astype(np.int8))
    groups = groups_of(people.codes, STACK.tables)
    any_item, forced = np.zeros(len(groups.n), np.bool_), np.zeros(len(groups.n), np.bool_)
    for which in (0, 1):
        mine = people.codes[0] == which
        own = Microdata(people.values[1:], people.codes[1:, mine], people.answers[:, mine])
        made = protect(own, ONE_ROUND)
        for group in np.flatnonzero(made.items[0].shown):
            who = np.flatnonzero(mine)[np.isin(made.groups.atom_of, made.groups.rows.rows(group))]
            forced |= same_people(groups, who) & of_a_round(groups)
        for group in np.flatnonzero(made.solved.shown):
            who = np.flatnonzero(mine)[np.isin(made.groups.atom_of, made.groups.rows.rows(group))]
            any_item |= same_people(groups, who) & of_a_round(groups)
    return people, groups, any_item, forced


def of_a_round(groups):
    return groups.table_of() < OF_ROUNDS


def same_people(groups, who):
    return np.array([set(members(groups, g).tolist()) == set(who.tolist()) for g in range(len(groups.n))])


def members(groups, group):
    return np.flatnonzero(np.isin(groups.atom_of, groups.rows.rows(group)))


def added(people, groups, any_item, forced):
    wanted = ~of_a_round(groups)
    addition = add_groups(groups, people.codes, any_item, wanted, RULES.minimum, seed=1)
    pattern, new = add_item(addition, forced, wanted, people.answers[0].astype(np.int64), ITEM, RULES)
    return addition, pattern, new


def fitting(people, groups, shown):
    """Return all populations in which every shown group has the counts it has."""
    fits = np.ones(len(EVERY), np.bool_)
    for group in np.flatnonzero(shown):
        inside = members(groups, group)
        fits &= (EVERY[:, inside] == 1).sum(axis=1) == (people.answers[0][inside] == 1).sum()
    return EVERY[fits]


def found(addition, pattern, people, shown=None):
    made = Protected(addition.groups, addition.solved, addition.named, (pattern,))
    tried = group_attacks(made, addition.solved.shown if shown is None else shown, people, STACK)
    return [attack for attack in (*tried, *item_attacks(made, pattern, STACK)) if attack.found]


@pytest.mark.parametrize("seeds", [range(start, start + 20) for start in range(0, 60, 20)])
def test_nobodys_answer_is_the_same_in_all_populations_that_fit_both_rounds_and_what_is_pooled(seeds):
    n_added = 0
    for seed in seeds:
        people, groups, any_item, forced = two_rounds(seed)
        addition, pattern, new = added(people, groups, any_item, forced)
        every = fitting(people, groups, forced | new)
        if (forced | new).any():
            assert not (every == every[0]).all(axis=0).any()
        assert found(addition, pattern, people) == []
        n_added += int(new.sum())
    assert n_added


def test_forced_groups_are_never_taken_back():
    for seed in range(10):
        people, groups, any_item, forced = two_rounds(seed)
        addition, pattern, _new = added(people, groups, any_item, forced)
        assert (addition.solved.shown & any_item).sum() == any_item.sum()
        assert (pattern.shown & forced).sum() == forced.sum()


def test_each_pooled_group_left_out_would_give_somebody_away():
    n_left_out = 0
    for seed in range(60):
        people, groups, any_item, forced = two_rounds(seed)
        addition, pattern, _new = added(people, groups, any_item, forced)
        assert not idle_groups(groups, addition.solved, addition.left_out).any()
        for group in np.flatnonzero(addition.left_out):
            shown = addition.solved.shown | (groups.same_as == groups.same_as[group])
            assert found(addition, pattern, people, shown)
            n_left_out += 1
    assert n_left_out


def test_rest_of_a_pool_is_not_given_away_by_the_year_that_is_shown():
    """Four of unit x are the year's rest where one year shows x and both together do too: the other year is told."""
    codes = np.array([[0] * 9 + [1] * 9, [0] * 2 + [1] * 7 + [0] * 4 + [1] * 5, [0] * 18], np.int32)
    groups = groups_of(codes, STACK.tables)
    now_x = same_people(groups, np.flatnonzero((codes[0] == 1) & (codes[1] == 0))) & of_a_round(groups)
    forced = now_x & (groups.n == 4)
    addition = add_groups(groups, codes, forced, ~of_a_round(groups), RULES.minimum, seed=1)
    both_x = same_people(groups, np.flatnonzero(codes[1] == 0)) & ~of_a_round(groups)
    assert (addition.left_out & both_x).any()
    assert not (addition.added & both_x).any()


def test_item_is_left_out_where_both_years_together_agree():
    rules = replace(RULES, few=10)
    codes = np.array([[0] * 6 + [1] * 6, [0] * 3 + [1] * 3 + [0] * 3 + [1] * 3, [0] * 12], np.int32)
    people = Microdata(
        (("0", "1"), ("x", "y"), ("u",)), codes, np.array([[1] * 3 + [2] * 3 + [1] * 2 + [2] * 4], np.int8)
    )
    groups = groups_of(codes, STACK.tables)
    none = np.zeros(len(groups.n), np.bool_)
    wanted = ~of_a_round(groups)
    addition = add_groups(groups, codes, none, wanted, rules.minimum, seed=1)
    _pattern, new = add_item(addition, none, wanted, people.answers[0].astype(np.int64), ITEM, rules)
    assert addition.added.any()
    assert not new.any()
