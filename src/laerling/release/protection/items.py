"""The item stage: of the groups shown, those an item's figures may be shown for."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from laerling.release.protection.grouping import (
    ROUNDS,
    NotProtected,
    Solved,
    counterexamples,
    order_of,
    residuals,
    solve,
)
from laerling.release.protection.groups import Bools, Groups, Ints, join, sets_of
from laerling.release.protection.modular import P
from laerling.release.protection.plan import Item, Rules
from laerling.release.protection.reconstruction import pinned
from laerling.release.protection.smallsets import distinct


@dataclass(frozen=True, slots=True)
class ItemPattern:
    """An item's counts (group × skipped, 1 …), which groups it is shown for, and which its own rules hide."""

    item: Item
    counts: Ints
    shown: Bools
    by_rule: Bools
    solved: Solved
    live: Bools
    by_row: Ints


def holds(counts: Ints, item: Item, rules: Rules) -> Bools:
    """Return, per row of `counts[..., skipped, 1 …]`, whether the distribution may be shown for its own sake.

    Sensitive items are shown as bands, in which agreement cannot be seen: if agreement hid them, what is shown would
    tell that somebody had met with it.
    """
    skipped, given = counts[..., 0], counts[..., 1:]
    n = given.sum(axis=-1)
    if item.sensitive:
        return np.asarray(n >= rules.sensitive_minimum)
    apart = n - given.max(axis=-1)
    agreed = (apart == 0) | ((apart == 1) & (n < rules.few))
    agreed |= (apart == 2) & (n < rules.nearly_all_few) & (skipped < rules.nearly_all)  # noqa: PLR2004  all but two
    return np.asarray((n >= rules.minimum) & ~agreed)


def protect_item(
    groups: Groups, within: Bools, answers: NDArray[np.integer], item: Item, rules: Rules, seed: int
) -> ItemPattern:
    """Return where `item` may be shown among the groups `within`: neither rule breakers nor anybody follow from it.

    Who skipped is taken to be known: only those who answered are counted as people.
    """
    size = item.categories + 1
    flat = np.bincount(groups.atom_of * size + answers, minlength=len(groups.weight) * size)
    by_row = flat.astype(np.int64).reshape(-1, size)
    people = by_row[:, 1:].sum(axis=1)
    live = people > 0
    counts = groups.rows.sums(by_row)
    good = holds(counts, item, rules)
    own = groups.same_as == np.arange(len(within))
    columns = groups.rows.only(live)
    secret = columns.take(np.flatnonzero(within & ~good & own & (counts[:, 1:].sum(axis=1) > 0)))
    barred = np.zeros(len(within), np.bool_)
    for turn in range(ROUNDS):
        order = order_of(groups, within & good & own & ~barred)
        solved = solve(columns, order, secret, len(groups.weight), seed + turn)
        shown = solved.shown[groups.same_as] & within
        found = [*counterexamples(groups, solved, people, complete=False)]
        found += _breaking_pools(groups, solved, by_row, item, rules)
        if found:
            more = sets_of([f[0] for f in found], [f[1] for f in found])
            secret = distinct(join(secret, more), len(groups.weight))
            continue
        certain: Ints = np.zeros(0, np.int64) if item.sensitive else pinned(groups, shown, by_row)
        if not len(certain):
            return ItemPattern(item, counts, shown, within & ~good, solved, live, by_row)
        barred[_smallest(groups, shown, certain)] = True
    raise NotProtected


def _breaking_pools(groups: Groups, solved: Solved, by_row: Ints, item: Item, rules: Rules) -> list[tuple[Ints, Ints]]:
    """Return the pools (a shown group less its shown parts) that follow and that the item's own rule would hide."""
    people = by_row[:, 1:].sum(axis=1)
    few = max(rules.few, rules.nearly_all_few, rules.sensitive_minimum if item.sensitive else rules.minimum)
    return [
        (rows, np.ones(len(rows), np.int64))
        for rows in residuals(groups, solved.shown[groups.same_as], people, few)
        if not holds(by_row[rows].sum(axis=0), item, rules) and (solved.null[rows].sum(axis=0) % P == 0).all()
    ]


def _smallest(groups: Groups, shown: Bools, rows: Ints) -> Ints:
    """Return, of each row, the smallest group (and all that are the same) it is shown in."""
    around = groups.group_of[:, rows]
    n = np.where(shown[around], groups.n[around], np.iinfo(np.int64).max)
    return np.asarray(
        np.unique(groups.same_as[np.take_along_axis(around, n.argmin(axis=0)[None, :], axis=0)[0]]), dtype=np.int64
    )
