"""The yearly confirmation of who still belongs (M13): when it is asked for, and when what was not confirmed ends. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

# Before the list is checked in September, and over before the survey opens: month and day, every year (M13).
ASKED_FROM: Final = (8, 15)
# Whoever was let in since is new, and not asked about this year.
NEW_FROM: Final = (7, 1)
REMINDED_FROM: Final = (9, 8)
LAST_DAY: Final = (9, 15)


@dataclass(frozen=True, slots=True)
class Asking:
    """One year's confirmation. What was given before `new_from`, and not confirmed from `asked_from` on, ends on `ends_on`."""

    year: int
    new_from: date
    asked_from: date
    reminded_from: date
    last_day: date

    @property
    def ends_on(self) -> date:
        """The first day on which an unconfirmed grant no longer holds."""
        return self.last_day + timedelta(days=1)

    def is_open(self, on: date) -> bool:
        """Return whether units are asked to confirm on a day."""
        return self.asked_from <= on <= self.last_day


def asking(year: int) -> Asking:
    """Return a year's confirmation: from 15 August, reminded 8 September, until and including 15 September."""
    return Asking(year, *(date(year, month, day) for month, day in (NEW_FROM, ASKED_FROM, REMINDED_FROM, LAST_DAY)))
