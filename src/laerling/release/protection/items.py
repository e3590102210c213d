"""The item stage: of the groups shown, those an item's figures may be shown for."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from laerling.release.protection.bands import band_edges, narrowed
from laerling.release.protection.elimination import Elimination
from laerling.release.protection.grouping import (
    ROUNDS,
    NotProtected,
    Solved,
    counterexamples,
    order_of,
    residuals,
    solve,
)
from laerling.release.protection.groups import Bools, Groups, Ints, Sets, sets_of
from laerling.release.protection.modular import P
from laerling.release.protection.plan import Item, Rules
from laerling.release.protection.reconstruction import puzzle

# From so many people on a group is large; so many groups go at a time where a large one is the smallest around.
LARGE, A_FEW = 60, 4
# Bands of many small groups narrow those of large ones: it is tried with all, and with groups of more people only.
FROM = (0, 20, 60, 200)


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
    order = order_of(groups, within & good & own)
    done = Elimination(columns, order, len(groups.weight), seed, secret=secret)
    solved = _closed(groups, done, by_row, item, rules)
    shown = solved.shown[groups.same_as] & within
    if item.sensitive:
        # Bands add up to nothing exact: what is hidden for them does not follow from the rest.
        shown = _best(groups, [_left(groups, shown & (groups.n > n), by_row, item, rules) for n in FROM])
    else:
        shown = _settled(groups, columns, shown, good, by_row, item, rules)
    return ItemPattern(item, counts, shown, within & ~good, solved, live, by_row)


def _closed(groups: Groups, done: Elimination, by_row: Ints, item: Item, rules: Rules) -> Solved:
    """Return what is shown when nobody's answers and no pool that breaks the rules follow any more."""
    people = by_row[:, 1:].sum(axis=1)
    for _round in range(ROUNDS):
        solved = Solved(done.shown, done.null, secret=done.secret)
        found = [*counterexamples(groups, solved, people, complete=False)]
        found += _breaking_pools(groups, solved, by_row, item, rules)
        if not found:
            return solved
        done.keep(sets_of([f[0] for f in found], [f[1] for f in found]))
    raise NotProtected


def _left(groups: Groups, shown: Bools, by_row: Ints, item: Item, rules: Rules) -> Bools:
    return np.asarray(shown & ~_opened(groups, shown, by_row, item, rules)[groups.same_as])


def _best(groups: Groups, several: list[Bools]) -> Bools:
    """Return the pattern that shows most of what is most important: the country and counties before small groups."""
    weight = groups.n / np.maximum(1, np.diff(groups.table_start))[groups.table_of()]
    return max(several, key=lambda shown: float(weight[shown].sum()))


def _settled(groups: Groups, columns: Sets, shown: Bools, good: Bools, by_row: Ints, item: Item, rules: Rules) -> Bools:
    """Return what is shown so that no answer is certain, with all that follows from it and breaks no rule.

    What follows is known, shown or not: hiding it would protect nobody. So where a group is hidden to leave an answer
    open and follows from the rest all the same, another one goes too. Less that is shown gives nothing away that more
    did not: the secrets of the elimination hold.
    """
    left = shown
    while True:
        left = left & ~_opened(groups, left, by_row, item, rules)[groups.same_as]
        own = np.flatnonzero(left & (groups.same_as == np.arange(len(left))))
        null = solve(columns, own[np.argsort(-groups.n[own], kind="stable")], sets_of([]), len(groups.weight), 1).null
        known: Bools = np.asarray(left | (good & (columns.sums(null) % P == 0).all(axis=1)))
        counts = groups.rows.sums(by_row[:, 1:])
        certain = puzzle(groups, known, by_row).certain(known, counts, counts, thorough=True)
        victims = _smallest(groups, left, certain) if len(certain) else certain
        if not len(victims):
            return known
        left = left & ~np.isin(groups.same_as, victims)


def _opened(groups: Groups, shown: Bools, by_row: Ints, item: Item, rules: Rules) -> Bools:
    """Return which of the groups shown must not be, so that no answer is certain: the smallest around each who is.

    Fitting is slow: it is tried where the bounds find nobody any more.
    """
    counts = groups.rows.sums(by_row[:, 1:])
    least, most = band_edges(counts, rules.band) if item.sensitive else (counts, counts)
    barred, riddle, is_fresh = np.zeros(len(shown), np.bool_), puzzle(groups, shown, by_row), True
    while True:
        left = shown & ~barred[groups.same_as]
        certain = riddle.certain(left, least, most, thorough=not item.sensitive)
        around = [_smallest(groups, left, certain)] if len(certain) else []
        if item.sensitive:
            around += [_around(groups, left, group) for group in narrowed(groups, left, counts, least, most)]
        # A hidden group with nothing shown around it is left: what is known of it is not known from what is shown.
        chosen = np.concatenate(around) if around else np.zeros(0, np.int64)
        if len(chosen):
            barred[chosen], is_fresh = True, False
        elif is_fresh:
            return barred
        else:
            # Fewer groups make larger classes: an answer may be certain of all of one that was not of its parts.
            riddle, is_fresh = puzzle(groups, left, by_row), True


def _around(groups: Groups, shown: Bools, group: int) -> Ints:
    """Return the group where it is shown, else the smallest shown one that it is part of, else those of its people."""
    if shown[group]:
        return groups.same_as[group : group + 1]
    rows = groups.rows.rows(group)
    own = set(groups.tables[int(np.searchsorted(groups.table_start, group, side="right")) - 1])
    wider = [int(groups.group_of[t, rows[0]]) for t, table in enumerate(groups.tables) if set(table) < own]
    wholes = [whole for whole in wider if shown[whole]]
    if not wholes:
        return _smallest(groups, shown, rows)
    return np.array([groups.same_as[min(wholes, key=lambda whole: int(groups.n[whole]))]])


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
    """Return, of each row, the smallest group it is shown in; one group stands for all that are the same.

    A large group leaves answers open by itself: where it is the smallest, what is known of others in it is to blame, and
    the smallest groups of theirs go instead.
    """
    around = groups.group_of[:, rows]
    n = np.where(shown[around], groups.n[around], np.iinfo(np.int64).max)
    best = np.take_along_axis(around, n.argmin(axis=0)[None, :], axis=0)[0]
    best = np.unique(groups.same_as[best[n.min(axis=0) < np.iinfo(np.int64).max]])
    large = groups.n[best] > LARGE
    inside = [_inside(groups, shown, int(group)) for group in best[large]]
    return np.unique(np.concatenate([best[~large], *inside])).astype(np.int64)


def _inside(groups: Groups, shown: Bools, group: int) -> Ints:
    """Return the smallest few of the groups shown that people of a large one are in; itself where all are large."""
    around = np.unique(groups.same_as[groups.group_of[:, groups.rows.rows(group)]])
    small = around[shown[around] & (groups.n[around] <= LARGE)]
    return small[np.argsort(groups.n[small], kind="stable")][:A_FEW] if len(small) else np.array([group], np.int64)
