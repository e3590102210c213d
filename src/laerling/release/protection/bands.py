"""Bands of sensitive items: none looks like few, and none does when bands of groups and their parts are compared."""

import numpy as np

from laerling.release.protection.groups import Bools, Groups, Ints
from laerling.release.protection.nesting import narrow, nest_of

# A count of fewer is few: a band must leave it open whether there is any.
FEW = 3


def band_edges(counts: Ints, width: int) -> tuple[Ints, Ints]:
    """Return the lowest and highest count of the band of each of `counts[..., 1 …]`, `width` counts from 0 up.

    The largest category gets just what the others leave open, or n less the others would narrow them.
    """
    flat = counts.reshape(-1, counts.shape[-1])
    row, largest, n = np.arange(len(flat)), largest_of(flat), flat.sum(axis=1)
    low = flat // width * width
    high = low + width - 1
    rest_low, rest_high = low.sum(axis=1) - low[row, largest], high.sum(axis=1) - high[row, largest]
    low[row, largest], high[row, largest] = np.maximum(0, n - rest_high), n - rest_low
    return low.reshape(counts.shape), high.reshape(counts.shape)


def largest_of(counts: Ints) -> Ints:
    """Return which of `counts[..., 1 …]` is the largest, the first of several: its band alone lies on no step."""
    return np.asarray(counts.argmax(axis=-1))


def bands(counts: Ints, width: int) -> list[str]:
    """Return one cell's counts (1 …) as bands `low-high`."""
    low, high = band_edges(counts, width)
    return [f"{a}-{b}" for a, b in zip(low.tolist(), high.tolist(), strict=True)]


def narrowed(groups: Groups, shown: Bools, counts: Ints, least: Ints, most: Ints) -> list[int]:
    """Return the groups of which the bands `least` … `most` of all that is shown tell too much together.

    Every group's counts are held between those of its parts and of what it is part of, until nothing changes; a group
    that is not shown may have anything from nought to its people, whose number is taken to be known. Of a shown one its
    bands tell which answer is the largest.
    """
    n = counts.sum(axis=1)
    low, high = nothing_known(counts)
    low[shown], high[shown] = least[shown], np.minimum(most, n[:, None])[shown]
    largest = np.where(shown, largest_of(counts), -1)
    narrow(nest_of(groups), n, low, high, np.ones(len(groups.tables), np.bool_), largest)
    return np.flatnonzero(tells_too_much(counts, low, high)).tolist()


def nothing_known(counts: Ints) -> tuple[Ints, Ints]:
    """Return the lowest and highest counts of groups of which the number of people alone is known."""
    return np.zeros_like(counts), np.repeat(counts.sum(axis=1)[:, None], counts.shape[1], axis=1)


def tells_too_much(counts: Ints, low: Ints, high: Ints) -> Bools:
    """Tell of which groups too much is known: their counts lie between `low` and `high`.

    Too much is that an answer was given by fewer than three, or, where it was (and is not what most answered), that
    anybody gave it; that all gave it; or everything.
    """
    n = counts.sum(axis=1, keepdims=True)
    largest = counts == counts.max(axis=1, keepdims=True)
    few = ((n >= FEW) & (high < FEW)) | ((low > 0) & (counts < FEW) & ~largest) | (low == n)
    return np.asarray((few.any(axis=1) | (low.sum(axis=1) == n[:, 0])) & (n[:, 0] > 0))
