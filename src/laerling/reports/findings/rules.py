"""When a released figure is a special finding. Pure sums on released figures: nothing here knows what is hidden."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from laerling.reports.findings.thresholds import Thresholds
from laerling.reports.variation.chance import Floats, discoveries, one_sided
from laerling.reports.variation.rules import FEWEST, Reading, variances

Band = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Harm:
    """How many of `n` have met with something that should not happen: `low` at least, `high` at most."""

    n: int
    low: int
    high: int

    @property
    def low_pct(self) -> float:
        """Per cent at least, 0–100."""
        return 100 * self.low / self.n

    @property
    def high_pct(self) -> float:
        """Per cent at most, 0–100."""
        return 100 * self.high / self.n


@dataclass(frozen=True, slots=True)
class Low:
    """An index that lies `points` lower than `beside`: what it was the last time, or what the others of its level have."""

    unit: str
    item: str
    mean: float
    beside: float

    @property
    def points(self) -> float:
        """By how many points on the scale 1–5."""
        return self.beside - self.mean


def harm(bands: Sequence[Band], n: int, from_step: int, n_steps: int) -> Harm:
    """Return how many gave an answer from `from_step` to `n_steps`, as far as the released bands tell."""
    inside = bands[from_step - 1 : n_steps]
    outside = [*bands[: from_step - 1], *bands[n_steps:]]
    low = max(sum(a for a, _b in inside), n - sum(b for _a, b in outside), 0)
    high = min(sum(b for _a, b in inside), n - sum(a for a, _b in outside))
    return Harm(n, low, high)


def is_harm(found: Harm, limits: Thresholds) -> bool:
    """Return whether so many have met with it, counting only those the lower end tells of, that it is a finding."""
    return found.low > 0 and found.low_pct >= limits.harm_least_pct


def falls(
    now: Mapping[str, Mapping[str, Reading]], before: Mapping[str, Mapping[str, Reading]], limits: Thresholds
) -> tuple[Low, ...]:
    """Return the indices that have fallen by more than chance and by as much as counts. Both by item, then by unit.

    The two rounds are taken as two samples. All units and indices of the level are looked at together.
    """
    lows: list[Low] = []
    scores: list[Floats] = []
    for item, readings in now.items():
        earlier = before.get(item, {})
        units = sorted(readings.keys() & earlier.keys())
        both = [readings[unit] for unit in units] + [earlier[unit] for unit in units]
        error = np.sqrt(variances(both).reshape(2, -1).sum(axis=0)) if both else np.zeros(0)
        found = [Low(unit, item, readings[unit].mean, earlier[unit].mean) for unit in units]
        scores.append(np.array([low.points for low in found]) / error)
        lows += found
    return _standing(lows, scores, limits.fall_least, limits.false_share)


def far_below(now: Mapping[str, Mapping[str, Reading]], limits: Thresholds) -> tuple[Low, ...]:
    """Return the indices far below those of the other units of the level, by item, then by unit.

    Units differ; what is pointed out lies lower than that difference and chance together explain. A unit is held against
    the others only, so that it does not widen the measure it is held against.
    """
    lows: list[Low] = []
    scores: list[Floats] = []
    for item, readings in now.items():
        units = sorted(readings)
        if len(units) <= FEWEST:
            continue
        own = [readings[unit] for unit in units]
        centre, z = _beside_the_others(own)
        lows += [Low(unit, item, one.mean, mean) for unit, one, mean in zip(units, own, centre.tolist(), strict=True)]
        scores.append(z)
    return _standing(lows, scores, limits.far_least, limits.false_share)


def _beside_the_others(readings: Sequence[Reading]) -> tuple[Floats, Floats]:
    """Return the common mean of the others, and by how many standard errors each lies below it, for each reading."""
    y, v = np.array([one.mean for one in readings]), variances(readings)
    others = ~np.eye(len(y), dtype=np.bool_)
    w = np.where(others, 1 / v, 0.0)
    total = w.sum(axis=1)
    mean = (w * y).sum(axis=1) / total
    q = (w * (y[None, :] - mean[:, None]) ** 2).sum(axis=1)
    tau2 = np.maximum(0, (q - (len(y) - 2)) / (total - (w**2).sum(axis=1) / total))
    both = np.where(others, 1 / (v[None, :] + tau2[:, None]), 0.0)
    centre = (both * y).sum(axis=1) / both.sum(axis=1)
    error = np.sqrt(v + tau2 + 1 / both.sum(axis=1))
    return centre, (centre - y) / error


def _standing(lows: Sequence[Low], scores: Sequence[Floats], least: float, level: float) -> tuple[Low, ...]:
    stands = discoveries(one_sided(np.concatenate([np.zeros(0), *scores])), level)
    return tuple(low for low, here in zip(lows, stands.tolist(), strict=True) if here and low.points >= least)
