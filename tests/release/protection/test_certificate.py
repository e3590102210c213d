"""The certificate finds every signed sum of at most four people."""

import numpy as np
import pytest

from laerling.release.protection.certificate import are_few, sums_of_four, sums_of_two
from laerling.release.protection.modular import P


def small_sums(u, people):
    return [*sums_of_two(u, people), *sums_of_four(u, people, are_few(people))]


@pytest.mark.parametrize("signs", [(1,), (1, -1), (1, 1, 1), (1, -1, 1), (1, 1, 1, 1), (1, 1, -1, 1), (1, -1, -1, 1)])
def test_a_hidden_sum_is_found(signs):
    u = np.random.default_rng(1).integers(1, P, size=(40, 3))
    u[0] = -signs[0] * sum(s * u[k] for k, s in enumerate(signs) if k) % P if len(signs) > 1 else 0
    found = list(small_sums(u, np.ones(40, np.int64)))
    assert {frozenset(total) for total in found} == {frozenset(range(len(signs)))}


def test_more_than_four_people_are_no_small_set():
    u = np.random.default_rng(1).integers(1, P, size=(40, 3))
    u[0] = (u[1] + u[2]) % P
    assert list(small_sums(u, np.array([3, *[1] * 39]))) == []


def test_nothing_is_found_where_nothing_follows():
    u = np.random.default_rng(1).integers(1, P, size=(300, 3))
    assert list(small_sums(u, np.ones(300, np.int64))) == []


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_few_are_found_beside_more_who_have_the_same_numbers(order):
    """Three and two people with the same numbers are no small set; the two and two single ones with their sum are."""
    u = np.random.default_rng(1).integers(1, P, size=(40, 3))
    u[0] = u[1] = (u[2] + u[3]) % P
    people = np.ones(40, np.int64)
    people[list(order)] = 3, 2
    assert {frozenset(total) for total in small_sums(u, people)} == {frozenset({order[1], 2, 3})}
