"""How large each earlier round was in the invented Norway."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Size:
    """How many answered a round, and what share of those asked they were."""

    n_answered: int
    share: float

    @property
    def n_invited(self) -> int:
        """How many were asked."""
        return round(self.n_answered / self.share)


# 2021 is the one that is known: 13,427 apprentices and 375 training candidates, fewer than in 2020 (the Directorate's
# page on that round). The others grow evenly towards the invented round, and are no statistics.
SIZES: Final = {
    2012: Size(9_300, 0.51), 2013: Size(9_800, 0.52), 2014: Size(10_300, 0.53), 2015: Size(10_700, 0.54),
    2016: Size(11_200, 0.55), 2017: Size(11_600, 0.56), 2018: Size(12_300, 0.57), 2019: Size(12_900, 0.585),
    2020: Size(14_100, 0.61), 2021: Size(13_802, 0.58), 2022: Size(14_000, 0.585), 2023: Size(14_400, 0.59),
    2024: Size(14_900, 0.6), 2025: Size(15_300, 0.61),
}  # fmt: skip
FIRST: Final = min(SIZES)
LAST: Final = max(SIZES)
# The first and last rounds with questions that can be compared with each other (M25); the next one follows the last.
SERIES: Final = ((2012, 2017), (2018, LAST + 1))
