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
from laerling.release.protection.fitting import LOOKS, Floats, closing, fit, open_shares
from laerling.release.protection.groups import Bools, Groups, Ints, Sets
from laerling.release.protection.trying import Trial

# Among so many classes each doubtful answer is tried; among more it takes too long. Doubtful is what is open to less than
# this share.
TRIED, DOUBTFUL = 4000, 0.4
# A group need not be hit closer than so, as a share of its count.
SLACK = 1e-3


@njit(cache=True, nogil=True)
def _bound(ptr, idx, counts, people, low, high):
    """Narrow how many of each class gave each answer, `low` … `high`, by the groups' counts, until nothing changes.

    Tell whether there is any population left: not where the least is more than the most.
    """
    size = low.shape[1]
    changed = True
    while changed:
        changed = False
        for g in range(counts.shape[0]):
            for k in range(size):
                all_low, all_high = 0, 0
                for e in range(ptr[g], ptr[g + 1]):
                    all_low += low[idx[e], k]
                    all_high += high[idx[e], k]
                if all_high <= counts[g, k] <= all_low:
                    continue
                for e in range(ptr[g], ptr[g + 1]):
                    r = idx[e]
                    up, down = counts[g, k] - all_low + low[r, k], counts[g, k] - all_high + high[r, k]
                    if up < high[r, k]:
                        high[r, k], changed = up, True
                    if down > low[r, k]:
                        low[r, k], changed = down, True
                    if low[r, k] > high[r, k]:
                        return False
        for r in range(low.shape[0]):
            all_low, all_high = low[r].sum(), high[r].sum()
            for k in range(size):
                up, down = people[r] - all_low + low[r, k], people[r] - all_high + high[r, k]
                if up < high[r, k]:
                    high[r, k], changed = up, True
                if down > low[r, k]:
                    low[r, k], changed = down, True
                if low[r, k] > high[r, k]:
                    return False
    return True


@dataclass(frozen=True, slots=True)
class Reckoned:
    """Classes that are certain, how many of each can have given each answer at most, and what fitting came to.

    `high` is classes × answers, `x` answers × classes.
    """

    certain: Ints
    high: Ints
    x: Floats


@dataclass(frozen=True, slots=True)
class Puzzle:
    """What an attacker holds of an item: classes of those who answered, each shown group's classes and its counts.

    `class_of` gives each row's class, -1 where nobody answered; `truth` is classes × answers.
    """

    class_of: Ints
    truth: Ints
    groups: Ints
    members: Sets
    counts: Ints

    def alike(self) -> Bools:
        """Tell of each class whether all of it gave the same answer."""
        return np.asarray(self.truth.max(axis=1) == self.truth.sum(axis=1))

    def around(self) -> Sets:
        """Return each class's groups, in order."""
        return self.members.by_row(len(self.truth))

    def start(self) -> Floats:
        """Return answers × classes as everybody together answered, with room for what nobody did: what fitting begins with."""
        given = self.truth.sum(axis=0) + 1
        return np.asarray(np.outer(given / given.sum(), self.truth.sum(axis=1)))

    def target(self) -> Floats:
        """Return the counts as fitting wants them: answers × groups."""
        return np.ascontiguousarray(self.counts.T.astype(np.float64))

    def reckoned(self) -> "Reckoned":
        """Return who can have answered one thing only: told by bounds, else by fitting, else by trying."""
        low, high = self.bounds()
        found, x = np.flatnonzero(self.alike() & (low == high).all(axis=1)), self.start()
        if not len(found):
            found, left, x = self._fitted(high)
            if not len(found) and len(self.truth) <= TRIED:
                doubtful = np.flatnonzero(self.alike() & (left < DOUBTFUL))
                found = Trial(self.members, self.target(), self.truth, x).certain(doubtful, high)
        return Reckoned(found, high, x)

    def within(self, classes: Ints) -> "Puzzle":
        """Return the same of these classes only (in order), and of the groups that hold no others."""
        place = np.full(len(self.truth) + 1, -1)
        place[classes] = np.arange(len(classes))
        outside = np.ones(len(self.truth), np.int64)
        outside[classes] = 0
        inside = np.flatnonzero(self.members.sums(outside) == 0)
        members = self.members.take(inside)
        members = Sets(members.ptr, place[members.idx], members.coef)
        return Puzzle(place[self.class_of], self.truth[classes], self.groups[inside], members, self.counts[inside])

    def bounds(self) -> tuple[Ints, Ints]:
        """Return how many of each class can have given each answer at least and at most."""
        people = self.truth.sum(axis=1)
        high = np.repeat(people[:, None], self.truth.shape[1], axis=1)
        low = np.zeros_like(high)
        _bound(self.members.ptr, self.members.idx, self.counts, people, low, high)
        return low, high

    def _fitted(self, high: Ints) -> tuple[Ints, Floats, Floats]:
        """Return whom of those who answered alike fitting leaves one answer, what share it leaves each class open, and the fit.

        What is open is gone, or still closing.
        """
        people, alike = self.truth.sum(axis=1), self.alike()
        x, target = self.start() * (high.T > 0), self.target()
        now, drawn, before = np.arange(len(self.groups)), np.ones_like(target), np.zeros(len(people))
        found, left = np.zeros(0, np.int64), before
        for sweeps in LOOKS:
            fit(now, self.members, target, people, x, sweeps, drawn, SLACK)
            left = open_shares(x, people)
            found = np.flatnonzero(alike & closing(left, before))
            if len(found):
                break
            before = left
        return found, left, x


def puzzle(groups: Groups, shown: Bools, by_row: Ints) -> Puzzle:
    """Return what is left to guess. `by_row` holds rows × (skipped, 1 …); who skipped counts as known.

    Classes are numbered by their first rows: rows lie in the order of their dimensions, and so near each other in memory
    what is in the same group.
    """
    given = by_row[:, 1:]
    live = given.sum(axis=1) > 0
    _values, first, of = np.unique(classes_of(groups.group_of, shown)[live], return_index=True, return_inverse=True)
    number = np.full(len(live), -1, np.int64)
    number[live] = np.argsort(np.argsort(first))[of.reshape(-1)]
    truth = np.zeros((len(first), given.shape[1]), np.int64)
    np.add.at(truth, number[live], given[live])
    one = np.zeros(len(live), np.bool_)
    one[np.flatnonzero(live)[first]] = True
    own = np.flatnonzero(shown & (groups.same_as == np.arange(len(shown))))
    everybody = groups.rows.take(own)
    members = everybody.only(one)
    return Puzzle(number, truth, own, Sets(members.ptr, number[members.idx], members.coef), everybody.sums(given))
