"""Bands of groups and their parts, held against each other."""

import numpy as np

from laerling.release.protection.bands import band_edges, narrowed
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
