"""Which groups may be shown together: elimination modulo a prime, with null vectors that move along.

A null vector gives every row (people nobody can tell apart) a number such that the numbers of each shown group add up
to nought. Whatever follows from shown groups then adds up to nought too. Three random ones are kept while groups are
taken in one by one. A set of people would follow from the shown groups and one more exactly where its three sums are a
multiple of that group's: two look-ups instead of reducing every set to be kept secret. A true dependency always shows;
a chance one (less than 2⁻⁴⁰ a comparison) only hides more.
"""

import numpy as np
from numba import njit

from laerling.release.protection.modular import P, grown, inverse, pop, push, ratio, slot

HIDDEN, SHOWN = 0, 1


@njit(cache=True)
def _reduce(rows, work, touched, pivot_of, column, ent_row, ent_coef, heap, seen):
    """Put the column's residue after all pivots into `work`; return how many rows it touched."""
    n, h = 0, 0
    for r in rows:
        work[r] = 1
        touched[n] = r
        n += 1
        if pivot_of[r] >= 0:
            seen[pivot_of[r]] = True
            h = push(heap, h, pivot_of[r])
    while h:
        i, h = pop(heap, h)
        seen[i] = False
        t = work[column[i, 0]]
        work[column[i, 0]] = 0
        if t == 0:
            continue
        for e in range(column[i, 1], column[i, 2]):
            r = ent_row[e]
            if work[r] == 0:
                touched[n] = r
                n += 1
            work[r] = (work[r] + (P - t) * ent_coef[e]) % P
            q = pivot_of[r]
            if q >= 0 and not seen[q]:
                seen[q] = True
                h = push(heap, h, q)
        n = _compact(work, touched, n)
    return n


@njit(cache=True)
def _compact(work, touched, n):
    """Keep the list of touched rows from outgrowing its room: rows may be touched, emptied and touched again."""
    if n < touched.shape[0] - work.shape[0]:
        return n
    m = 0
    for k in range(n):
        r = touched[k]
        if work[r] > 0:
            touched[m] = r
            m += 1
            work[r] = -work[r]
    for k in range(m):
        work[touched[k]] = -work[touched[k]]
    return m


@njit(cache=True)
def _move(start, z, affected, heap, seen, column, head, ent_next, ent_piv, ent_coef):
    """Put into `z` the null vector that is 1 at the free row `start` and 0 at every other free row."""
    z[start] = 1
    affected[0] = start
    n, h, row = 1, 0, start
    while True:
        value = z[row]
        e = head[row]
        while e >= 0:
            i = ent_piv[e]
            target = column[i, 0]
            z[target] = (z[target] + (P - value) * ent_coef[e]) % P
            if not seen[i]:
                seen[i] = True
                h = push(heap, h, -i)
            e = ent_next[e]
        row = -1
        while h and row < 0:
            i, h = pop(heap, h)
            seen[-i] = False
            row = column[-i, 0]
            affected[n] = row
            n += 1
            if z[row] == 0:
                row = -1
        if row < 0:
            return n


@njit(cache=True)
def _known(key, ratios, filtered, mask):
    """Tell whether some set to be kept secret has this very ratio."""
    if filtered[slot(key, mask)] == 0:
        return False
    for q in range(ratios.shape[0]):  # noqa: SIM110  compiled: plain loops
        if ratios[q] == key:
            return True
    return False


@njit(cache=True)
def _pivot(work, touched, n, open_, held, head_n):
    """Return the row that fewest columns and sets still to come have to do with."""
    best, cost = -1, np.int64(1) << 60
    for k in range(n):
        r = touched[k]
        if work[r] != 0:
            c = 16 * open_[r] + 2 * head_n[r] + held[r]
            if c < cost or (c == cost and r < best):
                best, cost = r, c
    return best


@njit(cache=True)
def _shift(affected, n, z, step, u, set_ptr, set_idx, set_coef, sums, dirty, is_dirty):
    """Move the null vectors, and the sums of all sets they touch; return how many sets changed."""
    m = 0
    for k in range(n):
        r = affected[k]
        if z[r] == 0:
            continue
        d0, d1, d2 = step[0] * z[r] % P, step[1] * z[r] % P, step[2] * z[r] % P
        u[r, 0] = (u[r, 0] + d0) % P
        u[r, 1] = (u[r, 1] + d1) % P
        u[r, 2] = (u[r, 2] + d2) % P
        for e in range(set_ptr[r], set_ptr[r + 1]):
            q, c = set_idx[e], set_coef[e]
            sums[q, 0] = (sums[q, 0] + c * d0) % P
            sums[q, 1] = (sums[q, 1] + c * d1) % P
            sums[q, 2] = (sums[q, 2] + c * d2) % P
            if not is_dirty[q]:
                is_dirty[q] = True
                dirty[m] = q
                m += 1
        z[r] = 0
    return m


@njit(cache=True)
def _refile(dirty, m, is_dirty, sums, ratios, filtered, mask):
    for k in range(m):
        q = dirty[k]
        is_dirty[q] = False
        if ratios[q] >= 0:
            filtered[slot(ratios[q], mask)] -= 1
        ratios[q] = ratio(sums[q])
        if ratios[q] >= 0:
            filtered[slot(ratios[q], mask)] += 1


