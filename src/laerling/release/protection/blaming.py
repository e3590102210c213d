"""Whose fault it is that an answer closes: the groups near it that moved its odds furthest."""

import numpy as np
from numba import njit

from laerling.release.protection.fitting import Floats
from laerling.release.protection.groups import Bools, Ints, Sets

# So far a group moves the odds, in logarithms, before it counts as part of why an answer closes.
MOVES = 0.2
# A group of more classes than this says nothing about who is near.
LARGE = 3000


def to_blame(closed: Ints, given: Ints, members: Sets, around: Sets, among: Bools, drawn: Floats, several: int) -> Ints:
    """Return, for each of the classes `closed`, the `several` groups `among` all that moved its odds furthest.

    Of the groups it is in these are the ones that made its own answer, `given`, likelier than the others. If there are
    none among them, it is what the people are in whom it shares such a group with, the smallest that has any.
    `members` holds each group's classes, `around` each class's groups, `drawn` (answers × groups) how far each was drawn,
    in logarithms.
    """
    found = np.zeros(len(among), np.bool_)
    _blame(closed, given, (members.ptr, members.idx, around.ptr, around.idx), among, drawn, several, found)
    return np.flatnonzero(found)


@njit(cache=True, nogil=True)
def _blame(closed, given, parts, among, drawn, several, found):
    group_ptr, group_idx, class_ptr, class_idx = parts
    near, moved, seen = np.empty(len(among), np.int64), np.zeros(len(among)), np.full(len(among), -1)
    size = group_ptr[1:] - group_ptr[:-1]
    others = max(1, drawn.shape[0] - 1)
    for c in closed:
        own = class_idx[class_ptr[c] : class_ptr[c + 1]]
        n = 0
        for g in own:
            mine = drawn[given[c], g]
            moved[g] = mine - (drawn[:, g].sum() - mine) / others
            if among[g] and moved[g] > MOVES:
                seen[g] = c
                near[n] = g
                n += 1
        for g in own[np.argsort(size[own])]:
            if n >= several:
                break
            if moved[g] > MOVES and size[g] < LARGE:
                for other in group_idx[group_ptr[g] : group_ptr[g + 1]]:
                    for h in class_idx[class_ptr[other] : class_ptr[other + 1]]:
                        if among[h] and seen[h] != c:
                            seen[h] = c
                            moved[h] = np.abs(drawn[:, h]).max()
                            near[n] = h
                            n += 1
        for g in near[:n][np.argsort(-moved[near[:n]], kind="mergesort")[:several]]:
            found[g] = True
