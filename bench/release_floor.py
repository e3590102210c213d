"""The floor: plain numpy greedy elimination modulo a prime, cells only. No people, no certificate, one file."""

import time

import numpy as np

from laerling.release.protection.groups import Groups, Ints

P = 2147483647

# Rows, and how many times each is in it.
Secret = tuple[Ints, Ints]


def elimination(groups: Groups, order: Ints, minimum: int, *, seconds: float) -> int:
    """Take candidates in order unless a listed small group would follow; return how many groups were decided.

    Stops after `seconds` of processor time; the share of candidates decided by then is taken of all groups. That is kind
    to the floor: the first candidates meet the fewest pivots.
    """
    n, started, decided = len(groups.weight), time.process_time(), 0
    small = np.flatnonzero((groups.n < minimum) & (groups.same_as == np.arange(len(groups.n))))
    secrets = [(groups.rows.rows(s), np.ones(len(groups.rows.rows(s)), np.int64)) for s in small]
    holders: list[set[int]] = [set() for _ in range(n)]
    for s, (rows, _values) in enumerate(secrets):
        for row in rows.tolist():
            holders[row].add(s)
    pivots: list[tuple[int, np.ndarray]] = []
    for c in order.tolist():
        column = np.zeros(n, np.int64)
        column[groups.rows.rows(c)] = 1
        for row, pivot in pivots:
            if column[row]:
                column = (column - column[row] * pivot) % P
        rows = np.flatnonzero(column)
        if len(rows) and not any(_proportional(secrets[s], rows, column) for s in holders[rows[0]]):
            row = int(min(rows, key=lambda r: len(holders[r])))
            column = column * pow(int(column[row]), P - 2, P) % P
            pivots.append((row, column))
            _reduce(secrets, holders, row, column)
        decided += 1
        if time.process_time() - started > seconds:
            break
    return int(decided / len(order) * len(groups.n))


def _proportional(secret: Secret, rows: Ints, column: Ints) -> bool:
    mine, values = secret
    if len(mine) != len(rows) or (mine != rows).any():
        return False
    return bool((values * int(column[rows[0]]) % P == column[rows] * int(values[0]) % P).all())


def _reduce(secrets: list[Secret], holders: list[set[int]], row: int, pivot: Ints) -> None:
    """Take the pivot out of every secret that holds its row."""
    for s in list(holders[row]):
        mine, values = secrets[s]
        dense = (-int(values[np.searchsorted(mine, row)]) * pivot) % P
        dense[mine] = (dense[mine] + values) % P
        left = np.flatnonzero(dense)
        for gone in mine.tolist():
            holders[gone].discard(s)
        for held in left.tolist():
            holders[held].add(s)
        secrets[s] = (left, dense[left])
