"""Mistakes at the door: guessing is slow, and nobody locks anybody out."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from laerling.access.actions import attempts
from laerling.access.actions.attempts import Attempt
from laerling.access.models import FailedSignIn
from laerling.audit.models import Event

pytestmark = pytest.mark.django_db
KARI, HOME, AWAY = "kari@eksempel.no", "192.0.2.0", "198.51.100.0"


def fail(n, attempt, now):
    return [attempts.begin(attempt, now=now) for _ in range(n)]


def test_five_mistakes_are_free_and_the_sixth_waits(now):
    assert fail(6, Attempt(KARI, HOME), now) == [True] * 5 + [False]
    assert attempts.begin(Attempt(KARI, HOME), now=now + timedelta(seconds=16)) is True


def test_trying_while_one_waits_makes_nobody_wait_longer(now):
    fail(5, Attempt(KARI, HOME), now)
    for second in range(15):
        assert attempts.begin(Attempt(KARI, HOME), now=now + timedelta(seconds=second)) is False
    assert attempts.begin(Attempt(KARI, HOME), now=now + timedelta(seconds=15)) is True


def test_stranger_does_not_lock_out_another_network_at_once(now):
    fail(20, Attempt(KARI, AWAY), now)
    assert attempts.begin(Attempt(KARI, HOME), now=now) is True


def test_known_browser_gets_in_whatever_strangers_do(now):
    for number in range(100):
        fail(6, Attempt(KARI, f"10.0.{number}.0"), now)
    assert attempts.begin(Attempt(KARI, HOME), now=now) is False
    assert attempts.begin(Attempt(KARI, HOME, browser="b1"), now=now) is True
    assert attempts.begin(Attempt(KARI, AWAY, browser="b1"), now=now) is True


def test_known_browser_that_guesses_waits_itself(now):
    assert fail(11, Attempt(KARI, HOME, browser="b1"), now)[-1] is False


def test_network_that_tries_many_addresses_waits(now):
    allowed = [attempts.begin(Attempt(f"p{number}@eksempel.no", HOME), now=now) for number in range(70)]
    assert allowed == [True] * 60 + [False] * 10
    assert attempts.begin(Attempt(KARI, AWAY), now=now) is True


def test_success_takes_the_count_back(now):
    for _ in range(50):
        assert attempts.begin(Attempt(KARI, HOME), now=now) is True
        attempts.succeeded(Attempt(KARI, HOME))
    assert sum(FailedSignIn.objects.values_list("n_mistakes", flat=True)) == 0


def test_mistakes_are_forgotten_after_a_day(now):
    fail(5, Attempt(KARI, HOME), now)
    later = now + timedelta(days=1, minutes=16)
    assert fail(5, Attempt(KARI, HOME), later) == [True] * 5
    assert attempts.tidy(now=later + timedelta(days=2)) == 3


def test_demo_clock_that_goes_back_locks_nobody_out(now):
    fail(6, Attempt(KARI, HOME), now + timedelta(days=90))
    assert attempts.begin(Attempt(KARI, HOME), now=now) is True


def test_letters_are_counted_for_the_network_alone(now):
    assert fail(61, Attempt("", HOME), now) == [True] * 60 + [False]
    assert attempts.begin(Attempt("", AWAY), now=now) is True
    assert attempts.begin(Attempt(KARI, HOME), now=now) is True


def test_neither_address_nor_network_is_kept(now):
    fail(3, Attempt(KARI, HOME), now)
    attempts.record_failure(Attempt(KARI, HOME), how="password", now=now)
    kept = str(list(FailedSignIn.objects.values())) + str(list(Event.objects.values()))
    assert KARI not in kept
    assert HOME not in kept


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_are_counted_as_fifty(now):
    def try_once(_number):
        try:
            return attempts.begin(Attempt(KARI, HOME), now=now)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(try_once, range(50))) == 5
