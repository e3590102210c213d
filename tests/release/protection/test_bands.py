"""Bands of groups and their parts, held against each other."""

from collections import defaultdict
from itertools import combinations

import numpy as np
import pytest

from laerling.release.protection.bands import band_edges, bands, narrowed, tells_too_much
from laerling.release.protection.groups import groups_of


def _told(sizes_and_yes):
    """Return which groups tell too much, of everybody and the units (people, of whom so many said the second thing)."""
    units = np.repeat(np.arange(len(sizes_and_yes)), [n for n, _yes in sizes_and_yes])
    groups = groups_of(units[None, :], ((), (0,)))
    parts = np.array([[n - yes, yes] for n, yes in sizes_and_yes])
    counts = np.vstack([parts.sum(axis=0), parts])
    return narrowed(groups, np.ones(len(counts), np.bool_), counts, *band_edges(counts, 4))


def test_a_whole_that_lies_above_its_parts_tells_of_one():
    assert _told([(20, 3), (20, 3), (20, 2)]) != []


def test_parts_that_leave_room_tell_nothing():
    assert _told([(20, 5), (20, 6), (20, 1)]) == []


def test_bands_of_many_cells_are_those_of_one():
    counts = np.random.default_rng(1).integers(0, 30, size=(50, 4))
    low, high = band_edges(counts, 4)
    assert (low <= counts).all()
    assert (counts <= high).all()
    assert [band_edges(row, 4)[0].tolist() for row in counts] == low.tolist()


def _alone(counts):
    """Tell whether a group's own bands tell too much of it, nothing else being shown."""
    counts = np.array([counts])
    groups = groups_of(np.zeros((1, int(counts.sum())), np.int64), ((),))
    return narrowed(groups, np.ones(1, np.bool_), counts, *band_edges(counts, 4)) != []


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ([20, 20, 0, 0, 0], True),  # 8-20, 20-23: the open band is the largest's, so both are 20
        ([12, 13, 0, 0, 0], True),
        ([9, 8, 0, 0], True),  # 0-9, 8-11: of 17 no more than one is left
        ([56, 56, 112, 112], True),
        ([25, 9, 3, 2, 1], False),
        ([40, 2], False),
    ],
)
def test_whoever_sees_which_is_the_largest_learns_no_more(counts, told):
    assert _alone(counts) is told


def _vectors(n, k):
    for cut in combinations(range(n + k - 1), k - 1):
        yield [b - a - 1 for a, b in zip((-1, *cut), (*cut, n + k - 1), strict=True)]


@pytest.mark.parametrize(("n", "k"), [(10, 2), (17, 2), (18, 2), (33, 2), (10, 3), (13, 3), (14, 3), (12, 4), (10, 5)])
def test_no_band_tells_more_than_was_reckoned(n, k):
    """Against every group of n people there can be: what those with the same bands have in common."""
    alike = defaultdict(list)
    for counts in _vectors(n, k):
        alike[tuple(bands(np.array(counts), 4))].append(counts)
    for several in alike.values():
        low, high = np.min(several, axis=0)[None], np.max(several, axis=0)[None]
        for counts in several:
            assert _alone(counts) or not tells_too_much(np.array([counts]), low, high)[0]
