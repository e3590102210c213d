"""Primary rules: whether a distribution may be shown for its own sake."""

from dataclasses import dataclass

import numpy as np

from laerling.release.rules.units import Bools, Ints

# "All but one alike" tells the one apart from the rest in small groups only (rule set of the release, 2026).
FEW = 10


@dataclass(frozen=True, slots=True)
class Threshold:
    """What a distribution must satisfy: at least `minimum` answers and, where `varied`, no (near) agreement.

    Agreement: all answered alike, or all but one of fewer than ten did (M24). A single figure without categories,
    such as the number who answered, is not `varied`.
    """

    minimum: int
    varied: bool = True

    def holds(self, counts: Ints) -> Bools:
        """Return, per row of `counts[..., k]`, whether that distribution may be shown."""
        n = counts.sum(axis=-1)
        enough: Bools = n >= self.minimum
        if not self.varied:
            return enough
        most = counts.max(axis=-1)
        agreed = (most == n) | ((most == n - 1) & (n < FEW))
        return np.asarray(enough & ~agreed)
