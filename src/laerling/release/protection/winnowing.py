"""Who may be in a small set that follows: rows are looked at in blocks, each with null vectors of its own.

Null vectors of what is shown may be nought outside a block. So what follows adds up to nought within every block, and
whoever is in no set of at most four that does so within a block is in none that follows. Work in a block grows with its
square; blocks stay as large as they are when people grow more, so the whole grows with the people.
"""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from laerling.release.protection.elimination import Elimination
from laerling.release.protection.groups import Bools, Groups, Ints, Sets
from laerling.release.protection.joining import MOST, halves, repeated
from laerling.release.protection.modular import P, key_of, multiples, turned

# So many classes of people of a block may be in a small set; and so many are joined without looking at blocks.
IN_BLOCK, ENOUGH_FEW = 5_000, 6_000
# One goes on while a look at other blocks leaves at most this share, so many times at most.
FEWER, LOOKS = 0.8, 8
# Rows lie beside each other by a table of so many groups at least: one of two groups cuts hardly anything.
CUTS = 8


def winnowed(groups: Groups, shown: Bools, class_of: Ints, small: Bools, seed: int) -> Bools:
    """Return those of the `small` classes of people that may be in a set of at most four people that follows."""
    kept, ways = small.copy(), _ways(groups)
    for look in range(LOOKS):
        before = int(kept.sum())
        if before <= ENOUGH_FEW:
            break
        block = _blocks(ways[look % len(ways)], kept[class_of], -(-before // IN_BLOCK))
        kept[_not_local(groups, shown, class_of, kept, block, seed + look)] = False
        if look and kept.sum() > FEWER * before:
            break
    return kept


def _ways(groups: Groups) -> list[Ints]:
    """Return rows in the order of two tables, those with the fewest groups that cut: who is alike there stands together."""
    cuts = np.diff(groups.table_start)
    fit = sorted(np.flatnonzero(cuts >= min(CUTS, cuts.max())).tolist(), key=lambda table: int(cuts[table]))[:2]
    return [np.argsort(groups.group_of[table], kind="stable") for table in reversed(fit)]


def _blocks(order: Ints, counts: Bools, n: int) -> Ints:
    """Return each row's block of `n`: as they stand in `order`, as many that count in each."""
    place = np.cumsum(counts[order])
    block = np.empty(len(order), np.int64)
    block[order] = np.minimum(place * n // max(1, int(place[-1])), n - 1)
    return block


def _not_local(groups: Groups, shown: Bools, class_of: Ints, kept: Bools, block: Ints, seed: int) -> Ints:
    """Return the classes of which a piece within a block is in no set of four that follows there."""
    n_blocks = int(block.max(initial=0)) + 1
    null = _local_null(groups, shown, block, seed)
    rows = np.flatnonzero(kept[class_of])
    pieces, piece = np.unique(block[rows] * len(kept) + class_of[rows], return_inverse=True)
    sums = np.zeros((len(pieces), 3), np.int64)
    np.add.at(sums, piece.reshape(-1), null[rows])
    people = np.bincount(piece.reshape(-1), weights=groups.weight[rows], minlength=len(pieces)).astype(np.int64)
    ends = np.searchsorted(pieces, np.arange(n_blocks + 1) * len(kept))
    out = np.ones(len(pieces), np.bool_)
    for begin, end in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True):
        out[begin:end] = ~_local(sums[begin:end] % P, people[begin:end])
    return np.unique(pieces[out] % len(kept))


def _local_null(groups: Groups, shown: Bools, block: Ints, seed: int) -> Ints:
    """Return null vectors (rows × 3) of what is shown that are nought but in a block: those of all blocks in one.

    Blocks have nothing to do with each other, so each processor takes some.
    """
    own = np.flatnonzero(shown & (groups.same_as == np.arange(len(shown))))
    columns = _cut(groups.rows.take(own), block)
    size, n_parts = np.diff(columns.ptr), os.cpu_count() or 1
    part = block[columns.idx[columns.ptr[:-1]]] % n_parts
    order = np.argsort(-size, kind="stable")
    with ThreadPoolExecutor(n_parts) as threads:
        several = list(
            threads.map(lambda k: Elimination(columns, order[part[order] == k], len(block), seed).null, range(n_parts))
        )
    return np.stack(several)[block % n_parts, np.arange(len(block))]


def _cut(sets: Sets, block: Ints) -> Sets:
    """Return the parts of the sets within each block."""
    part = sets.set_of_entry() * (int(block.max(initial=0)) + 1) + block[sets.idx]
    order = np.argsort(part, kind="stable")
    begins = np.flatnonzero(np.diff(part[order], prepend=-1))
    return Sets(np.append(begins, len(order)), sets.idx[order], sets.coef[order])


def _local(u: Ints, people: Ints) -> Bools:
    """Tell who may be in a set of at most four whose numbers `u` (pieces × 3) add up to nought.

    Those with the same numbers stand for each other: they are joined once, and doubled. Where very many meet, all may be.
    """
    found = (u == 0).all(axis=1)
    live = np.flatnonzero(~found)
    found[live[repeated(key_of(multiples(u[live])))]] = True
    first, several = _distinct(turned(u), live, people)
    one = first[people[first] == 1]
    one = one[np.argsort(turned(u[one])[:, 0], kind="stable")]
    alone = turned(np.concatenate([u[first], 2 * u[several] % P]))
    key = np.column_stack([key_of(alone), np.concatenate([first, several])])
    met = halves(np.ascontiguousarray(turned(u[one])[:, :2].T), key[np.argsort(key[:, 0])])
    if len(met) >= MOST:
        return np.ones(len(u), np.bool_)
    found[list(_in(met[repeated(met[:, 0])], one))] = True
    return np.asarray(found)


def _distinct(u: Ints, live: Ints, people: Ints) -> tuple[Ints, Ints]:
    """Return of those with the same numbers the one of fewest people, and those that stand for several."""
    order = live[np.lexsort((people[live], u[live, 2], u[live, 1], u[live, 0]))]
    new = np.ones(len(order), np.bool_)
    new[1:] = (np.diff(u[order], axis=0) != 0).any(axis=1)
    begins = np.flatnonzero(new)
    return order[begins], order[begins[np.diff(np.append(begins, len(order))) > 1]]


def _in(met: Ints, one: Ints) -> Iterator[int]:
    """Yield who is in the halves: two people, or a class alone."""
    for a, b in met[:, 1:3].tolist():
        yield from (a,) if b < 0 else (int(one[a]), int(one[b]))
