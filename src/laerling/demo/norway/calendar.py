"""When contracts start and end, with the days around which the rules of the survey turn."""

# Shares and spans of an invented country are its data.
# ruff: noqa: PLR2004

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Final

# Where training usually starts: around the start of school.
_USUAL_STARTS: Final = ((8, 1), (8, 15), (8, 15), (8, 17), (8, 18), (8, 20), (8, 25), (9, 1))

# Share of contracts by when they started, seen from the round's year.
COHORTS: Final = (
    ("this_autumn", 0.305),
    ("this_spring", 0.095),
    ("last_autumn", 0.463),
    ("edge", 0.01),
    ("earlier", 0.097),
    ("finished", 0.03),
)


@dataclass(frozen=True, slots=True)
class Days:
    """The days that matter in a round: when it counts and when it is answered."""

    year: int

    @property
    def preliminary(self) -> date:
        """Count date of the preliminary extract."""
        return date(self.year, 9, 1)

    @property
    def final(self) -> date:
        """Count date of the final extract."""
        return date(self.year, 10, 1)

    @property
    def opens(self) -> date:
        """First answering day."""
        return date(self.year, 10, 15)

    @property
    def closes(self) -> date:
        """Last answering day."""
        return date(self.year, 12, 20)


@cache
def written(day: date) -> str:
    """Return a date as the register writes it: dd.mm.yyyy."""
    return f"{day:%d.%m.%Y}"


def start_day(rng: Random, cohort: str, days: Days) -> date:
    """Draw the day a contract of `cohort` starts."""
    year = days.year
    if cohort == "edge":
        return rng.choice(
            (date(year - 1, 10, 31), date(year - 1, 11, 1), date(year - 1, 11, 2), date(year - 1, 10, 30))
        )
    if cohort == "this_spring":
        return date(year - 1, 11, 2) + timedelta(days=int(rng.random() * 210))
    years_ago = {"this_autumn": 0, "last_autumn": 1, "earlier": 2, "finished": 2}[cohort]
    if rng.random() < 0.74:
        month, day = _USUAL_STARTS[int(rng.random() * len(_USUAL_STARTS))]
        return date(year - years_ago, month, day)
    return date(year - years_ago, 6, 15) + timedelta(days=int(rng.random() * (100 if years_ago == 0 else 136)))


def end_day(rng: Random, start: date, cohort: str, months: int, days: Days) -> date:
    """Draw the reckoned end; a few lie on the very days around the last answering day."""
    if cohort == "finished":
        return min(months_later(start, 24), days.final - timedelta(days=3))
    drawn = rng.random()
    if drawn < 0.006 and cohort != "this_autumn":
        return days.closes + timedelta(days=int(rng.random() * 3) - 1)
    if drawn < 0.03:
        months += 6
    if cohort == "earlier":
        months = max(months, 30) + 6 * int(rng.random() * 3)
    return months_later(start, months) - timedelta(days=1)


@cache
def months_later(day: date, months: int) -> date:
    """Return the same day `months` later, kept within the month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
