"""Trying whole people: fitting works in fractions and leaves open what half of somebody may have answered."""

import numpy as np

from laerling.release.protection.fitting import Floats, fit
from laerling.release.protection.groups import Ints, Sets

# An answer can be when what is left is fitted to within so many people.
FITS = 0.2
# After so many sweeps more it is seen whether the others fit: mostly after few, for one person changes little.
NEARER = (2, 2, 4, 8, 16, 32, 64)
# So many are tried at once: nearly all of them can have answered otherwise, and then they mostly can together.
TOGETHER = 8


class Trial:
    """The figures of an item, and a population `x` (answers × classes) that has them: what trying begins with.

    `members` holds each group's classes, `target` their counts (answers × groups), `truth` what each class answered.
    """

    def __init__(self, members: Sets, target: Floats, truth: Ints, x: Floats) -> None:
        """Take the figures in."""
        self._members, self._target, self._truth, self._x = members, target, truth, x
        self._people, self._around = truth.sum(axis=1), members.by_row(len(truth))

    def certain(self, doubtful: Ints, high: Ints) -> Ints:
        """Return whose answer of the `doubtful` (each class of one answer) is certain: with no other can the rest be fitted.

        `high` (classes × answers) is how many can have given an answer at most.
        """
        found, others = [], (high > 0) & (self._truth == 0)
        likeliest = np.where(others, self._x.T, -1).argmax(axis=1)
        waiting = [doubtful[k : k + TOGETHER] for k in range(0, len(doubtful), TOGETHER)]
        while waiting:
            some = waiting.pop()
            if self._open(some, likeliest[some]):
                continue
            if len(some) > 1:
                waiting += [some[::2], some[1::2]]
            elif not any(self._open(some, np.array([k])) for k in np.flatnonzero(others[some[0]]).tolist()):
                found.append(int(some[0]))
        return np.array(sorted(found), np.int64)

    def _open(self, classes: Ints, answers: Ints) -> bool:
        """Tell whether one person of each of these classes can have given this answer: the others are fitted to what is left."""
        x, left = self._x.copy(), self._target.copy()
        x[:, classes] = 0
        for one, answer in zip(classes.tolist(), answers.tolist(), strict=True):
            around, own = self._around.rows(one), self._truth[one].argmax()
            left[answer, around] -= 1
            left[own, around] -= self._people[one] - 1
        now = np.arange(len(self._members))
        for sweeps in NEARER if (left >= 0).all() else ():
            fit(now, self._members, left, self._people, x, sweeps, np.ones_like(left))
            sums = np.add.reduceat(x[:, self._members.idx], self._members.ptr[:-1], axis=1)
            if np.abs(sums - left).max(initial=0) < FITS:
                return True
        return False
