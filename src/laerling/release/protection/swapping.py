"""Whose answer is certain: which groups around them are hidden so that it no longer is."""

import numpy as np
from numba import njit

from laerling.release.protection.groups import Bools, Groups, Ints
from laerling.release.protection.reconstruction import Certain

# One answer that is certain makes others so: those that cost up to so many times the least are mended first.
FIRST = 64
# From so many people on a group is large: it leaves answers open by itself, and what is known of others is to blame.
LARGE = 60
# So many small groups are hidden at a time, shared by those whose answer is certain.
ALTOGETHER = 5000


def in_the_way(groups: Groups, shown: Bools, certain: Certain) -> Ints:
    """Return the groups that keep the classes certain by bounds from changing answers, each with the best other one.

    A change leaves every group alone that both are in. Another stands in its way where all who may have given the new
    answer are known, or all who may have given the old one are needed. The best is where least stands in the way, large
    groups counting far more than small ones. There are none where nobody else answered anything else.
    """
    riddle, cost, around = certain.puzzle, groups.n**3, _around(groups, shown, certain)
    full, needed = np.zeros((2, len(cost), riddle.truth.shape[1]), np.bool_)
    full[riddle.groups] = riddle.members.sums(certain.low) >= riddle.counts
    needed[riddle.groups] = riddle.members.sums(certain.high) <= riddle.counts
    found = [_stopping(around, riddle.truth, cost, full, needed, one) for one in certain.classes.tolist()]
    found = sorted((these for these in found if len(these)), key=lambda these: int(cost[these].sum()))
    if not found:
        return np.zeros(0, np.int64)
    least = int(cost[found[0]].sum())
    # Where large groups are in the way, one is mended at a time: others may be certain because of it.
    most = least if least >= LARGE**3 else FIRST * least
    return np.unique(np.concatenate([these for these in found if cost[these].sum() <= most]))


def small_around(groups: Groups, shown: Bools, certain: Certain) -> Ints:
    """Return the small groups around each class that is certain: one where they are many, more where few are left.

    Where all are large, it is those of all the people in the smallest of them: what is known of others is to blame.
    """
    around, found = _around(groups, shown, certain), []
    several = max(1, ALTOGETHER // len(certain.classes))
    for one in certain.classes.tolist():
        own = around[one][around[one] >= 0]
        least = own[groups.n[own].argmin()]
        near = np.unique(around[(around == least).any(axis=1)])
        some = own if groups.n[least] < LARGE else near[near >= 0]
        some = some[np.argsort(groups.n[some], kind="stable")]
        found.append(some[: max(1, min(several, int((groups.n[some] < LARGE).sum())))])
    return np.unique(np.concatenate(found))


def _around(groups: Groups, shown: Bools, certain: Certain) -> Ints:
    """Return the groups shown around each class (classes × tables), -1 for none."""
    riddle = certain.puzzle
    first = np.zeros(len(riddle.truth), np.int64)
    rows = np.flatnonzero(riddle.class_of >= 0)
    first[riddle.class_of[rows]] = rows
    around = groups.same_as[groups.group_of[:, first]].T
    return np.ascontiguousarray(np.where(shown[around], around, -1))


@njit(cache=True, nogil=True)
def _stopping(around, truth, cost, full, needed, one):
    """Return what stops the cheapest change of answers that anything stops, each group once.

    `around` (classes × tables) holds the groups shown around each class, -1 for none.
    """
    own, least = truth[one].argmax(), np.int64(1) << 62
    other, answer = -1, -1
    for c in range(truth.shape[0]):
        for k in range(truth.shape[1]):
            if k == own or truth[c, k] == 0:
                continue
            price = np.int64(0)
            for t in range(around.shape[1]):
                mine, theirs = around[one, t], around[c, t]
                if mine != theirs:
                    if mine >= 0 and (full[mine, k] or needed[mine, own]):
                        price += cost[mine]
                    if theirs >= 0 and (full[theirs, own] or needed[theirs, k]):
                        price += cost[theirs]
                    if price >= least:
                        break
            if 0 < price < least:
                least, other, answer = price, c, k
    found = np.zeros(2 * around.shape[1], np.int64)
    n = 0
    for t in range(around.shape[1] if other >= 0 else 0):
        mine, theirs = around[one, t], around[other, t]
        if mine != theirs:
            if mine >= 0 and (full[mine, answer] or needed[mine, own]):
                found[n] = mine
                n += 1
            if theirs >= 0 and (full[theirs, own] or needed[theirs, answer]):
                found[n] = theirs
                n += 1
    return np.unique(found[:n])
