"""Which groups a sensitive item's bands are shown for: the most important tables first, and of each what does no harm."""

import numpy as np

from laerling.release.protection.bands import largest_of, nothing_known, tells_too_much
from laerling.release.protection.groups import Bools, Groups, Ints
from laerling.release.protection.nesting import Nest, apart, narrow, nest_of

# The lowest and highest counts of each group, and which is the largest (-1 where that is not known).
Known = tuple[Ints, Ints, Ints]


def banded(groups: Groups, shown: Bools, counts: Ints, least: Ints, most: Ints) -> Bools:
    """Return which of the groups `shown` may have their bands `least` … `most` shown, so that none tells too much.

    Tables come in with the fewest groups first: the country is never hidden for a county, nor a county for an office.
    """
    nest, n = nest_of(groups), counts.sum(axis=1)
    known = (*nothing_known(counts), np.full(len(n), -1))
    edges = (least, np.minimum(most, n[:, None]), largest_of(counts))
    kept = np.zeros(len(shown), np.bool_)
    alone = (edges[0].copy(), edges[1].copy())
    narrow(apart(nest), n, *alone, np.ones(len(groups.tables), np.bool_), edges[2])
    shown = shown & ~tells_too_much(counts, *alone)
    own = shown & (groups.same_as == np.arange(len(shown)))
    table_of = groups.table_of()
    for table in np.argsort(np.diff(groups.table_start), kind="stable").tolist():
        new = own & (table_of == table)
        new, known = _as_many(groups, nest, table, new, counts, known, edges)
        kept |= new
    return np.asarray(kept[groups.same_as])


def _as_many(
    groups: Groups, nest: Nest, table: int, new: Bools, counts: Ints, known: Known, edges: Known
) -> tuple[Bools, Known]:
    """Return which of a table's `new` groups can be added to what is `known`, and what is known then.

    Where somebody is told of, twice as many are left out each time: it ends soon, and what was known before told nothing.
    """
    n, several = counts.sum(axis=1), 1
    while new.any():
        low, high, largest = (one.copy() for one in known)
        told = new[groups.same_as]
        low[told], high[told] = np.maximum(low[told], edges[0][told]), np.minimum(high[told], edges[1][told])
        largest[told] = edges[2][told]
        tables = np.zeros(len(groups.tables), np.bool_)
        tables[groups.table_of()[told]] = True
        narrow(nest, n, low, high, tables, largest)
        too_much = np.flatnonzero(tells_too_much(counts, low, high))
        if not len(too_much):
            return new, (low, high, largest)
        blamed = [_to_blame(groups, table, new, int(group), several) for group in too_much]
        new = new & ~np.isin(np.arange(len(new)), np.concatenate(blamed))
        several *= 2
    return new, known


def _to_blame(groups: Groups, table: int, new: Bools, group: int, several: int) -> Ints:
    """Return the smallest of the new groups that tell of `group`: those its people are in, else those beside it.

    A group's own bands alone do not tell too much of it: it is what lies in it, round it or beside it.
    """
    own = groups.tables[int(np.searchsorted(groups.table_start, group, side="right")) - 1]
    rows = groups.rows.rows(group)
    wider = [groups.group_of[t, rows[0]] for t, other in enumerate(groups.tables) if set(other) < set(own)]
    for whole in (group, *sorted(wider, key=lambda one: int(groups.n[one]))):
        near = np.unique(groups.same_as[groups.group_of[table, groups.rows.rows(int(whole))]])
        near = near[new[near] & (near != groups.same_as[group])]
        if len(near):
            return np.asarray(near[np.argsort(groups.n[near], kind="stable")][:several])
    return np.flatnonzero(new)
