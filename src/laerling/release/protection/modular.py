"""Reckoning modulo a prime, and the small compiled parts that elimination is made of."""

import numpy as np
from numba import njit

P = 2147483647


@njit(cache=True)
def inverse(a: int) -> int:
    """Return the inverse of `a` modulo P."""
    result, base, e = 1, a % P, P - 2
    while e:
        if e & 1:
            result = result * base % P
        base = base * base % P
        e >>= 1
    return result


@njit(cache=True)
def push(heap, n, value):
    """Put a number on a heap of n; return its new length."""
    heap[n] = value
    i = n
    while i > 0 and heap[(i - 1) >> 1] > heap[i]:
        j = (i - 1) >> 1
        heap[i], heap[j] = heap[j], heap[i]
        i = j
    return n + 1


@njit(cache=True)
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


@njit(cache=True)
def ratio(f):
    """Return what two triples share exactly where one is a multiple of the other; -1 for nought."""
    if f[0] == 0:
        return -1 if f[1] == 0 and f[2] == 0 else -2
    i = inverse(f[0])
    return ((f[1] * i % P) << 31) | (f[2] * i % P)


@njit(cache=True)
def slot(key, mask):
    """Return where a ratio is counted."""
    return ((key ^ (key >> 29)) * 2654435761 >> 7) & mask


@njit(cache=True)
def grown(a):
    """Return the array with twice the room."""
    b = np.empty(2 * a.shape[0], a.dtype)
    b[: a.shape[0]] = a
    return b
