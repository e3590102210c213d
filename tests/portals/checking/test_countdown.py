"""How long is left, in words."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import override

from laerling.kernel.clock import OSLO
from laerling.portals.checking.countdown import left

DEADLINE = datetime(2026, 9, 30, 12, tzinfo=OSLO)


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(days=3, hours=4), "3 dager og 4 timer"),
        (timedelta(days=3, hours=4, minutes=59), "3 dager og 4 timer"),
        (timedelta(days=1), "1 dag"),
        (timedelta(days=1, minutes=10), "1 dag"),
        (timedelta(hours=23, minutes=59, seconds=59), "23 timer og 59 minutter"),
        (timedelta(hours=1), "1 time"),
        (timedelta(minutes=1), "1 minutt"),
        (timedelta(seconds=59), "Mindre enn ett minutt"),
        (timedelta(seconds=1), "Mindre enn ett minutt"),
        (timedelta(0), ""),
        (timedelta(seconds=-1), ""),
    ],
)
def test_time_left_is_said_in_two_units_rounded_down(before, words):
    with override("nb"):
        assert left(DEADLINE, DEADLINE - before) == words


def test_time_left_is_what_really_passes_when_clocks_go_back():
    deadline = datetime(2026, 10, 26, 12, tzinfo=OSLO).astimezone(UTC)
    now = datetime(2026, 10, 25, 0, tzinfo=OSLO).astimezone(UTC)

    with override("nn"):
        assert left(deadline, now) == "1 dag og 13 timar"
