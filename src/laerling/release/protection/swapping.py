"""With whom somebody could have changed answers, so that nothing shown would be another: what has to be hidden for it."""

import numpy as np
from numba import njit

from laerling.release.protection.fitting import Floats
from laerling.release.protection.groups import Ints, Sets


def cheapest_swap(one: int, truth: Ints, around: Sets, cost: Floats) -> Ints:
    """Return the groups that, hidden, let class `one` change answers with somebody, who it is cheapest with.

    Groups that both are in, or neither, are the same after a change; all others would be another. `truth` is classes ×
    answers, `around` holds each class's groups, in order. There are none where nobody answered anything else.
    """
    return np.asarray(_cheapest(one, truth, around.ptr, around.idx, cost))


@njit(cache=True, nogil=True)
def _cheapest(one, truth, ptr, idx, cost):
    own, best, other = truth[one].argmax(), np.inf, -1
    for c in range(truth.shape[0]):
        if truth[c].sum() > truth[c, own]:
            price = _apart(ptr, idx, one, c, cost, best)
            if price < best:
                best, other = price, c
    if other < 0:
        return idx[:0]
    found = np.concatenate((idx[ptr[one] : ptr[one + 1]], idx[ptr[other] : ptr[other + 1]]))
    found = found[np.argsort(found)]
    alone = np.ones(len(found), np.bool_)
    for e in range(len(found) - 1):
        if found[e] == found[e + 1]:
            alone[e], alone[e + 1] = False, False
    return found[alone]


@njit(cache=True, nogil=True)
def _apart(ptr, idx, one, other, cost, most):
    """Return what the groups cost that only one of the two classes is in; what is above `most` is not counted out."""
    a, b, price = ptr[one], ptr[other], 0.0
    while (a < ptr[one + 1] or b < ptr[other + 1]) and price < most:
        if b == ptr[other + 1] or (a < ptr[one + 1] and idx[a] < idx[b]):
            price += cost[idx[a]]
            a += 1
        elif a == ptr[one + 1] or idx[b] < idx[a]:
            price += cost[idx[b]]
            b += 1
        else:
            a += 1
            b += 1
    return price
