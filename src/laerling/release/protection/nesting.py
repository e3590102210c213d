"""Groups and their parts: what is known of one narrows what the others can be."""

from dataclasses import dataclass, replace

import numpy as np
from numba import njit

from laerling.release.protection.groups import Bools, Groups, Ints


@dataclass(frozen=True, slots=True)
class Nest:
    """Which groups are parts of which: per pair of a coarse and a fine table, the coarse group of each fine one.

    `pairs` holds coarse table, fine table, and where in `parent` the fine table's groups begin. `start` is where each
    table's groups begin.
    """

    pairs: Ints
    parent: Ints
    start: Ints


def nest_of(groups: Groups) -> Nest:
    """Return how the groups of a plan lie in each other."""
    pairs, parents, at = [], [np.zeros(0, np.int64)], 0
    for coarse, wide in enumerate(groups.tables):
        for fine, narrow in enumerate(groups.tables):
            if set(wide) < set(narrow):
                parent = np.empty(groups.table_start[fine + 1] - groups.table_start[fine], np.int64)
                parent[groups.group_of[fine] - groups.table_start[fine]] = groups.group_of[coarse]
                pairs.append((coarse, fine, at))
                parents.append(parent)
                at += len(parent)
    return Nest(np.array(pairs, np.int64).reshape(-1, 3), np.concatenate(parents), groups.table_start.astype(np.int64))


def apart(nest: Nest) -> Nest:
    """Return the same groups as if none lay in another."""
    return replace(nest, pairs=nest.pairs[:0])


def narrow(nest: Nest, n: Ints, low: Ints, high: Ints, tables: Bools, largest: Ints) -> None:
    """Narrow `low` … `high` (groups × answers) in place until nothing changes, begun at the `tables` that are news.

    Whole is the sum of its parts, and a group's answers add up to its people `n`. None was given more often than the
    `largest` of a group (none before it as often), where that is known: -1 where it is not.
    """
    _narrow(nest.pairs, nest.parent, nest.start, n, low, high, tables.copy(), largest)


@njit(cache=True, nogil=True)
def _narrow(pairs, parent, start, n, low, high, is_new, largest):
    least, most = np.zeros_like(low), np.zeros_like(high)
    changed = np.zeros_like(is_new)
    while is_new.any():
        changed[:] = False
        for t in range(is_new.shape[0]):
            if is_new[t] and _added_up(start[t], start[t + 1], n, low, high, largest):
                changed[t] = True
        for p in range(pairs.shape[0]):
            coarse, fine, at = pairs[p]
            if is_new[coarse] or is_new[fine] or changed[coarse] or changed[fine]:
                whole, part = (start[coarse], start[coarse + 1]), (start[fine], start[fine + 1])
                own = parent[at : at + part[1] - part[0]]
                up, down = _compared(whole, part, own, low, high, least, most)
                changed[coarse] |= up
                changed[fine] |= down
        is_new[:] = changed


@njit(cache=True, nogil=True)
def _added_up(begin, end, n, low, high, largest):
    changed = False
    for g in range(begin, end):
        if largest[g] >= 0 and _largest_first(n[g], low[g], high[g], largest[g]):
            changed = True
        all_low, all_high = low[g].sum(), high[g].sum()
        for k in range(low.shape[1]):
            up, down = n[g] - all_low + low[g, k], n[g] - all_high + high[g, k]
            if up < high[g, k]:
                high[g, k], changed = up, True
            if down > low[g, k]:
                low[g, k], changed = down, True
    return changed


@njit(cache=True, nogil=True)
def _largest_first(n, low, high, largest):
    """Hold a group's answers against the largest; whatever another is, the largest is too, and both are of its people."""
    changed = False
    for k in range(low.shape[0]):
        if k == largest:
            continue
        more = 1 if k < largest else 0
        most = min(high[largest] - more, (n - low.sum() + low[k] + low[largest] - more) // 2)
        if low[largest] < low[k] + more:
            low[largest], changed = low[k] + more, True
        if high[k] > most:
            high[k], changed = most, True
    return changed


@njit(cache=True, nogil=True)
def _compared(whole, part, parent, low, high, least, most):
    """Hold wholes against their parts; tell whether a whole changed, and whether a part did."""
    up, down = False, False
    least[whole[0] : whole[1]] = 0
    most[whole[0] : whole[1]] = 0
    for g in range(part[0], part[1]):
        for k in range(low.shape[1]):
            least[parent[g - part[0]], k] += low[g, k]
            most[parent[g - part[0]], k] += high[g, k]
    for g in range(whole[0], whole[1]):
        for k in range(low.shape[1]):
            if least[g, k] > low[g, k]:
                low[g, k], up = least[g, k], True
            if most[g, k] < high[g, k]:
                high[g, k], up = most[g, k], True
    for g in range(part[0], part[1]):
        p = parent[g - part[0]]
        for k in range(low.shape[1]):
            room, need = high[p, k] - least[p, k] + low[g, k], low[p, k] - most[p, k] + high[g, k]
            if room < high[g, k]:
                high[g, k], down = room, True
            if need > low[g, k]:
                low[g, k], down = need, True
    return up, down
