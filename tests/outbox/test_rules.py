from datetime import timedelta
from uuid import uuid4

import pytest

from laerling.outbox.rules import ASKED_FOR, BEGIN_WITHIN, LEASE, ask_again_after, is_fault, moved, wait_after
from laerling.outbox.types import Outcome, State


@pytest.mark.parametrize(("attempt", "minutes"), [(1, 1), (2, 5), (3, 15), (4, 60), (5, 60), (26, 60)])
def test_wait_after_grows_to_an_hour(attempt, minutes):
    assert wait_after(attempt) == timedelta(minutes=minutes)


def test_wait_after_a_day_of_tries_gives_up():
    assert wait_after(27) is None


def test_a_batch_ends_well_before_its_lease():
    assert timedelta(minutes=1) < LEASE - BEGIN_WITHIN


@pytest.mark.parametrize(("age", "minutes"), [(timedelta(0), 1), (timedelta(minutes=10), 5), (timedelta(days=2), 1440)])
def test_a_gateway_is_asked_more_and_more_seldom(age, minutes):
    assert ask_again_after(age) == timedelta(minutes=minutes)


def test_after_three_days_nobody_is_asked():
    assert ask_again_after(ASKED_FOR) is None


@pytest.mark.parametrize("told", ["queued", "sending", "cancelled", "unknown"])
def test_a_receipt_tells_nothing_of_what_only_we_know(told):
    assert all(moved(before, State(told)) is None for before in State)


@pytest.mark.parametrize(
    ("state", "reason", "about_recipient", "fault"),
    [
        ("accepted", "", False, False),
        ("bounced", "smtp_550", False, False),
        ("queued", "unreachable", False, True),
        ("queued", "smtp_452", True, False),
        ("queued", "not_begun", False, False),
        ("unknown", "no_reply", False, True),
    ],
)
def test_only_the_provider_is_blamed_for_what_the_provider_did(state, reason, about_recipient, fault):
    assert is_fault(Outcome(uuid4(), State(state), reason, about_recipient=about_recipient)) is fault
