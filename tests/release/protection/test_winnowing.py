"""Looking block by block loses nobody who is in a small set that follows."""

import numpy as np
import pytest

from laerling.release.protection import winnowing
from laerling.release.protection.certificate import are_few, classes_of, sums_of_four, sums_of_two
from laerling.release.protection.grouping import order_of, solve
from laerling.release.protection.groups import groups_of, sets_of
from laerling.release.protection.modular import P

TABLES = ((), (0,), (1,), (2,), (0, 1), (1, 2), (0, 2))


@pytest.fixture
def small_blocks(monkeypatch):
    """Blocks of twenty classes, however few there are."""
    monkeypatch.setattr(winnowing, "IN_BLOCK", 20)
    monkeypatch.setattr(winnowing, "ENOUGH_FEW", 0)
    monkeypatch.setattr(winnowing, "FEWER", 1.0)


def _shown(seed, minimum):
    """Return groups of 300 people, and null vectors of those of `minimum` and more, all of them shown."""
    rng = np.random.default_rng(seed)
    codes = np.stack([rng.integers(0, size, 300) for size in (9, 12, 15)])
    groups = groups_of(codes, TABLES)
    order = order_of(groups, (groups.n >= minimum) & (groups.same_as == np.arange(len(groups.n))))
    return groups, solve(groups.rows, order, sets_of([]), len(groups.weight), seed)


@pytest.mark.parametrize(("seed", "minimum"), [(0, 2), (1, 3), (6, 4), (3, 5), (11, 5), (14, 4), (22, 4)])
def test_whoever_is_in_a_set_that_follows_is_kept(seed, minimum, small_blocks):
    """Single people, pairs, nothing, and (the last three) 3, 109 and 120 sets of three and four."""
    groups, solved = _shown(seed, minimum)
    class_of = classes_of(groups.group_of, solved.shown)
    sums = np.zeros((class_of.max() + 1, 3), np.int64)
    np.add.at(sums, class_of, solved.null)
    people = np.bincount(class_of, weights=groups.weight).astype(np.int64)
    few = are_few(people)
    found = list(sums_of_two(sums % P, people)) or list(sums_of_four(sums % P, people, few))
    kept = winnowing.winnowed(groups, solved.shown, class_of, few, 5)
    assert all(kept[list(total)].all() for total in found)
    assert (kept <= few).all()


def test_whoever_can_change_places_within_a_block_is_left_out(small_blocks):
    """Control: of 300 people in few shown groups hardly anybody is in a set that follows, and that is seen."""
    groups, solved = _shown(1, 30)
    class_of = classes_of(groups.group_of, solved.shown)
    few = are_few(np.bincount(class_of, weights=groups.weight).astype(np.int64))
    kept = winnowing.winnowed(groups, solved.shown, class_of, few, 5)
    assert kept.sum() < few.sum() / 2


@pytest.mark.parametrize("signs", [(1,), (1, -1), (2, 1), (1, 1, 1), (1, 1, -1, 1), (2, 1, -1)])
def test_sum_within_a_block_is_found(signs):
    """Numbers of pieces that add up to nought; with 2, two pieces have the same numbers."""
    u = np.random.default_rng(1).integers(1, P, size=(60, 3))
    u[1] = -signs[0] * sum(s * u[k + 1] for k, s in enumerate(signs) if k) % P * pow(signs[0] ** 2, P - 2, P) % P
    if len(signs) == 1:
        u[1] = 0
    if signs[0] == 2:
        u[0] = u[1]
    found = winnowing._local(u, np.ones(60, np.int64))
    wanted = {*range(1, len(signs) + 1), *((0,) if signs[0] == 2 else ())}
    assert set(np.flatnonzero(found).tolist()) == wanted
