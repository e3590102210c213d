"""Insiders: whoever knows her own answers, and what more she could reckon out of others."""

from collections.abc import Iterator

import numpy as np

from laerling.release.protection.groups import Groups, Ints, Sets
from laerling.release.protection.modular import P, multiples, quotient


def insiders(groups: Groups) -> Ints:
    """Return the rows of single people: whoever shares a row with others knows her own answer only, not theirs."""
    return np.flatnonzero(groups.weight == 1)


def seen_by_insiders(groups: Groups, null: Ints, small: Sets, minimum: int) -> Iterator[tuple[Ints, Ints]]:
    """Yield (rows, coefficients) of each of the `small` sets, less an insider's part, that one of them could reckon out.

    `small` are sets of people anybody can name. A set of fewer than `minimum` less one others (an insider sees a group
    of `minimum` with one fewer) follows for an insider when its null-vector sums are a multiple of her own.
    """
    alone, sums = insiders(groups), np.ascontiguousarray(small.sums(null) % P)
    keys = _key(multiples(null[alone]))
    order = np.argsort(keys, kind="stable")
    wanted = _key(multiples(sums))
    place = order[np.minimum(np.searchsorted(keys, wanted, sorter=order), len(order) - 1)] if len(order) else order
    people = small.sums(groups.weight)
    for one in np.flatnonzero(keys[place] == wanted).tolist() if len(order) else ():
        row, rows = int(alone[place[one]]), small.rows(one)
        if 0 < people[one] - (row in rows) < minimum - 1:
            part = quotient(sums[one, 0], null[row, 0])
            yield np.append(rows, row), np.append(np.ones(len(rows), np.int64), -part)


def _key(ratio: Ints) -> Ints:
    return np.asarray((ratio[:, 0] << 31) | ratio[:, 1])
