"""How long one waits after mistakes, and who needs a second factor."""

from datetime import UTC, datetime, timedelta

import pytest

from laerling.access import rules

NOW = datetime(2026, 10, 20, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "n_mistakes", "seconds"),
    [
        ("pair", 0, 0),
        ("pair", 4, 0),
        ("pair", 5, 15),
        ("pair", 6, 30),
        ("pair", 7, 60),
        ("pair", 11, 900),
        ("pair", 10_000, 900),
        ("browser", 9, 0),
        ("browser", 10, 15),
        ("network", 59, 0),
        ("network", 60, 15),
        ("address", 29, 0),
        ("address", 30, 15),
    ],
)
def test_wait_begins_late_and_doubles_up_to_a_quarter_of_an_hour(kind, n_mistakes, seconds):
    assert rules.wait_after(kind, n_mistakes) == timedelta(seconds=seconds)


@pytest.mark.parametrize(("ago", "must"), [(0, True), (14, True), (15, False), (-60, False)])
def test_one_waits_from_the_latest_mistake_and_not_for_one_in_the_future(ago, must):
    assert rules.must_wait("pair", 5, NOW - timedelta(seconds=ago), now=NOW) is must


@pytest.mark.parametrize(
    ("kinds", "needs"),
    [
        ((), False),
        (("office",), False),
        (("office", "office"), False),
        (("county",), True),
        (("office", "county"), True),
        (("nation",), True),
        (("governor",), True),
        (("a kind nobody has thought of",), True),
    ],
)
def test_all_but_offices_need_a_second_factor(kinds, needs):
    assert rules.needs_second_factor(kinds) is needs
