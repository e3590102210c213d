"""Tiny populations, every one of them that fits what is shown: nobody's answer is the same in all."""

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from laerling.release.protection.microdata import Microdata
from laerling.release.protection.plan import Item, Plan, Rules
from laerling.release.protection.release import attacks, protect

PLAN = Plan(("a", "b"), ((), (0,), (1,), (0, 1)), (Item("q", 2),), Rules(few=0, nearly_all_few=0))
EVERY = np.array(list(itertools.product((1, 2), repeat=12)))


@st.composite
def tiny(draw):
    n = draw(st.integers(5, 12))
    codes = draw(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=n, max_size=n))
    answers = draw(st.lists(st.integers(1, 2), min_size=n, max_size=n))
    texts = (("x", "y", "z"),) * 2
    return Microdata(texts, np.array(codes, np.int32).T.copy(), np.array([answers], np.int8))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(tiny())
def test_nobodys_answer_is_the_same_in_all_populations_that_fit(people):
    made = protect(people, PLAN)
    pattern = made.items[0]
    n = people.codes.shape[1]
    every = EVERY[: 2**n, -n:]
    fits = np.ones(len(every), np.bool_)
    for group in np.flatnonzero(pattern.shown):
        inside = np.isin(made.groups.atom_of, made.groups.rows.rows(group))
        fits &= (every[:, inside] == 1).sum(axis=1) == pattern.counts[group, 1]
    same = (every[fits] == every[fits][0]).all(axis=0)
    if pattern.shown.any():
        assert not same.any()
    assert [attack for attack in attacks(made, people, PLAN) if attack.found] == []


CROSSING = Plan(("a", "b"), ((), (0,), (1,)), (Item("q", 3),), Rules(few=0, nearly_all_few=0))
THREE = np.array(list(itertools.product((1, 2, 3), repeat=8)))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.data())
def test_nobodys_answer_is_the_same_with_three_answers_and_two_tables_that_cross(data):
    n = data.draw(st.integers(6, 8))
    codes = data.draw(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=n, max_size=n))
    answers = data.draw(st.lists(st.integers(1, 3), min_size=n, max_size=n))
    people = Microdata((("x", "y"),) * 2, np.array(codes, np.int32).T.copy(), np.array([answers], np.int8))
    made = protect(people, CROSSING)
    pattern, every = made.items[0], THREE[: 3**n, -n:]
    fits = np.ones(len(every), np.bool_)
    for group in np.flatnonzero(pattern.shown):
        inside = np.isin(made.groups.atom_of, made.groups.rows.rows(group))
        for answer in (1, 2):
            fits &= (every[:, inside] == answer).sum(axis=1) == pattern.counts[group, answer]
    if pattern.shown.any():
        assert not (every[fits] == every[fits][0]).all(axis=0).any()
    assert [attack for attack in attacks(made, people, CROSSING) if attack.found] == []