@njit(cache=True)
def _sum(rows, u):
    f = np.zeros(3, np.int64)
    for r in rows:
        f[0] += u[r, 0]
        f[1] += u[r, 1]
        f[2] += u[r, 2]
    return f % P


@njit(cache=True)
def choose(col_ptr, col_idx, order, u, set_ptr, set_idx, set_coef, n_sets):
    """Take the columns in `order` that give no secret set away; move `u` (rows × 3) to null vectors of those taken.

    `set_*` hold per row the sets it is in, with coefficients modulo P. Returns per column HIDDEN or SHOWN.
    """
    n_rows, n_cols = u.shape[0], col_ptr.shape[0] - 1
    sums = np.zeros((n_sets, 3), np.int64)
    held, open_, head_n = np.zeros(n_rows, np.int64), np.zeros(n_rows, np.int64), np.zeros(n_rows, np.int64)
    for r in range(n_rows):
        held[r] = set_ptr[r + 1] - set_ptr[r]
        for e in range(set_ptr[r], set_ptr[r + 1]):
            for j in range(3):
                sums[set_idx[e], j] = (sums[set_idx[e], j] + set_coef[e] * u[r, j]) % P
    for c in order:
        for e in range(col_ptr[c], col_ptr[c + 1]):
            open_[col_idx[e]] += 1
    mask = 4095
    while mask < 64 * n_sets:
        mask = 2 * mask + 1
    filtered, ratios = np.zeros(mask + 1, np.int32), np.full(n_sets, -1, np.int64)
    dirty, is_dirty = np.arange(n_sets), np.zeros(n_sets, np.bool_)
    _refile(dirty, n_sets, is_dirty, sums, ratios, filtered, mask)
    state = np.zeros(n_cols, np.int8)
    _take(
        col_ptr,
        col_idx,
        order,
        u,
        set_ptr,
        set_idx,
        set_coef,
        (sums, ratios, filtered, dirty, is_dirty, mask),
        (held, open_, head_n),
        state,
    )
    return state


@njit(cache=True)
def _take(col_ptr, col_idx, order, u, set_ptr, set_idx, set_coef, secret, load, state):
    sums, ratios, filtered, dirty, is_dirty, mask = secret
    held, open_, head_n = load
    n_rows = u.shape[0]
    most = min(n_rows, order.shape[0]) + 1
    work, z = np.zeros(n_rows, np.int64), np.zeros(n_rows, np.int64)
    touched, affected = np.zeros(4 * n_rows + 16, np.int64), np.zeros(n_rows + 1, np.int64)
    heap, seen = np.zeros(most + 1, np.int64), np.zeros(most, np.bool_)
    pivot_of, head, column = np.full(n_rows, -1, np.int64), np.full(n_rows, -1, np.int64), np.zeros((most, 3), np.int64)
    room = 1 << 16
    ent_row, ent_coef = np.empty(room, np.int64), np.empty(room, np.int64)
    ent_next, ent_piv = np.empty(room, np.int64), np.empty(room, np.int64)
    n_piv, n_ent = 0, 0
    for c in order:
        rows = col_idx[col_ptr[c] : col_ptr[c + 1]]
        for r in rows:
            open_[r] -= 1
        f = _sum(rows, u)
        key = ratio(f)
        if key == -1:
            state[c] = SHOWN
        if key < 0 or _known(key, ratios, filtered, mask):
            continue
        state[c] = SHOWN
        n = _reduce(rows, work, touched, pivot_of, column, ent_row, ent_coef, heap, seen)
        pivot = _pivot(work, touched, n, open_, held, head_n)
        i = inverse(work[pivot])
        while n_ent + n > ent_row.shape[0]:
            ent_row, ent_coef, ent_next, ent_piv = grown(ent_row), grown(ent_coef), grown(ent_next), grown(ent_piv)
        m = _move(pivot, z, affected, heap, seen, column, head, ent_next, ent_piv, ent_coef)
        step = (P - f) * i % P
        m = _shift(affected, m, z, step, u, set_ptr, set_idx, set_coef, sums, dirty, is_dirty)
        _refile(dirty, m, is_dirty, sums, ratios, filtered, mask)
        column[n_piv, 0], column[n_piv, 1] = pivot, n_ent
        n_ent = _store(work, touched, n, pivot, i, n_piv, n_ent, (ent_row, ent_coef, ent_next, ent_piv), head, head_n)
        column[n_piv, 2] = n_ent
        pivot_of[pivot] = n_piv
        n_piv += 1


@njit(cache=True)
def _store(work, touched, n, pivot, scale, n_piv, n_ent, entries, head, head_n):
    """Keep the residue, scaled to 1 at the pivot, and hang its entries on their rows; empty `work`."""
    ent_row, ent_coef, ent_next, ent_piv = entries
    for k in range(n):
        r = touched[k]
        if work[r] != 0 and r != pivot:
            ent_row[n_ent], ent_coef[n_ent] = r, work[r] * scale % P
            ent_next[n_ent], ent_piv[n_ent] = head[r], n_piv
            head[r] = n_ent
            head_n[r] += 1
            n_ent += 1
        work[r] = 0
    return n_ent
