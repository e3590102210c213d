"""The certificate: no signed combination of fewer people than five follows from everything shown together.

People with the same shown groups form a class; whatever follows from shown groups is the same for all of a class. So a
set of 1–4 people that follows is a sum of small classes with signs, whose null-vector numbers add up to nought. Halves
of such sums are joined: every ±a, and every a±b. Two classes are tried with whatever coefficients.
"""

from collections.abc import Iterator

import numpy as np
from numba import njit

from laerling.release.protection.groups import Bools, Ints
from laerling.release.protection.joining import HALF, halves
from laerling.release.protection.modular import P, inverse, plus

FEW = 4
# Sets of three and four classes are looked for among so many rows at most: the work grows with their square.
JOINABLE = 60_000


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


@njit(cache=True, nogil=True)
def multiples(u):
    """Return of each row of three numbers the second and third as multiples of the first, modulo P."""
    out = np.empty((u.shape[0], 2), np.int64)
    for r in range(u.shape[0]):
        i = inverse(u[r, 0])
        out[r, 0], out[r, 1] = plus(0, u[r, 1], i), plus(0, u[r, 2], i)
    return out


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
    ratios = multiples(values)
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
    flip = values[:, 0] > HALF
    first, second = np.where(flip, P - values[:, 0], values[:, 0]), np.where(flip, -values[:, 1] % P, values[:, 1])
    alone = np.column_stack([(first << 31) | second, np.arange(len(values))])
    found = halves(np.ascontiguousarray(values[one, :2].T), np.ascontiguousarray(alone[np.argsort(alone[:, 0])]))
    several = found[_repeated(found[:, 0])].tolist()
    yield from _met(
        [(key, {a: 1} if b < 0 else {int(one[a]): 1, int(one[b]): sign}) for key, a, b, sign in several],
        values, small, weight,
    )  # fmt: skip


def _repeated(keys: Ints) -> Bools:
    """Tell of each key whether it stands there more than once."""
    order = np.argsort(keys, kind="stable")
    same = np.diff(keys[order]) == 0
    out = np.zeros(len(keys), np.bool_)
    out[order[1:][same]] = True
    out[order[:-1][same]] = True
    return out


def _met(halves: list[tuple[int, dict[int, int]]], values: Ints, small: Ints, weight: Ints) -> Iterator[dict[int, int]]:
    """Yield what is left where two halves have the same numbers, or opposite ones.

    Of many that are the same, each is held against the one of fewest people: if any two are few, so are those two.
    """
    by_key: dict[int, list[dict[int, int]]] = {}
    for key, half in halves:
        by_key.setdefault(key, []).append(half)
    for several in by_key.values():
        same = sorted(several, key=lambda half: sum(int(weight[small[k]]) for k in half))
        for other in same[1:]:
            for sign in (1, -1):
                total = {k: same[0].get(k, 0) + sign * other.get(k, 0) for k in {**same[0], **other}}
                total = {k: v for k, v in total.items() if v}
                people = sum(int(weight[small[k]]) for k in total)
                if total and people <= FEW and _nought(total, values):
                    yield {int(small[k]): v for k, v in total.items()}


def _nought(total: dict[int, int], values: Ints) -> bool:
    return all(sum(v * int(values[k, j]) for k, v in total.items()) % P == 0 for j in range(3))
