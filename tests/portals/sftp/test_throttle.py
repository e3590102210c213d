"""Whoever guesses waits longer and longer; nobody else does."""

import pytest

from laerling.portals.sftp.throttle import FREE_TRIES, Throttle, network

HERE, ELSEWHERE = ("46", "192.0.2.1"), ("46", "192.0.2.2")


def tried(n, key=HERE, start=0.0):
    throttle, now = Throttle(), start
    for _ in range(n):
        now += throttle.wait(key, now)
        throttle.count(key, now)
    return throttle, now


def test_first_tries_are_free():
    throttle, now = tried(FREE_TRIES - 1)
    assert throttle.wait(HERE, now) == 0


@pytest.mark.parametrize(("n", "seconds"), [(5, 5), (6, 10), (7, 20), (8, 40), (12, 640), (13, 900), (60, 900)])
def test_each_wrong_password_doubles_the_wait_up_to_a_quarter_of_an_hour(n, seconds):
    throttle, now = tried(n)
    assert throttle.wait(HERE, now) == seconds
    assert throttle.wait(HERE, now + seconds) == 0


def test_county_is_not_shut_out_from_where_it_sits():
    throttle, now = tried(50)
    assert throttle.wait(ELSEWHERE, now) == 0
    assert throttle.wait(("03", HERE[1]), now) == 0


def test_right_password_begins_anew():
    throttle, now = tried(9)
    throttle.forget(HERE)
    throttle.count(HERE, now)
    assert throttle.wait(HERE, now) == 0


def test_all_is_forgotten_after_an_hour():
    throttle, now = tried(9)
    throttle.count(HERE, now + 3601)
    assert throttle.wait(HERE, now + 3601) == 0


def test_no_more_is_kept_than_there_is_room_for():
    throttle = Throttle()
    for number in range(20_000):
        throttle.count(("46", str(number)), 0)
    assert len(throttle._tries) == 10_000


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("fe80::1%eth0", "fe80::"),
        ("", ""),
    ],
)
def test_one_ipv6_customer_is_one_place(address, place):
    assert network(address) == place
