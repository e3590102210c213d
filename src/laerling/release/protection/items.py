"""The item stage: of the groups shown, those an item's figures may be shown for."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from laerling.release.protection.banding import banded
from laerling.release.protection.bands import band_edges
from laerling.release.protection.elimination import Elimination
from laerling.release.protection.grouping import (
    NotProtected,
    Solved,
    counterexamples,
    order_of,
    residuals,
    solve,
)
from laerling.release.protection.groups import Bools, Groups, Ints, Sets, join, sets_of
from laerling.release.protection.mending import to_hide
from laerling.release.protection.modular import P
from laerling.release.protection.opening import opened
from laerling.release.protection.plan import Item, Rules

# Every round hides more and lets nothing new in, so it ends; this many are never needed.
ROUNDS = 400
# Sets of three and four classes are looked for among so many of few people at most: for each item anew it takes long.
JOINED = 2_000


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
    agreed |= (apart <= 2) & (n < rules.nearly_all_few) & (skipped < rules.nearly_all)  # noqa: PLR2004  all but two, or fewer
    return np.asarray((n >= rules.minimum) & ~agreed)


def protect_item(
    groups: Groups, within: Bools, named: Sets, answers: NDArray[np.integer], item: Item, rules: Rules, seed: int
) -> ItemPattern:
    """Return where `item` may be shown among the groups `within`: neither rule breakers nor anybody follow from it.

    Who skipped is taken to be known: only those who answered are counted as people. `named` are the sets of few people
    that anybody can name, of which fewer yet may have answered.
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
    order = order_of(groups, within & good & own)
    done = Elimination(columns, order, len(groups.weight), seed, secret=secret)
    solved = _closed(groups, done, good, named, by_row, item, rules)
    if not item.sensitive:
        solved = _opened(groups, columns, _known(groups, columns, solved, good), good, by_row, seed)
    return ItemPattern(item, counts, _known(groups, columns, solved, good), within & ~good, solved, live, by_row)


def _closed(
    groups: Groups, done: Elimination, good: Bools, named: Sets, by_row: Ints, item: Item, rules: Rules
) -> Solved:
    """Return what is shown when nobody's answers and no pool that breaks the rules follow any more, and no bands tell.

    What tells all the same is kept secret too, not only hidden: what follows from the rest is known.
    """
    few = few_answered(named, by_row[:, 1:].sum(axis=1), rules)
    for _round in range(ROUNDS):
        solved = Solved(done.shown, done.null, secret=done.secret)
        found = following(groups, solved, few, by_row, item, rules)
        if not found and item.sensitive:
            done.only_fewer()
            hidden = _telling(groups, _known(groups, done.columns, solved, good), by_row, rules)
            found = [(rows, np.ones(len(rows), np.int64)) for rows in map(done.columns.rows, hidden.tolist())]
        if not found:
            return solved
        done.keep(sets_of([f[0] for f in found], [f[1] for f in found]))
    raise NotProtected


def following(
    groups: Groups, solved: Solved, few: Sets, by_row: Ints, item: Item, rules: Rules
) -> list[tuple[Ints, Ints]]:
    """Return (rows, coefficients) of what follows from what is shown and must not: few people, and pools that break rules.

    `few` are those who answered of the sets anybody can name, where they are too few.
    """
    follows = few.take(np.flatnonzero((few.sums(solved.null) % P == 0).all(axis=1)))
    found = [*counterexamples(groups, solved, by_row[:, 1:].sum(axis=1), joined=JOINED)]
    found += _breaking_pools(groups, solved, by_row, item, rules)
    return found + [(rows, np.ones(len(rows), np.int64)) for rows in map(follows.rows, range(len(follows)))]


def few_answered(named: Sets, people: Ints, rules: Rules) -> Sets:
    """Return those who answered of the sets `named`, where they are some, but too few."""
    n = named.sums(people)
    return named.only(people > 0).take(np.flatnonzero((n > 0) & (n < rules.minimum)))


def _opened(groups: Groups, columns: Sets, known: Bools, good: Bools, by_row: Ints, seed: int) -> Solved:
    """Return what of `known` is shown when nobody can have answered one thing only, not by what follows either.

    What is hidden for somebody is kept secret too: hidden only, it might follow from the rest.
    """
    order, hidden = order_of(groups, opened(groups, known, by_row)), np.zeros(0, np.int64)
    people, told, turn = by_row[:, 1:].sum(axis=1), sets_of([]), 0
    for _round in range(ROUNDS):
        solved = solve(columns, order, join(columns.take(hidden), told), len(groups.weight), seed)
        # With fewer groups there are fewer classes: what was a set of four of them can be one of two now.
        if few := [*counterexamples(groups, solved, people, joined=JOINED)]:
            told = join(told, sets_of([f[0] for f in few], [f[1] for f in few]))
            continue
        more = to_hide(groups, solved.shown, _known(groups, columns, solved, good), by_row, turn)
        if more is None:
            return solved
        hidden, turn = np.union1d(hidden, more), turn + 1
    raise NotProtected


def _known(groups: Groups, columns: Sets, solved: Solved, good: Bools) -> Bools:
    """Return what is shown and all that follows from it and breaks no rule: hiding that would protect nobody."""
    follows = (columns.sums(solved.null) % P == 0).all(axis=1)
    return np.asarray(solved.shown[groups.same_as] | (good & follows))


def _telling(groups: Groups, known: Bools, by_row: Ints, rules: Rules) -> Ints:
    """Return the groups whose bands tell too much, the first of the same people."""
    counts = groups.rows.sums(by_row[:, 1:])
    kept = banded(groups, known, counts, *band_edges(counts, rules.band))
    return np.unique(groups.same_as[known & ~kept])


def _breaking_pools(groups: Groups, solved: Solved, by_row: Ints, item: Item, rules: Rules) -> list[tuple[Ints, Ints]]:
    """Return the pools (a shown group less its shown parts) that follow and that the item's own rule would hide."""
    people = by_row[:, 1:].sum(axis=1)
    few = max(rules.few, rules.nearly_all_few, rules.sensitive_minimum if item.sensitive else rules.minimum)
    return [
        (rows, np.ones(len(rows), np.int64))
        for rows in residuals(groups, solved.shown[groups.same_as], people, few)
        if not holds(by_row[rows].sum(axis=0), item, rules) and (solved.null[rows].sum(axis=0) % P == 0).all()
    ]
