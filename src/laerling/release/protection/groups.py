"""The groups of a plan: who is in which, at once for all tables."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Sets:
    """Sets of rows, one after another: set `s` holds `idx[ptr[s]:ptr[s + 1]]`, with coefficients `coef`."""

    ptr: Ints
    idx: Ints
    coef: Ints

    def __len__(self) -> int:
        """Return how many sets there are."""
        return len(self.ptr) - 1

    def rows(self, position: int) -> Ints:
        """Return the rows of one set."""
        return self.idx[self.ptr[position] : self.ptr[position + 1]]

    def set_of_entry(self) -> Ints:
        """Return, per entry of `idx`, the set it belongs to."""
        return np.repeat(np.arange(len(self), dtype=np.int64), np.diff(self.ptr))

    def sums(self, values: NDArray[np.integer]) -> Ints:
        """Return the sum of `values[row, ...]` over each set, coefficients left aside."""
        total = np.zeros((len(self.idx) + 1, *values.shape[1:]), dtype=np.int64)
        np.cumsum(values[self.idx], axis=0, out=total[1:])
        return total[self.ptr[1:]] - total[self.ptr[:-1]]

    def take(self, positions: Ints) -> "Sets":
        """Return the sets at these positions, in this order."""
        length = np.diff(self.ptr)[positions]
        ptr = np.concatenate([[0], np.cumsum(length)]).astype(np.int64)
        entry = np.repeat(self.ptr[positions] - ptr[:-1], length) + np.arange(ptr[-1])
        return Sets(ptr, self.idx[entry], self.coef[entry])

    def only(self, rows: Bools) -> "Sets":
        """Return the same sets without the rows that are not in `rows`."""
        keep = rows[self.idx]
        kept = np.concatenate([[0], np.cumsum(keep)])
        return Sets(kept[self.ptr], self.idx[keep], self.coef[keep])

    def by_row(self, n_rows: int) -> "Sets":
        """Return the same turned about: per row the sets it is in."""
        order = np.argsort(self.idx, kind="stable")
        ptr = np.concatenate([[0], np.cumsum(np.bincount(self.idx, minlength=n_rows))]).astype(np.int64)
        return Sets(ptr, self.set_of_entry()[order], self.coef[order])


def sets_of(members: list[Ints], coefficients: list[Ints] | None = None) -> Sets:
    """Return the sets with these rows."""
    ptr = np.concatenate([[0], np.cumsum([len(rows) for rows in members])]).astype(np.int64)
    idx = np.concatenate([*members, np.zeros(0, np.int64)]).astype(np.int64)
    coef = (
        np.ones(len(idx), np.int64) if coefficients is None else np.concatenate([*coefficients, np.zeros(0, np.int64)])
    )
    return Sets(ptr, idx, coef.astype(np.int64))


def join(*several: Sets) -> Sets:
    """Return the sets of all, one after another."""
    lengths = np.concatenate([np.diff(sets.ptr) for sets in several])
    ptr = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    return Sets(ptr, np.concatenate([s.idx for s in several]), np.concatenate([s.coef for s in several]))


@dataclass(frozen=True, slots=True)
class Groups:
    """All groups of all tables of a plan.

    `atom_of` gives each person's row: people with the same value in every dimension that any table uses are one row of
    `weight` people. `table_start[t]` is where table `t`'s groups begin. `first` is one person of each group (for its
    key), `n` its people, `group_of[t, row]` the group of a row in a table. `same_as` is the first group with the very
    same people, which then stands for them all.
    """

    tables: tuple[tuple[int, ...], ...]
    atom_of: Ints
    weight: Ints
    table_start: Ints
    first: Ints
    n: Ints
    rows: Sets
    group_of: Ints
    same_as: Ints

    def table_of(self) -> Ints:
        """Return each group's table."""
        return np.repeat(np.arange(len(self.tables)), np.diff(self.table_start))


def positions(codes: NDArray[np.integer], dimensions: tuple[int, ...], n: int) -> Ints:
    """Return each row's place among the combinations of values in these dimensions that occur."""
    place = np.zeros(n, np.int64)
    for dimension in dimensions:
        size = int(codes[dimension].max(initial=0)) + 1
        place = np.unique(place * size + codes[dimension], return_inverse=True)[1].reshape(-1)
    return place


def groups_of(codes: NDArray[np.integer], tables: tuple[tuple[int, ...], ...]) -> Groups:
    """Return the groups of `tables` (dimensions by position) among people with `codes[dimension, person]`."""
    n_people = codes.shape[1]
    used = tuple(sorted({dimension for table in tables for dimension in table}))
    atom_of = positions(codes, used, n_people)
    person = np.unique(atom_of, return_index=True)[1]
    weight = np.bincount(atom_of).astype(np.int64)
    start, first, n, by_table, ptr, idx = [0], [], [], [], [np.zeros(1, np.int64)], []
    for table in tables:
        place = positions(codes[:, person], table, len(person))
        count = np.bincount(place).astype(np.int64)
        order = np.argsort(place, kind="stable")
        by_table.append(place + start[-1])
        first.append(person[np.unique(place, return_index=True)[1]])
        n.append(np.bincount(place, weights=weight).astype(np.int64))
        ptr.append(np.cumsum(count) + ptr[-1][-1])
        idx.append(order)
        start.append(start[-1] + len(count))
    rows = Sets(np.concatenate(ptr), np.concatenate(idx), np.ones(sum(map(len, idx)), np.int64))
    return Groups(
        tables, atom_of, weight, np.array(start), np.concatenate(first), np.concatenate(n), rows,
        np.array(by_table).reshape(len(tables), len(person)), _same(rows, len(person)),
    )  # fmt: skip


def _same(rows: Sets, n_rows: int) -> Ints:
    """Return, per set, the first set with the same rows (by two random marks a row and the number of rows)."""
    marks = np.random.default_rng(1).integers(0, 2**62, size=(n_rows, 2))
    sums = np.column_stack([rows.sums(marks), np.diff(rows.ptr)])
    _values, index, inverse = np.unique(sums, axis=0, return_index=True, return_inverse=True)
    return np.asarray(index[inverse.reshape(-1)], dtype=np.int64)
