from datetime import timedelta

import pytest

from laerling.outbox.rules import BEGIN_WITHIN, LEASE, wait_after


@pytest.mark.parametrize(("attempt", "minutes"), [(1, 1), (2, 5), (3, 15), (4, 60), (5, 60), (26, 60)])
def test_wait_after_grows_to_an_hour(attempt, minutes):
    assert wait_after(attempt) == timedelta(minutes=minutes)


def test_wait_after_a_day_of_tries_gives_up():
    assert wait_after(27) is None


def test_a_batch_ends_well_before_its_lease():
    assert timedelta(minutes=1) < LEASE - BEGIN_WITHIN
