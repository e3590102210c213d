"""What is hidden where somebody's answer is certain in the end: few groups, and the least important that will do."""

import numpy as np

from laerling.release.protection.fitting import LOOKS, Floats, fit
from laerling.release.protection.grouping import importance
from laerling.release.protection.groups import Bools, Groups, Ints
from laerling.release.protection.reconstruction import SLACK, Puzzle, puzzle
from laerling.release.protection.swapping import cheapest_swap

# So many times the groups at fault are hidden, of the least important such share; after that what is in the way of a
# change of answers, of these shares.
FAULTS, ORDINARY = 2, 0.97
SHARES = (0.9, 0.97, 1.0)


def to_hide(groups: Groups, shown: Bools, known: Bools, by_row: Ints, turn: int) -> Ints | None:
    """Return the groups to hide at the `turn`-th try, None where nobody is certain of `known`: the shown and what follows."""
    riddle = puzzle(groups, known, by_row)
    certain = riddle.certain()
    if not len(certain):
        return None
    cost = importance(groups)[riddle.groups]
    if turn < FAULTS:
        able = shown[riddle.groups] & (cost <= np.quantile(cost, ORDINARY))
        found = _at_fault(riddle, certain, able, cost)
    else:
        around = riddle.around()
        found = np.concatenate([cheapest_swap(one, riddle.truth, around, cost**2) for one in certain.tolist()])
        found = found[cost[found] <= np.quantile(cost, SHARES[min(turn - FAULTS, len(SHARES) - 1)])]
    return riddle.groups[np.unique(found)]


def _at_fault(riddle: Puzzle, certain: Ints, able: Bools, cost: Floats) -> Ints:
    """Return for each who is `certain` the cheapest of its groups that drew answers half as far as the one that did most."""
    target = np.ascontiguousarray(riddle.counts.T.astype(np.float64))
    drawn, around = np.ones_like(target), riddle.around()
    people = riddle.truth.sum(axis=1)
    fit(np.arange(len(able)), riddle.members, target, people, riddle.start(), sum(LOOKS[:2]), drawn, SLACK)
    pull = np.abs(np.log(drawn)).max(axis=0)
    found = []
    for one in certain.tolist():
        own = around.rows(one)
        own = own[able[own]]
        own = own[pull[own] >= pull[own].max(initial=0) / 2]
        found.append(own[np.argsort(cost[own], kind="stable")][:1])
    return np.concatenate(found)
