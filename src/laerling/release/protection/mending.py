"""What is hidden where somebody's answer is certain in the end: few groups, and the least important that will do."""

import numpy as np

from laerling.release.protection.fitting import LOOKS, Floats, fit
from laerling.release.protection.grouping import importance
from laerling.release.protection.groups import Bools, Groups, Ints
from laerling.release.protection.hidden import told
from laerling.release.protection.reconstruction import SLACK, Puzzle, puzzle
from laerling.release.protection.swapping import cheapest_swap

# So many times the groups at fault are hidden, of the least important such share; after that what is in the way of a
# change of answers, of these shares.
FAULTS, ORDINARY = 2, 0.97
SHARES = (0.9, 0.97, 1.0)


def to_hide(groups: Groups, shown: Bools, known: Bools, by_row: Ints, turn: int) -> Ints | None:
    """Return the groups to hide at the `turn`-th try, None where nobody is certain of `known`: the shown and what follows.

    No hidden group may be told together either.
    """
    riddle = puzzle(groups, known, by_row)
    telling = found_out(groups, known, by_row, riddle)
    if not telling:
        return None
    cost = importance(groups)[riddle.groups]
    if turn < FAULTS:
        able = shown[riddle.groups] & (cost <= np.quantile(cost, ORDINARY))
        hidden = _at_fault(riddle, np.array([classes[turn % len(classes)] for classes in telling]), able, cost)
    else:
        hidden = np.concatenate([_in_the_way(riddle, classes, turn, cost**2) for classes in telling])
        hidden = hidden[cost[hidden] <= np.quantile(cost, SHARES[min(turn - FAULTS, len(SHARES) - 1)])]
    return riddle.groups[np.unique(hidden)]


def found_out(groups: Groups, known: Bools, by_row: Ints, riddle: Puzzle) -> list[Ints]:
    """Return the class of everybody who is certain of `known`; where nobody is, the classes of each hidden group that is told."""
    found = riddle.reckoned()
    certain = [found.certain[k : k + 1] for k in range(len(found.certain))]
    return certain or told(groups, known, by_row, riddle, found)[1]


def _in_the_way(riddle: Puzzle, classes: Ints, turn: int, cost: Floats) -> Ints:
    """Return what keeps one of the classes, in turn, from changing answers with somebody who is in none of them."""
    one, others = int(classes[turn % len(classes)]), riddle.truth.copy()
    others[classes] = 0
    others[one, riddle.truth[one].argmax()] = 1
    return cheapest_swap(one, others, riddle.around(), cost)


def _at_fault(riddle: Puzzle, certain: Ints, able: Bools, cost: Floats) -> Ints:
    """Return for each who is `certain` the cheapest of its groups that drew answers half as far as the one that did most."""
    target = riddle.target()
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
