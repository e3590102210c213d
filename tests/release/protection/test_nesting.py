"""What is known of groups by those they lie in, those that lie in them, and those they share people with."""

import numpy as np
import pytest

from laerling.release.protection.bands import band_edges, largest_of, nothing_known
from laerling.release.protection.groups import groups_of
from laerling.release.protection.nesting import narrow, nest_of

TABLES = ((), (0,), (1,), (2,), (1, 2), (0, 2))


def _known(groups, counts, shown):
    """Return the lowest and highest counts when the bands of the groups `shown` are."""
    n = counts.sum(axis=1)
    low, high = nothing_known(counts)
    least, most = band_edges(counts, 4)
    low[shown], high[shown] = least[shown], np.minimum(most, n[:, None])[shown]
    largest = np.where(shown, largest_of(counts), -1)
    narrow(nest_of(groups), n, low, high, np.ones(len(groups.tables), np.bool_), largest)
    return low, high


def _population(seed, n=120):
    """Counties with offices, some of which span two, and programmes."""
    rng = np.random.default_rng(seed)
    office = rng.integers(0, 6, n)
    county = np.where(rng.random(n) < 0.1, (office + 1) % 3, office % 3)
    groups = groups_of(np.array([county, office, rng.integers(0, 3, n)]), TABLES)
    answers = rng.choice(4, size=n, p=[0.7, 0.15, 0.1, 0.05])
    rows = np.zeros((len(groups.weight), 4), np.int64)
    np.add.at(rows, (groups.atom_of, answers), 1)
    return groups, groups.rows.sums(rows)


@pytest.mark.parametrize("seed", range(20))
def test_what_is_known_is_true(seed):
    groups, counts = _population(seed)
    low, high = _known(groups, counts, np.random.default_rng(seed).random(len(counts)) < 0.7)
    assert (low <= counts).all()
    assert (counts <= high).all()


def _two_ways(counts_of):
    """Return groups and counts (of two answers) of everybody, two units, two programmes and the four crossings."""
    cells = np.repeat(np.arange(4), [sum(counts) for counts in counts_of])
    groups = groups_of(np.array([cells // 2, cells % 2]), ((), (0,), (1,), (0, 1)))
    parts = np.array(counts_of)
    units, programmes = parts.reshape(2, 2, 2).sum(axis=1), parts.reshape(2, 2, 2).sum(axis=0)
    return groups, np.vstack([parts.sum(axis=0), units, programmes, parts])


def test_who_two_groups_share_are_what_the_two_have_more_than_the_whole():
    """Thirteen of fourteen who gave the second answer are of one unit, and thirteen of one programme: twelve of both, and are hidden."""
    groups, counts = _two_ways([(20, 12), (20, 1), (20, 1), (20, 0)])
    low, high = _known(groups, counts, groups.table_of() < 3)
    assert low[5, 1] == 12 + 12 - 15
    assert low[5, 1] <= counts[5, 1] <= high[5, 1]


def test_the_largest_is_at_least_an_even_share():
    """Eleven people, four answers, none of the last three given more than three times nor more than the first: it was given three times."""
    groups = groups_of(np.zeros((1, 11), np.int64), ((),))
    low, high = _known(groups, np.array([[3, 3, 2, 3]]), np.array([True]))
    assert (low[0].tolist(), high[0].tolist()) == ([3, 0, 0, 0], [11, 3, 3, 3])


def test_an_office_of_one_county_is_held_against_it_though_another_spans_two():
    """The county's bands leave three of the second answer, whoever is in the office; no table crosses the two."""
    county, office = np.repeat([0, 0, 1, 1], 20), np.repeat([0, 1, 1, 2], 20)
    groups = groups_of(np.array([county, office]), ((0,), (1,)))
    counts = np.array([[38, 2], [10, 30], [20, 0], [28, 12], [0, 20]])
    _low, high = _known(groups, counts, groups.table_of() == 0)
    assert high[:, 1].tolist() == [3, 32, 3, 40, 20]


def test_what_is_known_of_a_group_is_known_of_another_of_the_same_people():
    office = np.repeat([0, 1, 2], 20)
    groups = groups_of(np.array([np.minimum(office, 1), office]), ((), (0,), (1,)))
    counts = np.array([[40, 20], [18, 2], [22, 18], [18, 2], [10, 10], [12, 8]])
    low, high = _known(groups, counts, np.array([True, True, False, False, False, False]))
    assert (low[3].tolist(), high[3].tolist()) == (low[1].tolist(), high[1].tolist())
    assert high[3, 1] == 3
