"""The certificate: no signed combination of fewer people than five follows from everything shown together.

People with the same shown groups form a class; whatever follows from shown groups is the same for all of a class. So a
set of 1–4 people that follows is a sum of small classes with signs, whose null-vector numbers add up to nought. Halves
of such sums are joined: every ±a, and every a±b, in slices of their first number, so that memory stays small. Two
classes are tried with whatever coefficients.
"""

from collections.abc import Iterator

import numpy as np
from numba import njit

from laerling.release.protection.groups import Bools, Ints
from laerling.release.protection.modular import P, inverse

FEW = 4
HALF = P // 2
SLICE = 1 << 18
BITS = (1 << 22) - 1


def classes_of(group_of: Ints, shown: Bools) -> Ints:
    """Return each row's class: rows with the same shown groups in all tables."""
    marks = np.random.default_rng(2).integers(1, 2**62, size=len(shown)) * shown
    marks2 = np.random.default_rng(3).integers(1, 2**62, size=len(shown)) * shown
    with np.errstate(over="ignore"):
        total = np.zeros((group_of.shape[1], 2), np.int64)
        for table in group_of:
            total[:, 0] += marks[table]
            total[:, 1] += marks2[table]
    return np.unique(total, axis=0, return_inverse=True)[1].reshape(-1).astype(np.int64)


@njit(cache=True)
def _ratios(u):
    out = np.empty((u.shape[0], 2), np.int64)
    for r in range(u.shape[0]):
        i = inverse(u[r, 0])
        out[r, 0], out[r, 1] = u[r, 1] * i % P, u[r, 2] * i % P
    return out


@njit(cache=True, inline="always")
def _key(s1, s2):
    """Return one number for a pair and its opposite."""
    if s1 > HALF:
        s1, s2 = P - s1, P - s2
        if s2 == P:
            s2 = 0
    return (s1 << 31) | s2


@njit(cache=True)
def _pairs(u, low, high, first, dup, found, collect):
    """Go through all a±b whose first number lies in low … high: mark the keys, or collect those marked twice."""
    m = u.shape[0]
    n = 0
    line = u[:, 0].copy()
    for a in range(m):
        for sign in (1, -1):
            for part in range(2):
                lo, hi = (low, high) if part == 0 else (P - high, P - low)
                # b with (a + sign*b) mod P in [lo, hi], as one or two runs of b in order
                x, y = (
                    ((lo - line[a]) % P, (hi - line[a]) % P) if sign == 1 else ((line[a] - hi) % P, (line[a] - lo) % P)
                )
                for run in range(2):
                    if x <= y:
                        if run == 1:
                            break
                        f, t = x, y
                    else:
                        f, t = (x, P - 1) if run == 0 else (0, y)
                    b = max(a + 1, np.searchsorted(line, f))
                    while b < m and line[b] <= t:
                        key = _key((line[a] + sign * line[b]) % P, (u[a, 1] + sign * u[b, 1]) % P)
                        n = _mark(key, a, b, sign, first, dup, found, n, collect)
                        b += 1
    return n


@njit(cache=True, inline="always")
def _mark(key, a, b, sign, first, dup, found, n, collect):
    slot = ((key ^ (key >> 31)) * 2654435761 >> 6) & BITS
    word, bit = slot >> 3, np.uint8(1 << (slot & 7))
    if not collect:
        if first[word] & bit:
            dup[word] |= bit
        first[word] |= bit
    elif dup[word] & bit and n < found.shape[0]:
        found[n, 0], found[n, 1], found[n, 2], found[n, 3] = key, a, b, sign
        n += 1
    return n


def small_sums(u: Ints, weight: Ints, *, pairs_of_pairs: bool = True) -> Iterator[dict[int, int]]:
    """Yield combinations {class: coefficient} of at most four people whose numbers add up to nought.

    `u` (classes × 3) are the classes' sums of three null vectors, `weight` their people. Sums of three and four classes
    are looked for when there are none of one or two: most would be made of those.
    """
    small = np.flatnonzero((weight > 0) & (weight <= FEW))
    values = u[small]
    zero = (values == 0).all(axis=1)
    few: list[dict[int, int]] = [{position: 1} for position in small[zero].tolist()]
    few.extend(_twins(values[~zero], small[~zero], weight))
    yield from few
    if pairs_of_pairs and not few:
        yield from _joined(values, small, weight)


