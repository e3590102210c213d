"""Probabilities of what chance gives, and what is left of them after many looks. Pure."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

# How often chance alone may be pointed out among all that is pointed out: Benjamini and Hochberg (1995), usual level.
FALSE_DISCOVERIES = 0.05
# 95 % of a normal distribution lies within this many standard deviations.
Z_95 = 1.959964


def two_sided(z: Floats) -> Floats:
    """Return how probable it is that chance puts a figure at least |z| standard errors away, to either side."""
    return np.array([math.erfc(abs(value) / math.sqrt(2)) for value in z.ravel()]).reshape(z.shape)


def one_sided(z: Floats) -> Floats:
    """Return how probable it is that chance puts a figure at least z standard errors away, to that side."""
    return np.array([math.erfc(value / math.sqrt(2)) / 2 for value in z.ravel()]).reshape(z.shape)


def chi_square_tail(q: float, df: int) -> float:
    """Return the probability of a chi-square value of `q` or more with `df` degrees of freedom.

    By the cube root of Wilson and Hilferty (1931): within 0.01 of the exact value, within 0.002 from three degrees on.
    """
    spread = 2 / (9 * df)
    z = ((q / df) ** (1 / 3) - (1 - spread)) / math.sqrt(spread)
    return math.erfc(z / math.sqrt(2)) / 2


def discoveries(p: Sequence[float] | Floats, level: float = FALSE_DISCOVERIES) -> Bools:
    """Return which of many looks stand when all are looked at together.

    Of those that stand, the share that chance alone made is expected to be `level` at most (Benjamini and Hochberg,
    J. R. Statist. Soc. B 57, 1995).
    """
    values = np.asarray(p, dtype=np.float64)
    if not values.size:
        return np.zeros(0, dtype=np.bool_)
    order = np.argsort(values, kind="stable")
    within = values[order] <= level * np.arange(1, len(values) + 1) / len(values)
    stands = np.zeros(len(values), dtype=np.bool_)
    if within.any():
        stands[order[: int(np.flatnonzero(within)[-1]) + 1]] = True
    return stands
