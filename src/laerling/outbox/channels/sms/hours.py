"""When an SMS may leave: from 08 to 21 in Oslo, and not on Sundays. A text wakes people; a mail does not.

A round runs from 15 October to 20 December (M1), in which the only public holidays are Sundays. So no calendar of
movable holidays is kept.
"""

from datetime import datetime, time, timedelta
from typing import Final

from laerling.kernel.clock import in_oslo, oslo_instant

FIRST: Final = time(8)
LAST: Final = time(21)
_SUNDAY: Final = 6


def next_allowed(now: datetime) -> datetime:
    """Return the first instant from `now` on at which an SMS may leave: `now` itself within the hours."""
    local = in_oslo(now)
    day = local.date()
    if local.time() >= LAST:
        day += timedelta(days=1)
    elif local.time() >= FIRST and day.weekday() != _SUNDAY:
        return now
    if day.weekday() == _SUNDAY:
        day += timedelta(days=1)
    return oslo_instant(day, FIRST)


def time_left(now: datetime) -> timedelta:
    """Return how long the hours last from `now`; nothing outside them."""
    if next_allowed(now) != now:
        return timedelta(0)
    return oslo_instant(in_oslo(now).date(), LAST) - now
