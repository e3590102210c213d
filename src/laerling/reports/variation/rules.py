"""How far means of several groups lie apart beyond chance. Pure sums on released figures.

A group's mean varies by chance, the less the more people answered, and the less the larger the share of those invited
who answered (finite population correction: Cochran, Sampling Techniques, 1977, ch. 2). What varies beyond that is
variation between the groups (DerSimonian and Laird, Controlled Clinical Trials 7, 1986); its share of all variation is
I² (Higgins and Thompson, Statistics in Medicine 21, 2002).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from laerling.reports.variation.chance import Bools, Floats, chi_square_tail, discoveries, two_sided

# Fewer groups say nothing of how groups vary.
FEWEST = 3
# Even where everybody answered, a person would not answer quite the same on another day: chance is never counted lower
# than this share of what it would be without the correction. Our own caution.
LEAST_CHANCE = 0.05
# Steps of colour: how many points on the scale 1–5 remain when chance is taken away. Our own, in steps that one sees.
FAINT, CLEAR = 0.1, 0.3


@dataclass(frozen=True, slots=True)
class Reading:
    """A group's released mean on the scale 1–5: of `n` answers with standard deviation `sd`, of `n_invited` people.

    `n_invited` is None where it is not shown: then the sample is taken to be small beside the group.
    """

    n: int
    mean: float
    sd: float
    n_invited: int | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """How groups vary: their common mean, the standard deviation between them beyond chance, and what chance explains.

    `beyond_pct` is I², 0–100: the share of the variation seen that chance does not explain. `p` is how probable so much
    variation would be by chance alone.
    """

    n_groups: int
    mean: float
    between_sd: float
    beyond_pct: float
    p: float
    error_of_mean: float

    @property
    def is_chance(self) -> bool:
        """Whether chance alone gives this much often enough (more than once in twenty) to be a good explanation."""
        return self.p > 0.05  # noqa: PLR2004  the usual level


def variances(readings: Sequence[Reading]) -> Floats:
    """Return each mean's variance by chance. All groups share one standard deviation: that of a few answers is unsure."""
    within = pooled_sd(readings) ** 2
    return np.array([max(within * _open(one) / one.n, 1e-9) for one in readings])


def pooled_sd(readings: Sequence[Reading]) -> float:
    """Return the standard deviation of answers within groups, over all of them."""
    freedom = sum(one.n - 1 for one in readings)
    return math.sqrt(sum((one.n - 1) * one.sd**2 for one in readings) / freedom) if freedom else 0.0


def spread(readings: Sequence[Reading]) -> Spread | None:
    """Return how the groups vary, None for fewer than three."""
    if len(readings) < FEWEST:
        return None
    y, v = np.array([one.mean for one in readings]), variances(readings)
    w = 1 / v
    df = len(y) - 1
    q = float((w * (y - (w * y).sum() / w.sum()) ** 2).sum())
    tau2 = max(0.0, (q - df) / float(w.sum() - (w**2).sum() / w.sum()))
    both = 1 / (v + tau2)
    return Spread(
        n_groups=len(y),
        mean=float((both * y).sum() / both.sum()),
        between_sd=math.sqrt(tau2),
        beyond_pct=100 * max(0.0, (q - df) / q) if q else 0.0,
        p=chi_square_tail(q, df),
        error_of_mean=float(both.sum()) ** -0.5,
    )


def drawn(readings: Sequence[Reading], found: Spread) -> Floats:
    """Return each mean drawn towards the common one, the more the less is known of the group.

    What remains of a difference is what is left when chance is taken away (empirical Bayes: Efron and Morris, JASA 70,
    1975). It is for colours and order of sizes; the figures shown are the means themselves.
    """
    v, y = variances(readings), np.array([one.mean for one in readings])
    towards = v / (v + found.between_sd**2)
    return np.asarray(towards * found.mean + (1 - towards) * y)


def against_others(readings: Sequence[Reading]) -> Floats:
    """Return by how many standard errors each mean lies from that of everybody else who answered."""
    y, v = np.array([one.mean for one in readings]), variances(readings)
    n = np.array([one.n for one in readings], dtype=np.float64)
    others = n.sum() - n
    mean = ((n * y).sum() - n * y) / others
    error = ((n**2 * v).sum() - n**2 * v) / others**2
    return np.asarray((y - mean) / np.sqrt(v + error))


def differing(*looks: Sequence[Reading]) -> tuple[Bools, ...]:
    """Return, for each of several sets of groups looked at together, which groups differ from the others in their set.

    All looks count: the more figures stand on a page, the more of them differ by chance. A set of fewer than three
    groups is not judged.
    """
    judged = [two_sided(against_others(one)) if len(one) >= FEWEST else np.zeros(0) for one in looks]
    stands = discoveries(np.concatenate([np.zeros(0), *judged]))
    parts = np.split(stands, np.cumsum([len(p) for p in judged]))
    return tuple(
        part if len(part) == len(one) else np.zeros(len(one), dtype=np.bool_)
        for part, one in zip(parts, looks, strict=False)
    )


def step(difference: float) -> int:
    """Return the step of colour of a difference with chance taken away: -2 clearly lower … 0 alike … 2 clearly higher."""
    size = abs(difference)
    return int(math.copysign((size >= FAINT) + (size >= CLEAR), difference))


def moments(counts: Sequence[int], scores: Sequence[float | None]) -> tuple[int, float, float] | None:
    """Return number, mean and standard deviation of the answers that have a score; None for fewer than two."""
    pairs = [(n, score) for n, score in zip(counts, scores, strict=True) if score is not None]
    total = sum(n for n, _score in pairs)
    if total < 2:  # noqa: PLR2004  one answer has no deviation
        return None
    mean = sum(n * score for n, score in pairs) / total
    return total, mean, math.sqrt(sum(n * (score - mean) ** 2 for n, score in pairs) / (total - 1))


def _open(one: Reading) -> float:
    """Return the share of chance that is left when so many of those invited have answered."""
    return 1.0 if not one.n_invited else max(LEAST_CHANCE, 1 - one.n / one.n_invited)
