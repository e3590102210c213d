"""Proportional fitting: the population that leaves most open, among all that have the figures shown."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from laerling.release.protection.groups import Bools, Ints, Sets

Floats = NDArray[np.float64]

# Shares of a class that other answers are left: gone, or still falling and little (it falls as one over the sweeps; where
# it fell longer, more may be left).
GONE, LITTLE, STILL_FALLING = 1e-4, 0.3, 0.75
# One looks after so many sweeps more, until somebody is found or the last time has been.
LOOKS = (30, 30, 60, 120)
# From this sweep on groups are drawn half as far again as they should be: so one comes there in two thirds of the sweeps.
FURTHER = 5
# A group that was hit is looked at after so many sweeps.
REST = 8
# A group's multiplier is told down to this at a time.
LEAST = 0.1


def fit(
    now: Ints, members: Sets, target: Floats, people: Ints, x: Floats, sweeps: int, drawn: Floats, slack: float = 0.0
) -> None:
    """Fit `x` (answers × classes) in place to the counts of the groups `now` and to the classes' people, over and over.

    Group `g` has the classes `members.rows(g)` and the counts `target[:, g]`. `drawn` (answers × groups) is multiplied by
    what each group's answers are, by `LEAST` where it alone has made an answer impossible. A group that is hit within
    `slack` (a share of its count) is left as it is, and looked at each fourth sweep only.
    """
    # Without a sign: else each look-up asks first whether it counts from the end.
    places = tuple(these.view(np.uint64) for these in (now, members.ptr, members.idx))
    _fit(places, target, people.astype(np.float64), x, sweeps, drawn, slack)


@njit(cache=True, nogil=True, fastmath=True)
def _fit(places, target, people, x, sweeps, drawn, slack):
    now, ptr, idx = places
    quiet = np.zeros(target.shape, np.bool_)
    for sweep in range(sweeps):
        for k in range(x.shape[0]):
            row = x[k]
            for g in now:
                want = target[k, g]
                if (want == 0 and sweep > 0) or (quiet[k, g] and sweep % REST > 0):
                    continue
                total = 0.0
                for e in range(ptr[g], ptr[g + 1]):
                    total += row[idx[e]]
                factor = want / total if total > 0 else 0.0
                quiet[k, g] = abs(factor - 1) < slack
                if quiet[k, g]:
                    continue
                if total > 0:
                    drawn[k, g] *= max(factor, LEAST)
                if sweep >= FURTHER:
                    factor *= np.sqrt(factor)
                for e in range(ptr[g], ptr[g + 1]):
                    row[idx[e]] *= factor
        for c in range(x.shape[1]):
            total = 0.0
            for k in range(x.shape[0]):
                total += x[k, c]
            if total > 0:
                for k in range(x.shape[0]):
                    x[k, c] *= people[c] / total


def open_shares(x: Floats, people: Ints) -> Floats:
    """Return, per class, the share of its people that answers other than the likeliest are left."""
    return np.asarray(1 - x.max(axis=0) / np.maximum(people, 1))


def closing(left: Floats, before: Floats, falling: float = STILL_FALLING) -> Bools:
    """Tell of which classes what was left open `before`, after half as many sweeps, is gone, or `falling` to such a share."""
    return np.asarray((left < GONE) | ((left < LITTLE) & (left < falling * before)))
