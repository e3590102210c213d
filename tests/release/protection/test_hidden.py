"""What hidden groups answered together is no more told than what one person did."""

from itertools import product

import numpy as np
import pytest

from laerling.release.protection import hidden
from laerling.release.protection.groups import groups_of, sets_of
from laerling.release.protection.hidden import told
from laerling.release.protection.items import protect_item
from laerling.release.protection.plan import Item, Rules
from laerling.release.protection.reconstruction import puzzle

ITEM = Item("q1", 3, sensitive=False)
TABLES = ((), (0,), (1,), (0, 1))


def _asked(groups, known, answers):
    """Return how many hidden groups are asked about, and the classes of each that is told."""
    rows = np.zeros((len(groups.weight), 4), np.int64)
    np.add.at(rows, (groups.atom_of, answers), 1)
    riddle = puzzle(groups, known, rows)
    return told(groups, known, rows, riddle, riddle.reckoned())


def _crossing(answers):
    """Two counties by two offices, three people in each crossing; the crossings are hidden."""
    groups = groups_of(np.array([[0] * 6 + [1] * 6, [0, 0, 0, 1, 1, 1] * 2]), TABLES)
    return groups, groups.table_of() < 3, np.array(answers)


def test_crossing_that_follows_from_nought_elsewhere_is_told():
    """Only one county answered 1, so an office's two are of its three there; who gave them is not known."""
    asked, found = _asked(*_crossing([1, 1, 2, 1, 2, 1, 3, 2, 3, 2, 2, 3]))
    assert (asked, sorted(classes.tolist() for classes in found)) == (4, [[0], [1], [2], [3]])


def test_crossing_that_may_be_otherwise_is_not_told():
    """Control: here either county's three may have given the office's answer 2."""
    assert _asked(*_crossing([1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3]))[1] == []


@pytest.fixture
def in_parts(monkeypatch):
    """Files of more than three classes are too large to be looked at whole."""
    monkeypatch.setattr(hidden, "PART", 3)


def _possible(riddle):
    """Return every population (classes × answers) with the figures of the puzzle."""
    people = riddle.truth.sum(axis=1)
    each = [[split for split in product(range(n + 1), repeat=3) if sum(split) == n] for n in people.tolist()]
    return [one for one in map(np.array, product(*each)) if (riddle.members.sums(one) == riddle.counts).all()]


def _riddle(seed):
    """Nine people in two counties by three offices; the crossings are hidden."""
    rng = np.random.default_rng(seed)
    groups = groups_of(np.stack([rng.integers(0, 2, 9), rng.integers(0, 3, 9)]), TABLES)
    known, rows = groups.table_of() < 3, np.zeros((len(groups.weight), 4), np.int64)
    np.add.at(rows, (groups.atom_of, rng.choice([1, 1, 2, 3], 9)), 1)
    riddle = puzzle(groups, known, rows)
    return riddle, told(groups, known, rows, riddle, riddle.reckoned())[1]


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("whole", [True, False])
def test_what_is_told_is_so_in_every_population(seed, whole, request):
    if not whole:
        request.getfixturevalue("in_parts")
    riddle, found = _riddle(seed)
    possible = _possible(riddle) if found else []
    assert all(len({tuple(one[classes].sum(axis=0)) for one in possible}) == 1 for classes in found)


def test_some_of_those_are_told():
    assert sum(bool(_riddle(seed)[1]) for seed in range(30)) > 3


@pytest.mark.parametrize("seed", range(8))
def test_nothing_hidden_is_told_in_the_end(seed):
    rng = np.random.default_rng(seed)
    codes = np.stack([rng.integers(0, 3, 60), rng.integers(0, 4, 60)])
    groups, answers = groups_of(codes, TABLES), rng.choice([1, 1, 1, 2, 3], 60)
    made = protect_item(groups, groups.n >= 5, sets_of([]), answers, ITEM, Rules(), seed)
    riddle = puzzle(groups, made.shown, made.by_row)
    assert told(groups, made.shown, made.by_row, riddle, riddle.reckoned())[1] == []
