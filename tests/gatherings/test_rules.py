"""Codes, seals and the wall, as values."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID, uuid4

import pytest

from laerling.gatherings import rules

NOW = datetime(2026, 10, 20, 8, 1, tzinfo=UTC)
SECRET = bytes(range(32))


def rooms(n):
    return [(uuid4(), rules.new_secret()) for _ in range(n)]


def test_code_opens_its_own_room_while_it_stands_and_one_step_longer():
    (ours, _secret), *_ = found = rooms(3)
    code = rules.room_codes(found, NOW)[ours]

    assert len(code) == 6
    assert code.isdigit()
    for minutes, expected in [(0, ours), (2, ours), (4, None), (-2, None)]:
        assert rules.opened_by(found, code, NOW + minutes * timedelta(minutes=1)) == expected


def test_no_two_rooms_show_the_same_code_and_none_of_now_is_one_of_before():
    # The same secret would give the same code: the later one takes its next.
    alike = [(UUID(int=number), SECRET) for number in range(50)]
    codes = rules.room_codes(alike, NOW)

    assert len(set(codes.values())) == 50
    before = rules.room_codes(alike, NOW - rules.STEP)
    assert not set(codes.values()) & set(before.values())
    for gathering, code in codes.items():
        assert rules.opened_by(alike, code, NOW) == gathering


def test_seat_opens_with_its_address_alone():
    sealed = rules.seal(SECRET, "+4790000001", "token")

    assert rules.unseal(SECRET, "+4790000001", sealed) == "token"
    for secret, address in [(SECRET, "+4790000002"), (rules.new_secret(), "+4790000001")]:
        with pytest.raises(rules.SeatFault):
            rules.unseal(secret, address, sealed)
    assert rules.seat_hash(SECRET, "a") != rules.seat_hash(rules.new_secret(), "a")
    assert b"token" not in sealed


@pytest.mark.parametrize(
    ("n_people", "n_others", "is_told"),
    [(4, 0, False), (5, 0, True), (60, 1, False), (60, 4, False), (60, 5, True), (60, 0, True)],
)
def test_wall_tells_nothing_of_fewer_than_five(n_people, n_others, is_told):
    told = rules.on_the_wall(SECRET, n_people=n_people, n_answered=3, n_others=n_others)

    assert (told is not None) == is_told


def test_wall_moves_five_at_a_time_at_figures_of_its_own_and_never_tells_too_many():
    firsts = set()
    for secret in [bytes([number]) * 32 for number in range(40)]:
        told = [rules.on_the_wall(secret, n_people=30, n_answered=n, n_others=0) for n in range(31)]
        steps = [after - before for before, after in pairwise(told) if after != before]
        assert all(n - 4 <= shown <= n for n, shown in enumerate(told))
        assert set(steps[1:]) == {5}
        firsts.add(told[10] % 5)
    assert firsts == set(range(5))


def test_room_is_open_an_hour_before_and_two_hours_after():
    ends = NOW + timedelta(hours=2)
    for minutes, expected in [(-61, False), (-60, True), (0, True), (239, True), (240, False)]:
        assert rules.is_on(NOW, ends, NOW + timedelta(minutes=minutes)) is expected
