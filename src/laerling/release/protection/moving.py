"""Which groups may be shown together: elimination modulo a prime, with null vectors that move along.

A null vector gives every row (people nobody can tell apart) a number such that the numbers of each shown group add up
to nought. Whatever follows from shown groups then adds up to nought too. Three random ones are kept while groups are
taken in one by one. A set of people would follow from the shown groups and one more exactly where its three sums are a
multiple of that group's: two look-ups instead of reducing every set to be kept secret. A true dependency always shows;
a chance one (less than 2⁻⁴⁰ a comparison) only hides more.
"""

import numpy as np
from numba import njit

from laerling.release.protection.modular import P, inverse, plus, pop, push, slot

HIDDEN, SHOWN = 0, 1
# What an entry of a pivot's column is made of.
ROW, COEF, NEXT, PIVOT = 0, 1, 2, 3


@njit(cache=True, nogil=True)
def _reduce(rows, work, touched, pivot_of, column, ent, heap, seen):
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
            r = ent[e, ROW]
            if work[r] == 0:
                touched[n] = r
                n += 1
            work[r] = plus(work[r], P - t, np.int64(ent[e, COEF]))
            q = pivot_of[r]
            if q >= 0 and not seen[q]:
                seen[q] = True
                h = push(heap, h, q)
        n = _compact(work, touched, n)
    return n


@njit(cache=True, nogil=True)
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


@njit(cache=True, nogil=True)
def _move(start, z, affected, heap, seen, column, head, ent):
    """Put into `z` the null vector that is 1 at the free row `start` and 0 at every other free row."""
    z[start] = 1
    affected[0] = start
    n, h, row = 1, 0, start
    while True:
        value = P - z[row]
        e = head[row]
        while e >= 0:
            i = np.int64(ent[e, PIVOT])
            target = column[i, 0]
            z[target] = plus(z[target], value, np.int64(ent[e, COEF]))
            if not seen[i]:
                seen[i] = True
                h = push(heap, h, -i)
            e = ent[e, NEXT]
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


@njit(cache=True, nogil=True)
def _known(key, ratios, filtered, mask):
    """Tell whether some set to be kept secret has this very ratio."""
    if filtered[slot(key, mask)] == 0:
        return False
    for q in range(ratios.shape[0]):  # noqa: SIM110  compiled: plain loops
        if ratios[q] == key:
            return True
    return False


@njit(cache=True, nogil=True)
def _pivot(work, touched, n, head_n):
    """Return the row that fewest pivots so far have an entry in, of those the first: rows near it are of its groups."""
    best, cost = -1, np.int64(1) << 60
    for k in range(n):
        r = touched[k]
        if work[r] != 0:
            c = head_n[r]
            if c < cost or (c == cost and r < best):
                best, cost = r, c
    return best


@njit(cache=True, nogil=True)
def _shift(affected, n, z, step, u, sets, sums, dirty, is_dirty):
    """Move the null vectors, and the sums of all sets they touch; return how many sets changed."""
    set_ptr, set_idx, set_coef = sets
    m = 0
    for k in range(n):
        r = affected[k]
        if z[r] == 0:
            continue
        d0, d1, d2 = plus(0, step[0], z[r]), plus(0, step[1], z[r]), plus(0, step[2], z[r])
        u[r, 0], u[r, 1], u[r, 2] = plus(u[r, 0], 1, d0), plus(u[r, 1], 1, d1), plus(u[r, 2], 1, d2)
        for e in range(set_ptr[r], set_ptr[r + 1]):
            q, c = set_idx[e], set_coef[e]
            sums[q, 0], sums[q, 1] = plus(sums[q, 0], c, d0), plus(sums[q, 1], c, d1)
            sums[q, 2] = plus(sums[q, 2], c, d2)
            if not is_dirty[q]:
                is_dirty[q] = True
                dirty[m] = q
                m += 1
        z[r] = 0
    return m


@njit(cache=True, nogil=True)
def _refile(dirty, m, is_dirty, sums, ratios, filtered, mask, product):
    """Reckon the ratios of `m` sets anew: one inverse for them all, by the product of all up to each."""
    running = np.int64(1)
    for k in range(m):
        product[k] = running
        if sums[dirty[k], 0] != 0:
            running = plus(0, running, sums[dirty[k], 0])
    back = inverse(running)
    for k in range(m - 1, -1, -1):
        q = dirty[k]
        is_dirty[q] = False
        if ratios[q] >= 0:
            filtered[slot(ratios[q], mask)] -= 1
        f0, f1, f2 = sums[q, 0], sums[q, 1], sums[q, 2]
        if f0 == 0:
            ratios[q] = -1 if f1 == 0 and f2 == 0 else -2
            continue
        i = plus(0, back, product[k])
        back = plus(0, back, f0)
        ratios[q] = (plus(0, f1, i) << 31) | plus(0, f2, i)
        filtered[slot(ratios[q], mask)] += 1


