"""Groups and their parts: what is known of one narrows what the others can be."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numba import njit

from laerling.release.protection.groups import Bools, Groups, Ints

# A table lies in another where groups of so large a share of its people do.
MOST = 0.5


@dataclass(frozen=True, slots=True)
class Nest:
    """How the groups of a plan lie in each other.

    `pairs` holds coarse table, fine table, and where in `parent` the fine table's groups begin: there stands the coarse
    group each of them lies in, -1 where in none. `start` is where each table's groups begin. `parts` tells of each pair
    and coarse group whether those in it are all of it. `crossed` holds groups of the people that two others share, those
    two, and one they both lie in. `same_as` is the first group of the very same people.
    """

    pairs: Ints
    parent: Ints
    start: Ints
    parts: Bools
    crossed: Ints
    same_as: Ints


def nest_of(groups: Groups) -> Nest:
    """Return how the groups of a plan lie in each other."""
    pairs, parents, parts, at = [], [np.zeros(0, np.int64)], [np.zeros((0, len(groups.n)), np.bool_)], 0
    lies_in = np.array([_parents(groups, coarse) for coarse in range(len(groups.tables))])
    for coarse, fine in product(range(len(groups.tables)), repeat=2):
        own = slice(int(groups.table_start[fine]), int(groups.table_start[fine + 1]))
        parent, n = lies_in[coarse, own], groups.n[own]
        inside = np.bincount(parent[parent >= 0], n[parent >= 0], len(groups.n))
        if not _mostly(groups.tables, coarse, fine, inside.sum() / n.sum()):
            continue
        pairs.append((coarse, fine, at))
        parents.append(parent)
        parts.append(inside[None] == groups.n)
        at += len(parent)
    return Nest(
        np.array(pairs, np.int64).reshape(-1, 3), np.concatenate(parents), groups.table_start.astype(np.int64),
        np.concatenate(parts), np.concatenate([np.zeros((0, 4), np.int64), *_crossed(groups, lies_in)]), groups.same_as,
    )  # fmt: skip


def _mostly(tables: tuple[tuple[int, ...], ...], coarse: int, fine: int, inside: float) -> bool:
    """Tell whether a table's groups lie in another's: by their values, or most of their people do (a share, `inside`).

    Offices lie in counties though some span two. Where both tables' values make a third, that tells the same.
    """
    wider, finer = set(tables[coarse]), set(tables[fine])
    third = any(set(table) == wider | finer for table in tables)
    return wider < finer or (not third and inside >= MOST)


def _parents(groups: Groups, coarse: int) -> Ints:
    """Return of each group of all tables the one of the `coarse` table it lies in, -1 where in none."""
    of = groups.group_of[coarse][groups.rows.idx]
    begins = groups.rows.ptr[:-1]
    first = np.minimum.reduceat(of, begins)
    return np.asarray(np.where(first == np.maximum.reduceat(of, begins), first, -1))


def _crossed(groups: Groups, lies_in: Ints) -> Iterator[Ints]:
    """Yield (group, one, other, both) of groups of the people that `one` and `other` share, who both lie in the last."""
    smallest = np.argsort(-groups.n, kind="stable")
    rank = np.argsort(smallest, kind="stable")
    for table, dimensions in enumerate(groups.tables):
        own = np.arange(groups.table_start[table], groups.table_start[table + 1])
        row = groups.rows.idx[groups.rows.ptr[own]]
        within = [t for t, other in enumerate(groups.tables) if set(other) < set(dimensions)]
        for k, one in enumerate(within):
            for other in within[k + 1 :]:
                if set(groups.tables[one]) | set(groups.tables[other]) != set(dimensions):
                    continue
                a, b = groups.group_of[one, row], groups.group_of[other, row]
                same = (lies_in[:, a] == lies_in[:, b]) & (lies_in[:, a] >= 0)
                both = np.where(same, lies_in[:, a], -1)
                nearest = np.where(both >= 0, rank[both], -1).max(axis=0)
                found = nearest >= 0
                yield np.column_stack([own, a, b, smallest[nearest]])[found]


def apart(nest: Nest) -> Nest:
    """Return the same groups as if none lay in another."""
    return replace(nest, pairs=nest.pairs[:0], crossed=nest.crossed[:0])


def narrow(nest: Nest, n: Ints, low: Ints, high: Ints, tables: Bools, largest: Ints) -> None:
    """Narrow `low` … `high` (groups × answers) in place until nothing changes, begun at the `tables` that are news.

    Whole is the sum of its parts, and at least that of some; who two groups share are at least what the two have more
    than the one they both lie in; and a group's answers add up to its people `n`. None was given more often than the
    `largest` of a group (none before it as often), where that is known: -1 where it is not.
    """
    changed = tables.copy()
    while changed.any():
        _narrow((nest.pairs, nest.parent, nest.start, nest.parts), n, low, high, changed, largest)
        changed = _shared(nest.crossed, nest.same_as, nest.start, low, high)


@njit(cache=True, nogil=True)
def _narrow(nest, n, low, high, is_new, largest):
    pairs, parent, start, parts = nest
    least, most, room = np.zeros_like(low), np.zeros_like(high), np.zeros((3, low.shape[1]), np.int64)
    changed = np.zeros_like(is_new)
    while is_new.any():
        changed[:] = False
        for t in range(is_new.shape[0]):
            if is_new[t] and _added_up(start[t], start[t + 1], n, low, high, largest, room):
                changed[t] = True
        for p in range(pairs.shape[0]):
            coarse, fine, at = pairs[p]
            if is_new[coarse] or is_new[fine] or changed[coarse] or changed[fine]:
                whole, part = (start[coarse], start[coarse + 1]), (start[fine], start[fine + 1])
                own = parent[at : at + part[1] - part[0]]
                up, down = _compared(whole, part, own, parts[p], low, high, least, most)
                changed[coarse] |= up
                changed[fine] |= down
        is_new[:] = changed


@njit(cache=True, nogil=True)
def _added_up(begin, end, n, low, high, largest, room):
    changed = False
    for g in range(begin, end):
        if largest[g] >= 0 and _largest_first(n[g], low[g], high[g], largest[g], room):
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
def _largest_first(n, low, high, largest, room):
    """Hold a group's answers against the largest: what it can be is tried, and what each other can be beside it.

    The largest of a group lies in a band: few numbers, whatever its people.
    """
    size = low.shape[0]
    least, most, cap = room[0], room[1], room[2]
    least[:], most[:] = n, 0
    rest_low = low.sum() - low[largest]
    for x in range(low[largest], high[largest] + 1):
        rest_cap, fits = 0, True
        for k in range(size):
            if k != largest:
                cap[k] = min(high[k], x - 1 if k < largest else x)
                rest_cap += cap[k]
                fits &= cap[k] >= low[k]
        if not (fits and rest_low <= n - x <= rest_cap):
            continue
        least[largest], most[largest] = min(least[largest], x), max(most[largest], x)
        for k in range(size):
            if k != largest:
                least[k] = min(least[k], max(low[k], n - x - rest_cap + cap[k]))
                most[k] = max(most[k], min(cap[k], n - x - rest_low + low[k]))
    changed = False
    for k in range(size):
        if least[k] > low[k]:
            low[k], changed = least[k], True
        if most[k] < high[k]:
            high[k], changed = most[k], True
    return changed


@njit(cache=True, nogil=True)
def _compared(whole, part, parent, parts, low, high, least, most):
    """Hold wholes against their parts; tell whether a whole changed, and whether a part did."""
    up, down = False, False
    least[whole[0] : whole[1]] = 0
    most[whole[0] : whole[1]] = 0
    for g in range(part[0], part[1]):
        p = parent[g - part[0]]
        for k in range(low.shape[1] if p >= 0 else 0):
            least[p, k] += low[g, k]
            most[p, k] += high[g, k]
    for g in range(whole[0], whole[1]):
        for k in range(low.shape[1]):
            if least[g, k] > low[g, k]:
                low[g, k], up = least[g, k], True
            if parts[g] and most[g, k] < high[g, k]:
                high[g, k], up = most[g, k], True
    for g in range(part[0], part[1]):
        p = parent[g - part[0]]
        for k in range(low.shape[1] if p >= 0 else 0):
            room, need = high[p, k] - least[p, k] + low[g, k], low[p, k] - most[p, k] + high[g, k]
            if room < high[g, k]:
                high[g, k], down = room, True
            if parts[p] and need > low[g, k]:
                low[g, k], down = need, True
    return up, down


@njit(cache=True, nogil=True)
def _shared(crossed, same_as, start, low, high):
    """Hold those whom two groups share against the two and the one they both lie in; tell which tables changed.

    What is known of a group is known of every other of the same people.
    """
    changed = np.zeros(start.shape[0] - 1, np.bool_)
    for g in range(same_as.shape[0]):
        for one, other in ((same_as[g], g), (g, same_as[g])):
            for k in range(low.shape[1]):
                if low[one, k] > low[other, k] or high[one, k] < high[other, k]:
                    low[other, k] = max(low[one, k], low[other, k])
                    high[other, k] = min(high[one, k], high[other, k])
                    changed[np.searchsorted(start, other, "right") - 1] = True
    for q in range(crossed.shape[0]):
        g, a, b, both = crossed[q]
        for k in range(low.shape[1]):
            two = low[a, k] + low[b, k]
            if two - high[both, k] > low[g, k]:
                low[g, k] = two - high[both, k]
                changed[np.searchsorted(start, g, "right") - 1] = True
            if two - high[g, k] > low[both, k]:
                low[both, k] = two - high[g, k]
                changed[np.searchsorted(start, both, "right") - 1] = True
            for one, other in ((a, b), (b, a)):
                most = high[both, k] + high[g, k] - low[other, k]
                if most < high[one, k]:
                    high[one, k] = most
                    changed[np.searchsorted(start, one, "right") - 1] = True
    return changed
