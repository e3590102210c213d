"""How a fault goes through the three extracts of a round: mended soon, mended late, left, back again, or new."""

from dataclasses import dataclass
from enum import IntEnum
from itertools import accumulate
from random import Random
from typing import Final


class Count(IntEnum):
    """The extracts of a round in the order of time: 1 September, 15 September, 1 October."""

    FIRST = 0
    SECOND = 1
    FINAL = 2


@dataclass(frozen=True, slots=True)
class Course:
    """One way a fault may go; `at` tells for each extract whether it is there, `share` how many go this way."""

    name: str
    share: float
    at: tuple[bool, bool, bool]

    def is_untold(self, extract: Count | None) -> bool:
        """Whether it has been there ever since before the first extract: no extract, nor last year's (None), had it right."""
        return self.at[Count.FIRST] if extract is None else all(self.at[: extract + 1])


COURSES: Final = (
    Course("mended_early", 0.30, (True, False, False)),
    Course("mended_late", 0.34, (True, True, False)),
    Course("stays", 0.22, (True, True, True)),
    Course("comes_back", 0.04, (True, False, True)),
    Course("new_and_mended", 0.06, (False, True, False)),
    Course("new", 0.04, (False, True, True)),
)
STAYS: Final = COURSES[2]
MENDED_LATE: Final = COURSES[1]
_CUMULATED: Final = tuple(accumulate(course.share for course in COURSES))


@dataclass(frozen=True, slots=True)
class Planted:
    """A fault put in on purpose: its kind, the contract or organisation number, its course, and where it can be seen.

    `seen` is False for an extract that does not know the contract, whatever the course says.
    """

    kind: str
    number: str
    course: str
    seen: tuple[bool, bool, bool]


def draw_course(rng: Random) -> Course:
    """Draw how a fault goes."""
    return rng.choices(COURSES, cum_weights=_CUMULATED)[0]
