"""The certificate: no signed combination of fewer people than five follows from everything shown together.

People with the same shown groups form a class; whatever follows from shown groups is the same for all of a class. So a
set of 1–4 people that follows is a sum of small classes with signs, whose null-vector numbers add up to nought. Halves
of such sums are joined: every ±a, and every a±b. Two classes are tried with whatever coefficients.
"""

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from laerling.release.protection.groups import Bools, Ints
from laerling.release.protection.joining import halves, repeated
from laerling.release.protection.modular import P, key_of, multiples, quotient, turned

FEW = 4


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


def sums_of_two(u: Ints, people: Ints) -> Iterator[dict[int, int]]:
    """Yield single classes and pairs {class: coefficient} of at most four people whose numbers add up to nought.

    `u` (classes × 3) are the classes' sums of three null vectors.
    """
    small = np.flatnonzero(are_few(people))
    zero = (u[small] == 0).all(axis=1)
    yield from ({position: 1} for position in small[zero].tolist())
    yield from _twins(u[small[~zero]], small[~zero], people)


def sums_of_four(u: Ints, people: Ints, among: Bools) -> Iterator[dict[int, int]]:
    """Yield the same of three and four classes of those `among`, with signs; where there are some of one or two, most are made of those."""
    small = np.flatnonzero(among)
    yield from _joined(u[small], small, people)


def are_few(people: Ints) -> Bools:
    """Tell which classes are of one to four people."""
    return np.asarray((people > 0) & (people <= FEW))


def _twins(values: Ints, small: Ints, weight: Ints) -> Iterator[dict[int, int]]:
    """Yield pairs of classes of which one's numbers are a multiple of the other's."""
    ratios = multiples(values)
    order = np.lexsort((weight[small], ratios[:, 1], ratios[:, 0]))
    same = (np.diff(ratios[order], axis=0) == 0).all(axis=1)
    for k in np.flatnonzero(same).tolist():
        a, b = int(order[k]), int(order[k + 1])
        if weight[small[a]] + weight[small[b]] <= FEW:
            yield {int(small[a]): 1, int(small[b]): -quotient(values[a, 0], values[b, 0])}


def _joined(values: Ints, small: Ints, weight: Ints) -> Iterator[dict[int, int]]:
    """Yield sums of three and four classes found by meeting in the middle."""
    one = np.flatnonzero(weight[small] == 1)
    one = one[np.argsort(values[one, 0], kind="stable")]
    same = turned(values)
    alone = np.column_stack([key_of(same), np.arange(len(values))])
    found = halves(np.ascontiguousarray(values[one, :2].T), np.ascontiguousarray(alone[np.argsort(alone[:, 0])]))
    several = found[repeated(found[:, 0])].tolist()
    yield from _met(
        [(key, {a: 1} if b < 0 else {int(one[a]): 1, int(one[b]): sign}) for key, a, b, sign in several],
        values, small, weight,
    )  # fmt: skip


def _met(halves: list[tuple[int, dict[int, int]]], values: Ints, small: Ints, weight: Ints) -> Iterator[dict[int, int]]:
    """Yield what is left where two halves have the same numbers, or opposite ones."""
    by_key: dict[int, list[dict[int, int]]] = {}
    for key, half in halves:
        by_key.setdefault(key, []).append(half)
    for same in by_key.values():
        for one, other in combinations(same, 2):
            for sign in (1, -1):
                total = {k: one.get(k, 0) + sign * other.get(k, 0) for k in {**one, **other}}
                total = {k: v for k, v in total.items() if v}
                people = sum(int(weight[small[k]]) for k in total)
                if total and people <= FEW and _nought(total, values):
                    yield {int(small[k]): v for k, v in total.items()}


def _nought(total: dict[int, int], values: Ints) -> bool:
    return all(sum(v * int(values[k, j]) for k, v in total.items()) % P == 0 for j in range(3))
