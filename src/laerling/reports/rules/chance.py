"""What chance does to a figure: 95 % intervals with finite population correction, and the difference of two. Pure.

Those who answered are read as a random sample of those invited. The more of them answered, the less is left to chance:
the variance is that of n answers times the share who did not answer (Cochran, Sampling Techniques, 1977, ch. 2).
"""

import math
from dataclasses import dataclass

from laerling.reports.variation.chance import Z_95
from laerling.reports.variation.rules import LEAST_CHANCE, Reading


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`: 95 of 100 such intervals hold what all those invited would have said."""

    low: float
    high: float


def error(reading: Reading) -> float:
    """Return the standard error of a mean."""
    return reading.sd * math.sqrt(_open(reading.n, reading.n_invited) / reading.n) if reading.n else 0.0


def interval(reading: Reading, *, lowest: float, highest: float) -> Interval:
    """Return the 95 % interval of a mean, cut off at the ends of its scale. Student's t: few answers say less."""
    reach = _t95(reading.n - 1) * error(reading) if reading.n > 1 else highest - lowest
    return Interval(max(lowest, reading.mean - reach), min(highest, reading.mean + reach))


def share_interval(n_of: int, n: int, n_invited: int | None = None) -> Interval:
    """Return the 95 % interval of a share, in per cent (Wilson, JASA 22, 1927, with n as if all were yet to answer)."""
    if n == 0:
        return Interval(0.0, 100.0)
    share, seen = n_of / n, n / _open(n, n_invited)
    middle = (share + Z_95**2 / (2 * seen)) / (1 + Z_95**2 / seen)
    reach = Z_95 * math.sqrt(share * (1 - share) / seen + Z_95**2 / (4 * seen**2)) / (1 + Z_95**2 / seen)
    return Interval(100 * max(0.0, middle - reach), 100 * min(1.0, middle + reach))


def z_of_difference(one: Reading, other: Reading) -> float:
    """Return how many standard errors two means lie apart, above zero where `one` is higher; 0 where nothing varies.

    They are taken as independent. Where one is a part of the other, as an office is of its county, that calls the
    difference more uncertain than it is, never less.
    """
    spread = math.hypot(error(one), error(other))
    return (one.mean - other.mean) / spread if spread else 0.0


def _open(n: int, n_invited: int | None) -> float:
    """Return the share of the variance that is left to chance."""
    return max(1 - n / n_invited, LEAST_CHANCE) if n_invited else 1.0


def _t95(df: int) -> float:
    """Return Student's t for 95 %, two-sided; right to 0.01 from four degrees (Abramowitz and Stegun, 26.7.5)."""
    z = Z_95
    terms = (
        (z**3 + z) / (4 * df),
        (5 * z**5 + 16 * z**3 + 3 * z) / (96 * df**2),
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * df**3),
    )
    return z + sum(terms)