@njit(cache=True, nogil=True)
def _ratio(rows, u, f):
    """Put the rows' sums into `f`; return what two triples share exactly where one is a multiple of the other.

    -1 for nought, -2 where the first is nought.
    """
    f[0], f[1], f[2] = 0, 0, 0
    for r in rows:
        for j in range(3):
            f[j] += u[r, j]
    for j in range(3):
        f[j] %= P
    if f[0] == 0:
        return np.int64(-1) if f[1] == 0 and f[2] == 0 else np.int64(-2)
    i = inverse(f[0])
    return (plus(0, f[1], i) << 31) | plus(0, f[2], i)


@njit(cache=True, nogil=True)
def _filed(u, sets, n_sets):
    """Return the sums of all sets, their ratios, and how often each slot is taken."""
    set_ptr, set_idx, set_coef = sets
    sums = np.zeros((n_sets, 3), np.int64)
    for r in range(u.shape[0]):
        for e in range(set_ptr[r], set_ptr[r + 1]):
            for j in range(3):
                sums[set_idx[e], j] = plus(sums[set_idx[e], j], set_coef[e], u[r, j])
    mask = 4095
    while mask < 64 * n_sets:
        mask = 2 * mask + 1
    filtered, ratios = np.zeros(mask + 1, np.int32), np.full(n_sets, -1, np.int64)
    dirty, is_dirty, product = np.arange(n_sets), np.zeros(n_sets, np.bool_), np.zeros(n_sets, np.int64)
    _refile(dirty, n_sets, is_dirty, sums, ratios, filtered, mask, product)
    return sums, ratios, filtered, dirty, is_dirty, mask, product


@njit(cache=True, nogil=True)
def unwind(order, at, state, pivots, n_piv, n_ent, was_piv, was_ent):
    """Forget every column from place `at` of the order on: its state, its pivot and the pivot's entries."""
    pivot_of, head, head_n, column, ent = pivots
    for e in range(n_ent - 1, was_ent - 1, -1):
        r = ent[e, ROW]
        head[r] = ent[e, NEXT]
        head_n[r] -= 1
    for i in range(was_piv, n_piv):
        pivot_of[column[i, 0]] = -1
    for k in range(at, order.shape[0]):
        state[order[k]] = HIDDEN


@njit(cache=True, nogil=True)
def take(order, begin, end, columns, u, sets, n_sets, pivots, counted, state, barred):
    """Take the columns at places `begin` … `end` of the order that are not barred and give no secret set away.

    `u` (rows × 3) is moved to null vectors of those taken. `sets` hold per row the sets it is in, with coefficients
    modulo P. Returns how many pivots and entries there are now, and the entries (which may have got more room).
    """
    col_ptr, col_idx = columns
    pivot_of, head, head_n, column, ent = pivots
    n_piv, n_ent = counted
    n_rows = u.shape[0]
    sums, ratios, filtered, dirty, is_dirty, mask, product = _filed(u, sets, n_sets)
    work, z, f = np.zeros(n_rows, np.int64), np.zeros(n_rows, np.int64), np.zeros(3, np.int64)
    touched, affected = np.zeros(4 * n_rows + 16, np.int64), np.zeros(n_rows + 1, np.int64)
    heap, seen = np.zeros(column.shape[0] + 1, np.int64), np.zeros(column.shape[0], np.bool_)
    for place in range(begin, end):
        c = order[place]
        rows = col_idx[col_ptr[c] : col_ptr[c + 1]]
        key = np.int64(-2) if barred[c] else _ratio(rows, u, f)
        if key == -1:
            state[c] = SHOWN
        if key < 0 or _known(key, ratios, filtered, mask):
            continue
        state[c] = SHOWN
        n = _reduce(rows, work, touched, pivot_of, column, ent, heap, seen)
        pivot = _pivot(work, touched, n, head_n)
        i = inverse(work[pivot])
        m = _move(pivot, z, affected, heap, seen, column, head, ent)
        for j in range(3):
            f[j] = plus(0, P - f[j], i) if f[j] else 0
        m = _shift(affected, m, z, f, u, sets, sums, dirty, is_dirty)
        _refile(dirty, m, is_dirty, sums, ratios, filtered, mask, product)
        if n_ent + n > ent.shape[0]:
            more = np.empty((2 * (n_ent + n), 4), np.int32)
            more[:n_ent] = ent[:n_ent]
            ent = more
        column[n_piv, 0], column[n_piv, 1] = pivot, n_ent
        n_ent = column[n_piv, 2] = _store(work, touched, n, pivot, i, n_piv, n_ent, ent, head, head_n)
        pivot_of[pivot] = n_piv
        n_piv += 1
    return n_piv, n_ent, ent


@njit(cache=True, nogil=True)
def _store(work, touched, n, pivot, scale, n_piv, n_ent, ent, head, head_n):
    """Keep the residue, scaled to 1 at the pivot, and hang its entries on their rows; empty `work`."""
    for k in range(n):
        r = touched[k]
        if work[r] != 0 and r != pivot:
            ent[n_ent, ROW], ent[n_ent, COEF] = r, plus(0, work[r], scale)
            ent[n_ent, NEXT], ent[n_ent, PIVOT] = head[r], n_piv
            head[r] = n_ent
            head_n[r] += 1
            n_ent += 1
        work[r] = 0
    return n_ent
