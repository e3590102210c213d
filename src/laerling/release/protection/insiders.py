"""Insiders: whoever knows her own answers, and what more she could reckon out of others."""

from collections.abc import Iterator

import numpy as np

from laerling.release.protection.groups import Groups, Ints, Sets
from laerling.release.protection.modular import P, key_of, multiples, quotient


def insiders(groups: Groups) -> Ints:
    """Return the rows of single people: whoever shares a row with others knows her own answer only, not theirs."""
    return np.flatnonzero(groups.weight == 1)


def seen_by_insiders(groups: Groups, null: Ints, small: Sets, minimum: int) -> Iterator[tuple[Ints, Ints]]:
    """Yield (rows, coefficients) of each of the `small` sets, less an insider's part, that one of them could reckon out.

    `small` are sets of people anybody can name. A set of fewer than `minimum` less one others (an insider sees a group
    of `minimum` with one fewer) follows for an insider when its null-vector sums are a multiple of her own.
    """
    alone, sums = insiders(groups), np.ascontiguousarray(small.sums(null) % P)
    if not len(alone):
        return
    keys, wanted = key_of(multiples(null[alone])), key_of(multiples(sums))
    order = np.argsort(keys, kind="stable")
    place = order[np.minimum(np.searchsorted(keys, wanted, sorter=order), len(order) - 1)]
    insider, of_entry = alone[place], small.set_of_entry()
    others = small.sums(groups.weight) - np.bincount(of_entry[small.idx == insider[of_entry]], minlength=len(small))
    for one in np.flatnonzero((keys[place] == wanted) & (others > 0) & (others < minimum - 1)).tolist():
        row, rows = insider[one], small.rows(one)
        part = quotient(sums[one, 0], null[row, 0])
        yield np.append(rows, row), np.append(np.ones(len(rows), np.int64), -part)
