"""Reckoning modulo a prime, and the small compiled parts that elimination is made of."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

# A Mersenne prime: what is left after division is found by adding the upper bits to the lower.
P = 2147483647


@njit(cache=True, nogil=True)
def plus(a, b, c):
    """Return a + b·c modulo P, for three numbers from 0 to P - 1."""
    x = a + b * c
    x = (x & 2147483647) + (x >> 31)
    return x - 2147483647 if x >= 2147483647 else x


@njit(cache=True, nogil=True)
def inverse(a):
    """Return the inverse of `a` modulo P."""
    result, base, e = np.int64(1), np.int64(a % P), P - 2
    while e:
        if e & 1:
            result = plus(0, result, base)
        base = plus(0, base, base)
        e >>= 1
    return result


@njit(cache=True, nogil=True)
def multiples(u):
    """Return of each row of three numbers the second and third as multiples of the first, modulo P."""
    out = np.empty((u.shape[0], 2), np.int64)
    for r in range(u.shape[0]):
        i = inverse(u[r, 0])
        out[r, 0], out[r, 1] = plus(0, u[r, 1], i), plus(0, u[r, 2], i)
    return out


def quotient(a: int, b: int) -> int:
    """Return a divided by b modulo P, from -P/2 to P/2: a small number with its sign where it is one."""
    factor = int(a) * int(inverse(int(b))) % P
    return factor if factor <= P // 2 else factor - P


def turned(u: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return rows of numbers with their opposite where the first is of the upper half: ±a are the same then."""
    return np.where(u[:, :1] > P // 2, -u % P, u)


def key_of(u: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the first two numbers of each row as one."""
    return np.asarray((u[:, 0] << 31) | u[:, 1])


@njit(cache=True, nogil=True)
def push(heap, n, value):
    """Put a number on a heap of n; return its new length."""
    heap[n] = value
    i = n
    while i > 0 and heap[(i - 1) >> 1] > heap[i]:
        j = (i - 1) >> 1
        heap[i], heap[j] = heap[j], heap[i]
        i = j
    return n + 1


@njit(cache=True, nogil=True)
def pop(heap, n):
    """Return the least number of a heap of n, and its new length."""
    top = heap[0]
    n -= 1
    heap[0] = heap[n]
    i = 0
    while 2 * i + 1 < n:
        j = 2 * i + 1
        if j + 1 < n and heap[j + 1] < heap[j]:
            j += 1
        if heap[i] <= heap[j]:
            break
        heap[i], heap[j] = heap[j], heap[i]
        i = j
    return top, n


@njit(cache=True, nogil=True)
def slot(key, mask):
    """Return where a ratio is counted."""
    return ((key ^ (key >> 29)) * 2654435761 >> 7) & mask
