"""Reconstruction: who can have answered one thing only, given all that is shown of an item.

Elimination does not see that counts are whole and never less than nought. Two ways see it. Bounds: how many of a class
can have given an answer at least and at most, by every shown group in turn, until nothing changes. Proportional
fitting, begun with every answer the bounds leave: it comes to the population that the figures leave most open; where it
leaves a class one answer only, so does every other population with these figures.
"""

from dataclasses import dataclass

import numpy as np
from numba import njit

from laerling.release.protection.certificate import classes_of
from laerling.release.protection.groups import Bools, Groups, Ints, Sets

# After so many sweeps, and each time after as many as all before, until somebody is found or the last time has been.
SWEEPS, DOUBLED = 30, 4
# Shares of a class that other answers are left: gone, or still falling and little (more may be left where it fell longer).
GONE, LITTLE, STILL_FALLING = 1e-4, 0.1, 0.75


@njit(cache=True, nogil=True)
def _bound(ptr, idx, least, most, people, low, high):
    """Narrow how many of each class gave each answer, `low` … `high`, by the groups' counts, until nothing changes."""
    size = low.shape[1]
    changed = True
    while changed:
        changed = False
        for g in range(ptr.shape[0] - 1):
            for k in range(size):
                all_low, all_high = 0, 0
                for e in range(ptr[g], ptr[g + 1]):
                    all_low += low[idx[e], k]
                    all_high += high[idx[e], k]
                if all_high <= most[g, k] and all_low >= least[g, k]:
                    continue
                for e in range(ptr[g], ptr[g + 1]):
                    r = idx[e]
                    up, down = most[g, k] - all_low + low[r, k], least[g, k] - all_high + high[r, k]
                    if up < high[r, k]:
                        high[r, k], changed = up, True
                    if down > low[r, k]:
                        low[r, k], changed = down, True
        for r in range(low.shape[0]):
            all_low, all_high = low[r].sum(), high[r].sum()
            for k in range(size):
                up, down = people[r] - all_low + low[r, k], people[r] - all_high + high[r, k]
                if up < high[r, k]:
                    high[r, k], changed = up, True
                if down > low[r, k]:
                    low[r, k], changed = down, True


@njit(cache=True, nogil=True, fastmath=True)
def _fit(ptr, idx, target, people, x, sweeps):
    """Fit `x` (classes × answers) to the groups' counts and to the classes' people, over and over."""
    size = x.shape[1]
    total = np.zeros(size, x.dtype)
    for _sweep in range(sweeps):
        for g in range(ptr.shape[0] - 1):
            total[:] = 0
            for e in range(ptr[g], ptr[g + 1]):
                row = x[idx[e]]
                for k in range(size):
                    total[k] += row[k]
            for k in range(size):
                total[k] = target[g, k] / total[k] if total[k] > 0 else 0
            for e in range(ptr[g], ptr[g + 1]):
                row = x[idx[e]]
                for k in range(size):
                    row[k] *= total[k]
        for r in range(x.shape[0]):
            s = x[r].sum()
            if s > 0:
                for k in range(size):
                    x[r, k] *= people[r] / s


@dataclass(frozen=True, slots=True)
class Puzzle:
    """What an attacker holds of an item: classes of those who answered, each shown group's classes and its counts."""

    class_of: Ints
    truth: Ints
    groups: Ints
    members: Sets
    counts: Ints

    def certain(self) -> "Certain":
        """Return who can have answered one thing only."""
        people = self.truth.sum(axis=1)
        high = np.repeat(people[:, None], self.truth.shape[1], axis=1)
        low = np.zeros_like(high)
        _bound(self.members.ptr, self.members.idx, self.counts, self.counts, people, low, high)
        alike = (self.truth.max(axis=1) == people) & (people > 0)
        certain, by_bounds = alike & (low.max(axis=1) == people), True
        if not certain.any():
            certain, by_bounds = self._closing(people, high, alike), False
        return Certain(self, np.flatnonzero(certain), low, high, by_bounds)

    def _closing(self, people: Ints, high: Ints, alike: Bools) -> Bools:
        """Return whom, of those who answered `alike`, fitting leaves one answer: what is open is gone, or still closing."""
        x, of, target = high.astype(np.float32), people.astype(np.float32), self.counts.astype(np.float32)
        before = np.full(len(of), np.inf, np.float32)
        for turn in range(DOUBLED):
            _fit(self.members.ptr, self.members.idx, target, of, x, SWEEPS << max(0, turn - 1))
            left = 1 - x.max(axis=1) / np.maximum(of, 1)
            closing = alike & ((left < GONE) | ((left < turn * LITTLE) & (left < STILL_FALLING * before)))
            if turn and closing.any():
                return np.asarray(closing)
            before = left
        return np.zeros_like(alike)


@dataclass(frozen=True, slots=True)
class Certain:
    """The `classes` of a puzzle that can have answered one thing only, by bounds `low` … `high` or by fitting."""

    puzzle: Puzzle
    classes: Ints
    low: Ints
    high: Ints
    by_bounds: bool


def puzzle(groups: Groups, shown: Bools, by_row: Ints) -> Puzzle:
    """Return what is left to guess. `by_row` holds rows × (skipped, 1 …); who skipped counts as known."""
    given = by_row[:, 1:]
    live = given.sum(axis=1) > 0
    number = np.full(len(live), -1, np.int64)
    number[live] = np.unique(classes_of(groups.group_of, shown)[live], return_inverse=True)[1].reshape(-1)
    truth = np.zeros((int(number.max(initial=-1)) + 1, given.shape[1]), np.int64)
    np.add.at(truth, number[live], given[live])
    first = np.zeros(len(truth), np.int64)
    first[number[live]] = np.flatnonzero(live)
    one = np.zeros(len(live), np.bool_)
    one[first] = True
    own = np.flatnonzero(shown & (groups.same_as == np.arange(len(shown))))
    everybody = groups.rows.take(own)
    members = everybody.only(one)
    return Puzzle(number, truth, own, Sets(members.ptr, number[members.idx], members.coef), everybody.sums(given))
