"""Which groups an item's figures are shown for, so that nobody can have answered one thing only.

Tables come in from the country down, those with the fewest groups first. Whose answer fitting finds closing with the new
groups was open before them: of the new ones near them those that moved their odds furthest are left out.
"""

import numpy as np

from laerling.release.protection.blaming import to_blame
from laerling.release.protection.fitting import Floats, closing, fit, open_shares
from laerling.release.protection.groups import Bools, Groups, Ints
from laerling.release.protection.reconstruction import Puzzle, puzzle

# Tables come in together while they bring at most this share of the groups there are, or this of all.
SHARE, OF_ALL = 0.5, 0.07
# One looks after so many sweeps more: what closes soon is seen soon.
LOOKS = (16, 16, 32, 64)
# What is open counts as closing where it falls to this share as the sweeps double; a group need not be hit closer than so.
FALLING, SLACK = 0.9, 1e-2
# How many groups are left out for each person whose answer closes, try by try.
TRIES = (1, 3, 9, 27)


def opened(groups: Groups, shown: Bools, by_row: Ints) -> Bools:
    """Return the groups to take of those `shown` (the first of the same people): hardly anybody is certain with them."""
    riddle = puzzle(groups, shown, by_row)
    taking = Taking(riddle)
    order = np.argsort(np.diff(groups.table_start), kind="stable")
    for new in _portions(groups.table_of()[riddle.groups], order):
        taking.take_of(new)
    kept = np.zeros(len(shown), np.bool_)
    kept[riddle.groups[taking.taken]] = True
    return kept


def _portions(table: Ints, order: Ints) -> list[Ints]:
    """Return the groups, of which `table` tells the table, by whole tables in `order`: several while they are small."""
    portions, before = [np.zeros(0, np.int64)], 0
    for t in order.tolist():
        mine = np.flatnonzero(table == t)
        if len(portions[-1]) and len(portions[-1]) + len(mine) > max(len(table) * OF_ALL, before * SHARE):
            before += len(portions[-1])
            portions.append(mine)
        else:
            portions[-1] = np.concatenate([portions[-1], mine])
    return portions


class Taking:
    """The groups of a puzzle that are taken so far."""

    def __init__(self, riddle: Puzzle) -> None:
        """Begin with nothing taken."""
        self.taken = np.zeros(len(riddle.groups), np.bool_)
        self._riddle, self._around = riddle, riddle.around()
        self._target = riddle.target()
        self._marks = np.random.default_rng(2).integers(0, 2**62, size=len(riddle.groups))
        # Who is looked at: all of a class gave one answer, and no earlier groups are to blame.
        self._looked_at = riddle.alike()

    def take_of(self, new: Ints) -> None:
        """Take as many of the `new` groups as close nobody's answer, more left out at each try.

        Whose answer closes all the same is left to those who look at last.
        """
        given = self._riddle.truth.argmax(axis=1)
        for several in TRIES:
            closed, drawn = self._look(np.concatenate([np.flatnonzero(self.taken), new]))
            if not len(closed):
                break
            among = np.zeros(len(self.taken), np.bool_)
            among[new] = True
            blamed = to_blame(closed, given, self._riddle.members, self._around, among, drawn, several)
            new = np.setdiff1d(new, blamed)
            if not len(blamed):
                self._looked_at[closed] = False
        self.taken[new] = True

    def _look(self, now: Ints) -> tuple[Ints, Floats]:
        """Return whose answers are closing where the groups `now` are shown, and how far each was drawn, in logarithms."""
        riddle, x, drawn = self._riddle, self._riddle.start(), np.ones_like(self._target)
        people = riddle.truth.sum(axis=1)
        before = np.zeros(len(people))
        for turn, sweeps in enumerate(LOOKS):
            fit(now, riddle.members, self._target, people, x, sweeps, drawn, SLACK)
            left = open_shares(x, people)
            closed = self._looked_at & closing(left, before, FALLING)
            if turn and closed.any():
                closed &= self._alike(now)
                if closed.any():
                    break
            before = left
        return np.flatnonzero(closed), np.log(drawn)

    def _alike(self, now: Ints) -> Bools:
        """Tell of each class whether all that are in the same groups of `now` gave the same answer."""
        among = np.zeros(len(self.taken), np.bool_)
        among[now] = True
        of = np.unique(self._around.sums(self._marks * among), return_inverse=True)[1]
        together = np.zeros((of.max(initial=-1) + 1, self._riddle.truth.shape[1]), np.int64)
        np.add.at(together, of, self._riddle.truth)
        return np.asarray((together > 0).sum(axis=1) == 1)[of]
