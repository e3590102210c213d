"""Insiders: whoever knows her own answers, and what more she could reckon out of others."""

import numpy as np

from laerling.release.protection.certificate import multiples
from laerling.release.protection.groups import Groups, Ints, Sets
from laerling.release.protection.modular import P


def followed_by_insiders(groups: Groups, null: Ints, small: Sets, minimum: int) -> tuple[int, int]:
    """Return how many people are insiders, and how many of the `small` sets one of them could reckon out.

    `small` are sets of people anybody can name. A set of fewer than `minimum` less one others (an insider sees a group
    of `minimum` with one fewer) follows for an insider when its null-vector sums are a multiple of her own.
    """
    alone = np.flatnonzero(groups.weight == 1)
    row_of = {tuple(ratio): row for ratio, row in zip(multiples(null[alone]).tolist(), alone.tolist(), strict=True)}
    sums = small.sums(null) % P
    people, found = small.sums(groups.weight), 0
    for one, ratio in enumerate(multiples(np.ascontiguousarray(sums)).tolist()):
        row = row_of.get(tuple(ratio))
        if row is not None:
            others = people[one] - (row in small.rows(one))
            found += bool(0 < others < minimum - 1)
    return len(alone), found
