"""The small sets of people that anybody can name: groups of every subset of the dimensions, and of the tables."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from laerling.release.protection.groups import Groups, Ints, Sets, join, sets_of

# With so many dimensions every subset of them is gone through; with more, every subset of three at most.
LATTICE = 10


def small_sets(groups: Groups, codes: NDArray[np.integer], minimum: int) -> Sets:
    """Return every set of fewer people than `minimum` known by values: groups of any subset of the dimensions."""
    used = sorted({dimension for table in groups.tables for dimension in table})
    most = len(used) if len(used) <= LATTICE else 3
    person = np.unique(groups.atom_of, return_index=True)[1]
    own = [codes[dimension, person].astype(np.int64) for dimension in used]
    everybody = np.zeros(len(person), np.int64)
    parts = [sets_of([])] if groups.weight.sum() >= minimum else [sets_of([np.arange(len(person))])]
    parts += _finer(everybody, own, most, groups.weight, minimum)
    single = np.flatnonzero(groups.weight < minimum)
    listed = groups.rows.take(np.flatnonzero(groups.n < minimum)) if len(used) != most else sets_of([])
    return distinct(join(listed, sets_of([single[k : k + 1] for k in range(len(single))]), *parts), len(groups.weight))


def _finer(place: Ints, codes: list[Ints], most: int, weight: Ints, minimum: int) -> Iterator[Sets]:
    """Yield the small groups of every subset that adds some of `codes` to what `place` tells apart.

    A group that is all of a coarser one was yielded there, and one of a single row need not be sought.
    """
    if not most:
        return
    count = np.bincount(place)
    for k, code in enumerate(codes):
        fine = np.unique(place * (int(code.max()) + 1) + code, return_inverse=True)[1].reshape(-1)
        people, rows = np.bincount(fine, weights=weight), np.bincount(fine)
        few = (people < minimum)[fine] & (rows[fine] > 1) & (rows[fine] < count[place])
        chosen = np.flatnonzero(few)
        chosen = chosen[np.argsort(fine[chosen], kind="stable")]
        new = np.flatnonzero(np.diff(fine[chosen], prepend=-1))
        yield Sets(np.append(new, len(chosen)), chosen, np.ones(len(chosen), np.int64))
        yield from _finer(fine, codes[k + 1 :], most - 1, weight, minimum)


def distinct(sets: Sets, n_rows: int) -> Sets:
    """Return the sets without repetitions."""
    marks = np.random.default_rng(4).integers(0, 2**61, size=n_rows)
    with np.errstate(over="ignore"):
        sums = Sets(sets.ptr, np.arange(len(sets.idx)), sets.coef).sums(marks[sets.idx] * sets.coef)
    return sets.take(np.sort(np.unique(sums, return_index=True)[1]))