def _twins(values: Ints, small: Ints, weight: Ints) -> Iterator[dict[int, int]]:
    """Yield pairs of classes of which one's numbers are a multiple of the other's."""
    ratios = _ratios(values)
    order = np.lexsort((weight[small], ratios[:, 1], ratios[:, 0]))
    same = (np.diff(ratios[order], axis=0) == 0).all(axis=1)
    for k in np.flatnonzero(same).tolist():
        a, b = int(order[k]), int(order[k + 1])
        if weight[small[a]] + weight[small[b]] <= FEW:
            factor = int(values[a, 0]) * int(inverse(int(values[b, 0]))) % P
            yield {int(small[a]): 1, int(small[b]): -factor if factor <= HALF else P - factor}


def _joined(values: Ints, small: Ints, weight: Ints) -> Iterator[dict[int, int]]:
    """Yield sums of three and four classes found by meeting in the middle."""
    one = np.flatnonzero(weight[small] == 1)
    one = one[np.argsort(values[one, 0], kind="stable")]
    u = np.ascontiguousarray(values[one])
    n_slices = max(1, -(-(len(one) * len(one)) // SLICE))
    edges = np.linspace(0, HALF + 1, n_slices + 1).astype(np.int64)
    first, dup = np.zeros((BITS >> 3) + 1, np.uint8), np.zeros((BITS >> 3) + 1, np.uint8)
    found = np.empty((SLICE, 4), np.int64)
    alone = [(int(_key(int(v[0]), int(v[1]))), {k: 1}) for k, v in enumerate(values.tolist())]
    by_slice: dict[int, list[tuple[int, dict[int, int]]]] = {}
    for key, entry in alone:
        by_slice.setdefault(int(np.searchsorted(edges, key >> 31, side="right")) - 1, []).append((key, entry))
    for k in range(n_slices):
        low, high = int(edges[k]), int(edges[k + 1]) - 1
        first[:], dup[:] = 0, 0
        halves = by_slice.get(k, [])
        _pairs(u, low, high, first, dup, found, collect=False)
        for key, _entry in halves:
            _mark(key, 0, 0, 0, first, dup, found, 0, False)  # noqa: FBT003  compiled
        n = _pairs(u, low, high, first, dup, found, collect=True)
        keys = np.concatenate([found[:n, 0], np.array([key for key, _entry in halves], np.int64)])
        several = _repeated(keys)[:n]
        halves = halves + [(f[0], {int(one[f[1]]): 1, int(one[f[2]]): f[3]}) for f in found[:n][several].tolist()]
        yield from _met(halves, values, small, weight)


def _repeated(keys: Ints) -> Bools:
    """Tell of each key whether it stands there more than once."""
    order = np.argsort(keys, kind="stable")
    same = np.diff(keys[order]) == 0
    out = np.zeros(len(keys), np.bool_)
    out[order[1:][same]] = True
    out[order[:-1][same]] = True
    return out


def _met(halves: list[tuple[int, dict[int, int]]], values: Ints, small: Ints, weight: Ints) -> Iterator[dict[int, int]]:
    """Yield what is left where two halves have the same numbers, or opposite ones."""
    by_key: dict[int, list[dict[int, int]]] = {}
    for key, half in halves:
        by_key.setdefault(key, []).append(half)
    for same in by_key.values():
        for other in same[1:]:
            for sign in (1, -1):
                total = {k: same[0].get(k, 0) + sign * other.get(k, 0) for k in {**same[0], **other}}
                total = {k: v for k, v in total.items() if v}
                people = sum(int(weight[small[k]]) for k in total)
                if total and people <= FEW and _nought(total, values):
                    yield {int(small[k]): v for k, v in total.items()}


def _nought(total: dict[int, int], values: Ints) -> bool:
    return all(sum(v * int(values[k, j]) for k, v in total.items()) % P == 0 for j in range(3))
