"""The one place where time is read. Instants are UTC; rules speak Oslo dates.

In the demo the clock may be set to another day. The offset lives in one row of the database, so that every
process and PostgreSQL itself (`kernel_now()`) tell the same time. Outside the demo the row is zero.
"""

import time as monotonic_time
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext_lazy as _

from laerling.kernel.errors import Refusal

OSLO = ZoneInfo("Europe/Oslo")

# How long a process may go on with the offset it last read, in seconds.
_OFFSET_LIFETIME = 1.0
_offset: tuple[float, timedelta] = (float("-inf"), timedelta(0))


class NotADemo(Refusal):
    """The clock can be set in a demo only."""

    code = "not_a_demo"
    sentence = _("The clock can be set in a demo only.")


def now() -> datetime:
    """Return this instant as an aware UTC datetime, shifted in a demo whose clock has been set."""
    return _wall_clock() + _demo_offset()


def running_from(instant: datetime) -> Callable[[], datetime]:
    """Return a clock that shows `instant` now and goes on: for an action that is told the time and takes long itself."""
    began = _wall_clock()
    return lambda: instant + (_wall_clock() - began)


def database_now() -> datetime:
    """Return this instant as PostgreSQL's own clock has it: where no other machine's clock, set wrong, may decide."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kernel_now()")
        instant: datetime = cursor.fetchone()[0]
    return instant


def today() -> date:
    """Return today's date in Oslo."""
    return in_oslo(now()).date()


def in_oslo(instant: datetime) -> datetime:
    """Return the same instant as Oslo wall-clock time."""
    return instant.astimezone(OSLO)


def oslo_instant(day: date, at: time = time.min) -> datetime:
    """Return the UTC instant at which clocks in Oslo show `day` and `at` (midnight when not given)."""
    return datetime.combine(day, at, tzinfo=OSLO).astimezone(UTC)


def real_seconds() -> float:
    """Return the seconds since 1970 as they really pass, the demo's clock left out.

    For how long somebody has been away from a screen, and nothing else: a demo that jumps a month signs nobody out.
    """
    return _wall_clock().timestamp()


def set_demo_clock(moment: datetime) -> None:
    """Let the demo's clock show `moment` from now on. Raises NotADemo outside a demo."""
    global _offset  # noqa: PLW0603  the cached offset is this module's only state
    if not settings.DEMO:
        raise NotADemo
    with connection.cursor() as cursor:
        seconds = (moment - _wall_clock()).total_seconds()
        cursor.execute("UPDATE kernel_clock SET clock_offset = make_interval(secs => %s)", [seconds])
    _offset = (float("-inf"), timedelta(0))


def _wall_clock() -> datetime:
    return datetime.now(UTC)


def _demo_offset() -> timedelta:
    global _offset  # noqa: PLW0603  the cached offset is this module's only state
    if not settings.DEMO:
        return timedelta(0)
    read_at, offset = _offset
    if monotonic_time.monotonic() - read_at > _OFFSET_LIFETIME:
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_offset FROM kernel_clock")
            row = cursor.fetchone()
        offset = row[0] if row else timedelta(0)
        _offset = (monotonic_time.monotonic(), offset)
    return offset
