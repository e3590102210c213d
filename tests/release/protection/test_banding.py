"""Which groups a sensitive item's bands are shown for: from the country down, and never so that they tell of few."""

import numpy as np
import pytest

from laerling.release.protection.banding import banded
from laerling.release.protection.bands import band_edges, narrowed
from laerling.release.protection.groups import groups_of

TABLES = ((), (0,), (1,), (0, 1), (2,), (0, 2))
COUNTIES, OFFICES, GENDERS = 5, 12, 2


def _population(seed, n=900):
    rng = np.random.default_rng(seed)
    office = rng.integers(0, OFFICES, n)
    codes = np.array([office % COUNTIES, office, rng.integers(0, GENDERS, n)])
    groups = groups_of(codes, TABLES)
    answers = rng.choice(4, size=n, p=[0.86, 0.08, 0.04, 0.02])
    counts = np.zeros((len(groups.n), 4), np.int64)
    for group in range(len(groups.n)):
        counts[group] = np.bincount(answers[np.isin(groups.atom_of, groups.rows.rows(group))], minlength=4)
    return groups, counts


@pytest.mark.parametrize("seed", range(8))
def test_what_is_shown_together_tells_of_nobody(seed):
    groups, counts = _population(seed)
    edges = band_edges(counts, 4)
    everything = counts.sum(axis=1) >= 10
    kept = banded(groups, everything, counts, *edges)
    assert narrowed(groups, kept, counts, *edges) == []
    assert not (kept & ~everything).any()


def test_whole_country_is_never_hidden_for_a_part_and_no_county_for_an_office():
    shown = {0: [], 1: []}
    for seed in range(8):
        groups, counts = _population(seed)
        kept = banded(groups, np.ones(len(counts), np.bool_), counts, *band_edges(counts, 4))
        for table, of in shown.items():
            of.append(bool(kept[groups.table_of() == table].all()))
    assert all(shown[0])
    assert all(shown[1])


def test_all_together_would_tell_too_much():
    """Control: what is left out is left out for something."""
    told = []
    for seed in range(8):
        groups, counts = _population(seed)
        told += narrowed(groups, np.ones(len(counts), np.bool_), counts, *band_edges(counts, 4))
    assert told


def test_group_that_its_own_bands_tell_of_is_left_out_and_no_other():
    """Of 40 in one office 20 and 20 answered the same: the open band is the largest's, so both can be reckoned out."""
    offices = np.repeat(np.arange(4), 40)
    groups = groups_of(offices[None, :], ((), (0,)))
    parts = np.array([[20, 20, 0, 0], [21, 14, 3, 2], [9, 25, 5, 1], [13, 6, 17, 4]])
    counts = np.vstack([parts.sum(axis=0), parts])
    assert banded(groups, np.ones(5, np.bool_), counts, *band_edges(counts, 4)).tolist() == [
        True,
        False,
        True,
        True,
        True,
    ]
