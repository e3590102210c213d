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
    ("last_autumn", 0.461),
    ("edge", 0.012),
    ("earlier", 0.097),
    ("finished", 0.03),
)
# Those of last year's extract who are no longer in this year's, as shares of this year's contracts. The others of
# last year are still in training: all of "earlier" and "finished", and as many of "last_autumn" as had been
# registered by then.
GONE_COHORTS: Final = (
    ("this_spring", 0.095),
    ("last_autumn", 0.334),
    ("edge", 0.012),
    ("earlier", 0.097),
    ("finished", 0.03),
)
REGISTERED_IN_TIME: Final = 0.66
# What a cohort was a year ago.
A_YEAR_AGO: Final = {"last_autumn": "this_autumn", "earlier": "last_autumn", "finished": "last_autumn"}


@dataclass(frozen=True, slots=True)
class Days:
    """The days that matter in a round: when it counts and when it is answered."""

    year: int

    @property
    def preliminary(self) -> date:
        """Count date of the preliminary extract."""
        return date(self.year, 9, 1)

    @property
    def second(self) -> date:
        """Count date of the second preliminary extract, in the middle of the quality check."""
        return date(self.year, 9, 15)

    @property
    def final(self) -> date:
        """Count date of the final extract."""
        return date(self.year, 10, 1)

    @property
    def counted(self) -> tuple[date, date, date]:
        """The count dates of the round's extracts, in their order."""
        return self.preliminary, self.second, self.final

    @property
    def too_late_a_start(self) -> date:
        """The first start after which a little more than eleven months have not passed on the day that counts."""
        return date(self.year - 1, 11, 2)

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
    """Draw the day a contract of `cohort` starts; "edge" is within some days of eleven months."""
    year = days.year
    if cohort == "edge":
        return date(year - 1, 10, 30) + timedelta(days=int(rng.random() ** 2 * 14))
    if cohort == "this_spring":
        return date(year - 1, 11, 2) + timedelta(days=int(rng.random() * 210))
    years_ago = {"this_autumn": 0, "last_autumn": 1, "earlier": 2, "finished": 2}[cohort]
    if rng.random() < 0.74:
        month, day = _USUAL_STARTS[int(rng.random() * len(_USUAL_STARTS))]
        return date(year - years_ago, month, day)
    return date(year - years_ago, 6, 15) + timedelta(days=int(rng.random() * (100 if years_ago == 0 else 136)))


def end_day(rng: Random, start: date, cohort: str, months: int, days: Days) -> date:
    """Draw the reckoned end; a few lie on the very days around the last answering day, or some days before it."""
    if cohort == "finished":
        return min(months_later(start, 24), days.final - timedelta(days=3))
    drawn = rng.random()
    if drawn < 0.006 and cohort != "this_autumn":
        return days.closes + timedelta(days=int(rng.random() * 3) - 1)
    if drawn < 0.01 and cohort != "this_autumn":
        return days.closes - timedelta(days=1 + int(rng.random() * 10))
    if drawn < 0.034:
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
