"""Groups that no search tried again in the end: they are counted, and no fault of the control."""

import numpy as np
import pytest

from laerling.release.protection import grouping
from laerling.release.protection.grouping import protect_groups
from laerling.release.protection.groups import groups_of
from laerling.release.protection.release import Protected, complemented, idle_groups

TABLES = ((), (0,), (1,), (2,), (0, 1), (1, 2), (0, 2))


def _protected(seed):
    rng = np.random.default_rng(seed)
    codes = np.stack([rng.integers(0, size, 400) for size in (4, 9, 14)])
    groups = groups_of(codes, TABLES)
    solved = protect_groups(groups, codes, 5, seed)
    return Protected(groups, solved, solved.secret, ())


def idle(made):
    return idle_groups(made.groups, made.solved, complemented(made, 5))


@pytest.mark.parametrize("seed", range(6))
def test_in_small_files_every_hidden_group_would_give_somebody_away(seed):
    made = _protected(seed)
    assert complemented(made, 5).any()
    assert not idle(made).any()
    assert not made.solved.held_back.any()


@pytest.mark.parametrize("seed", range(6))
def test_in_large_files_those_that_would_not_are_held_back(seed, monkeypatch):
    monkeypatch.setattr(grouping, "UNBARRED", 0)
    made = _protected(seed)
    assert not (idle(made) & ~made.solved.held_back).any()
    assert not (made.solved.held_back & made.solved.shown).any()
