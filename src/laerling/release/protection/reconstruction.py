"""Reconstruction: who can have answered one thing only, given all that is shown of an item.

Proportional fitting, begun with every answer possible for everybody, comes to the population that the figures leave
most open: where it leaves a class one answer only, so does every other population with these figures. This sees what
elimination does not: that counts are never less than nought.
"""

import numpy as np
from numba import njit

from laerling.release.protection.certificate import classes_of
from laerling.release.protection.groups import Bools, Groups, Ints

SWEEPS = 60


@njit(cache=True)
def _fit(x, people, group_of, shown, target, sweeps):
    n_tables, n_rows = group_of.shape
    size = x.shape[1]
    total = np.zeros(target.shape)
    for _sweep in range(sweeps):
        for t in range(n_tables):
            for r in range(n_rows):
                g = group_of[t, r]
                if shown[g]:
                    for k in range(size):
                        total[g, k] += x[r, k]
            for r in range(n_rows):
                g = group_of[t, r]
                if shown[g]:
                    for k in range(size):
                        if x[r, k] > 0:
                            x[r, k] *= target[g, k] / total[g, k]
            for r in range(n_rows):
                g = group_of[t, r]
                for k in range(size):
                    total[g, k] = 0
            for r in range(n_rows):
                s = x[r].sum()
                if s > 0:
                    for k in range(size):
                        x[r, k] *= people[r] / s


def pinned(groups: Groups, shown: Bools, by_row: Ints) -> Ints:
    """Return the rows whose people can have answered one thing only. `by_row` holds rows × (skipped, 1 …)."""
    class_of = classes_of(groups.group_of, shown)
    first = np.unique(class_of, return_index=True)[1]
    truth = np.zeros((len(first), by_row.shape[1]), np.int64)
    np.add.at(truth, class_of, by_row)
    people = truth.sum(axis=1).astype(np.float64)
    x = np.repeat(people[:, None] / by_row.shape[1], by_row.shape[1], axis=1)
    group_of = np.ascontiguousarray(groups.group_of[:, first])
    target = groups.rows.sums(by_row).astype(np.float64)
    open_ = []
    for _half in range(2):
        _fit(x, people, group_of, shown, target, SWEEPS)
        open_.append(1 - x.max(axis=1) / people)
    alike = truth.max(axis=1) == people
    certain = alike & ((open_[1] < 1e-4) | ((open_[1] < 0.1) & (open_[1] < 0.75 * open_[0])))
    return np.flatnonzero(certain[class_of])
