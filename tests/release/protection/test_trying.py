"""People come whole: whose answer can be no other is found where fractions of people leave it open."""

from itertools import product

import numpy as np
import pytest

from laerling.release.protection import trying
from laerling.release.protection.groups import sets_of
from laerling.release.protection.reconstruction import DOUBTFUL, Puzzle


def _riddle(seed):
    """Seven people, each a class of their own, and six groups of two to four of them; two answers."""
    rng = np.random.default_rng(seed)
    members = sets_of([np.sort(rng.choice(7, int(rng.integers(2, 5)), replace=False)) for _group in range(6)])
    truth = np.eye(2, dtype=np.int64)[rng.integers(0, 2, 7)]
    return Puzzle(np.arange(7), truth, np.arange(6), members, members.sums(truth))


def _certain_by_counting(riddle: Puzzle) -> set[int]:
    """Return who gave the same answer in every population with the figures."""
    wholes = [np.eye(2, dtype=np.int64)[list(one)] for one in product(range(2), repeat=7)]
    possible = [one for one in wholes if (riddle.members.sums(one) == riddle.counts).all()]
    return {k for k in range(7) if len({one[k].argmax() for one in possible}) == 1}


def _certain(riddle: Puzzle) -> set[int]:
    return set(riddle.reckoned().certain.tolist())


@pytest.mark.parametrize("seed", [989, 1270, 1679, 1762])
def test_whole_people_tell_what_fractions_leave_open(seed):
    riddle = _riddle(seed)
    found, left, _x = riddle._fitted(riddle.bounds()[1])
    assert not len(found)
    assert left.min() > 0.1
    assert {k for k in _certain_by_counting(riddle) if left[k] < DOUBTFUL} == _certain(riddle) != set()


def test_nobody_is_certain_who_can_have_answered_otherwise():
    for seed in range(150):
        riddle = _riddle(seed)
        assert _certain(riddle) <= _certain_by_counting(riddle)


def test_several_tried_at_once_are_found_as_one_by_one(monkeypatch):
    together = [_certain(_riddle(seed)) for seed in range(980, 1000)]
    monkeypatch.setattr(trying, "TOGETHER", 1)
    assert together == [_certain(_riddle(seed)) for seed in range(980, 1000)]
    assert any(together)
