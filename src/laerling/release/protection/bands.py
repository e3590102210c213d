"""Bands of sensitive items: none looks like few, and none does when bands of groups and their parts are compared."""

import numpy as np

from laerling.release.protection.groups import Bools, Groups, Ints

# A count of fewer is few: a band must leave it open whether there is any.
FEW = 3


def band_edges(counts: Ints, width: int) -> tuple[Ints, Ints]:
    """Return the lowest and highest count of the band of each of `counts[..., 1 …]`, `width` counts from 0 up.

    The largest category gets just what the others leave open, or n less the others would narrow them.
    """
    flat = counts.reshape(-1, counts.shape[-1])
    row, largest, n = np.arange(len(flat)), flat.argmax(axis=1), flat.sum(axis=1)
    low = flat // width * width
    high = low + width - 1
    rest_low, rest_high = low.sum(axis=1) - low[row, largest], high.sum(axis=1) - high[row, largest]
    low[row, largest], high[row, largest] = np.maximum(0, n - rest_high), n - rest_low
    return low.reshape(counts.shape), high.reshape(counts.shape)


def bands(counts: Ints, width: int) -> list[str]:
    """Return one cell's counts (1 …) as bands `low-high`."""
    low, high = band_edges(counts, width)
    return [f"{a}-{b}" for a, b in zip(low.tolist(), high.tolist(), strict=True)]


def narrowed(groups: Groups, shown: Bools, counts: Ints, least: Ints, most: Ints) -> list[int]:
    """Return the groups of which the bands of all that is shown tell too much together.

    Too much is that an answer was given by fewer than three, or, where it was (and is not what most answered), that
    anybody gave it; or that all gave it. Every group's counts
    are held between those of its parts and of what it is part of, until nothing changes; a group that is not shown may
    have anything from nought to its people, whose number is taken to be known.
    """
    n = counts.sum(axis=1, keepdims=True)
    low, high = np.where(shown[:, None], least, 0), np.where(shown[:, None], np.minimum(most, n), n)
    before = -1
    while before != (before := int(high.sum() - low.sum())):
        low = np.maximum(low, n - high.sum(axis=1, keepdims=True) + high)
        high = np.minimum(high, n - low.sum(axis=1, keepdims=True) + low)
        for coarse, fine in _nested(groups):
            _compared(groups, coarse, fine, low, high)
    largest = counts == counts.max(axis=1, keepdims=True)
    few = ((n >= FEW) & (high < FEW)) | ((low > 0) & (counts < FEW) & ~largest) | (low == n)
    return np.flatnonzero(few.any(axis=1) & (n[:, 0] > 0)).tolist()


def _nested(groups: Groups) -> list[tuple[int, int]]:
    every = range(len(groups.tables))
    return [(a, b) for a in every for b in every if set(groups.tables[a]) < set(groups.tables[b])]


def _compared(groups: Groups, coarse: int, fine: int, low: Ints, high: Ints) -> None:
    """Hold the groups of a table against their parts in a finer one: a whole is the sum of its parts."""
    whole = slice(groups.table_start[coarse], groups.table_start[coarse + 1])
    part = slice(groups.table_start[fine], groups.table_start[fine + 1])
    parent = np.empty(part.stop - part.start, np.int64)
    parent[groups.group_of[fine] - part.start] = groups.group_of[coarse] - whole.start
    for k in range(low.shape[1]):
        below, above = low[part, k].copy(), high[part, k].copy()
        least, most = (np.bincount(parent, edge, whole.stop - whole.start).astype(np.int64) for edge in (below, above))
        low[whole, k] = np.maximum(low[whole, k], least)
        high[whole, k] = np.minimum(high[whole, k], most)
        high[part, k] = np.minimum(above, (high[whole, k] - least)[parent] + below)
        low[part, k] = np.maximum(below, (low[whole, k] - most)[parent] + above)
