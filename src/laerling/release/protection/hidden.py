"""What hidden groups answered together: no single answer need be certain for it to be told."""

import numpy as np

from laerling.release.protection.groups import Bools, Groups, Ints, Sets
from laerling.release.protection.linear import Linear
from laerling.release.protection.reconstruction import Puzzle, Reckoned

# Whose counts fitting comes so near, in people, may be told; so many of the nearest are asked about in files of at most `PART`
# classes. In larger ones only so few are, by the figures of one part of the file, of so many classes at most.
NEAR, ASKED, ASKED_OF_MANY, PART = 0.45, 120, 4, 500


def told(groups: Groups, known: Bools, by_row: Ints, riddle: Puzzle, found: Reckoned) -> tuple[int, list[Ints]]:
    """Return how many hidden groups were asked about, and the classes of each that is left less than a person open.

    `known` is what is shown and what follows; `found` is what the puzzle's bounds and fitting came to.
    """
    hidden = _of_whole_classes(groups, known, by_row[:, 1:].sum(axis=1), riddle)
    if not len(hidden):
        return 0, []
    fitted = np.add.reduceat(found.x[:, hidden.idx], hidden.ptr[:-1], axis=1).T
    apart = np.abs(fitted - hidden.sums(riddle.truth)).max(axis=1)
    nearest = np.argsort(apart, kind="stable")[: int((apart < NEAR).sum())]
    if len(riddle.truth) > PART:
        nearest = nearest[:ASKED_OF_MANY]
        return len(nearest), [at for at in map(hidden.rows, nearest.tolist()) if _told_within(at, riddle, found.high)]
    nearest, program = nearest[:ASKED], Linear(riddle, found.high)
    return len(nearest), [at for at in map(hidden.rows, nearest.tolist()) if program.told(at)]


def _told_within(classes: Ints, riddle: Puzzle, high: Ints) -> bool:
    """Tell whether the classes are told by the figures of the largest shown group of at most `PART` that holds them all."""
    mine = np.zeros(len(high), np.int64)
    mine[classes] = 1
    size = np.diff(riddle.members.ptr)
    fit = np.flatnonzero((riddle.members.sums(mine) == len(classes)) & (size <= PART))
    if not len(fit):
        return False
    own = np.sort(riddle.members.rows(int(fit[np.argmax(size[fit])])))
    return Linear(riddle.within(own), high[own]).told(np.searchsorted(own, classes))


def _of_whole_classes(groups: Groups, known: Bools, people: Ints, riddle: Puzzle) -> Sets:
    """Return the hidden groups as sets of classes, those that hold all or nothing of every class.

    Of a class that lies partly in a group, anybody inside may have answered what somebody outside did.
    """
    own = np.flatnonzero(~known & (groups.same_as == np.arange(len(known))))
    rows = groups.rows.take(own).only(riddle.class_of >= 0)
    n_classes = len(riddle.truth)
    pair, of = np.unique(rows.set_of_entry() * n_classes + riddle.class_of[rows.idx], return_inverse=True)
    inside = np.bincount(of.reshape(-1), weights=people[rows.idx], minlength=len(pair))
    group, cls = pair // n_classes, pair % n_classes
    whole = np.ones(len(own), np.bool_)
    whole[group[inside < riddle.truth.sum(axis=1)[cls]]] = False
    ptr = np.searchsorted(group, np.arange(len(own) + 1))
    found = Sets(ptr, cls, np.ones(len(cls), np.int64))
    return found.take(np.flatnonzero(whole & (np.diff(ptr) > 0)))
