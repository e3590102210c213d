"""Meeting in the middle: every a ± b of two people, and every class alone, whose numbers are the same.

Halves of a sum are equal where both their numbers are. Keys are gone through in slices of their first number, small
enough for the processor's nearest memory: the first time all are marked by some bits of the second number, the second
time those are collected whose mark was met twice. What is left after two more marks is compared in full.
"""

import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numba import njit

from laerling.release.protection.groups import Bools, Ints
from laerling.release.protection.modular import P

HALF = P // 2
SLICE = 1 << 18
BITS = (1 << 22) - 1
MOST = 1 << 16


@njit(cache=True, nogil=True)
def _seen_before(slot, first, dup, collect):
    """Mark a slot, or tell whether it was marked twice."""
    word, bit = slot >> 3, np.uint8(1 << (slot & 7))
    if collect:
        return dup[word] & bit != 0
    if first[word] & bit:
        dup[word] |= bit
    first[word] |= bit
    return False


@njit(cache=True, nogil=True)
def _window(a, edge, kind, u, second, starts, shift, first, dup, found, n, collect):
    """Go through the b after `a` for which a ± b (or its opposite, the other part) lies in low … high."""
    line, sign, part = u[0], 1 - (kind & 2), kind & 1
    low, high = edge
    lo, hi = (low, high) if part == 0 else (P - high, P - low)
    if sign == 1:
        f, t = (lo - line[a]) % P, (hi - line[a]) % P
    else:
        f, t = (line[a] - hi) % P, (line[a] - lo) % P
    here = u[1, a] if part == 0 else P - u[1, a]
    other = second[0] if (sign == 1) == (part == 0) else second[1]
    for run in range(2 if f > t else 1):
        begin, end = (f, t) if f <= t else ((f, P - 1) if run == 0 else (0, t))
        if end <= line[a]:
            continue
        b = max(a + 1, starts[begin >> shift])
        while b < line.shape[0] and line[b] < begin:
            b += 1
        while b < line.shape[0] and line[b] <= end:
            s = here + other[b]
            s -= P if s >= P else 0
            word, bit = (s & BITS) >> 3, 1 << (s & 7)
            if not collect:
                met = first[word] & bit
                first[word] |= bit
                if met:
                    dup[word] |= bit
            elif dup[word] & bit and n < found.shape[0]:
                key = (line[a] + sign * line[b]) % P
                found[n, 0] = ((key if part == 0 else P - key) << 31) | s
                found[n, 1], found[n, 2], found[n, 3] = a, b, sign
                n += 1
            b += 1
    return n


@njit(cache=True, nogil=True)
def _thinned(found, n, first, dup, factor):
    """Keep of `found` what shares another mark of the whole key with another; return how many."""
    first[:], dup[:] = 0, 0
    for collect in range(2):
        m = 0
        for k in range(n):
            if _seen_before(((found[k, 0] * factor) >> 33) & BITS, first, dup, collect == 1):
                for j in range(4):
                    found[m, j] = found[k, j]
                m += 1
    return m


@njit(cache=True, nogil=True)
def _searched(u, second, starts, shift, alone, edges, begin, end, out):
    """Collect the halves of slices `begin` … `end` that may meet; return how many (at most as many as fit)."""
    first = np.zeros((BITS >> 3) + 1, np.uint8)
    dup = first.copy()
    found = np.empty((min(2 * SLICE, 4 * (u.shape[1] ** 2 + alone.shape[0])) + 16, 4), np.int64)
    total = 0
    for k in range(begin, end):
        low, high = edges[k], edges[k + 1] - 1
        from_, to = np.searchsorted(alone[:, 0], low << 31), np.searchsorted(alone[:, 0], (high + 1) << 31)
        first[:], dup[:], n = 0, 0, 0
        for collect in range(2):
            for e in range(from_, to):
                if _seen_before(alone[e, 0] & BITS, first, dup, collect == 1) and n < found.shape[0]:
                    found[n, 0], found[n, 1], found[n, 2], found[n, 3] = alone[e, 0], alone[e, 1], -1, 0
                    n += 1
            for a in range(u.shape[1]):
                for kind in range(4):
                    n = _window(a, (low, high), kind, u, second, starts, shift, first, dup, found, n, collect == 1)
        n = _thinned(found, n, first, dup, 2654435761)
        n = _thinned(found, n, first, dup, 40503000001)
        n = min(n, out.shape[0] - total)
        out[total : total + n] = found[:n]
        total += n
        if total == out.shape[0]:
            break
    return total


def halves(pairs: Ints, alone: Ints) -> Ints:
    """Return halves that share their key with another, as rows (key, a, b, sign); b is -1 where `a` stands alone.

    `pairs` (two numbers × people, by the first in order) are all joined by twos, with both signs; `alone` holds rows
    (key, position), by key in order. Where very many meet, some of them are returned.
    """
    n = pairs.shape[1]
    n_slices = max(2, -(-(n * n) // SLICE))
    edges = np.linspace(0, HALF + 1, n_slices + 1).astype(np.int64)
    shift = 31 - min(20, max(1, n.bit_length()))
    starts = np.searchsorted(pairs[0], np.arange(0, P + 1, 1 << shift))
    second = np.ascontiguousarray(np.stack([pairs[1], (P - pairs[1]) % P]))
    cut = np.linspace(0, n_slices, (os.cpu_count() or 1) + 1).astype(int).tolist()
    outs = [np.empty((MOST, 4), np.int64) for _ in cut[1:]]
    with ThreadPoolExecutor(len(outs)) as threads:
        counts = threads.map(
            lambda begin, end, out: _searched(pairs, second, starts, shift, alone, edges, begin, end, out),
            cut, cut[1:], outs,
        )  # fmt: skip
        return np.concatenate([out[:count] for out, count in zip(outs, counts, strict=True)])


def repeated(keys: Ints) -> Bools:
    """Tell of each key whether it stands there more than once."""
    order = np.argsort(keys, kind="stable")
    same = np.diff(keys[order]) == 0
    out = np.zeros(len(keys), np.bool_)
    out[order[1:][same]] = True
    out[order[:-1][same]] = True
    return out
