"""Seats: made while a room is open, opened with an address, gone with their secret."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection, connections
from tests.gatherings import rooms
from tests.gatherings.rooms import BYGGOPP, NOW, mobile
from tests.invitations.people import OFFICE, answer, invited, office
from tests.portals.answering import walking

from laerling.gatherings import actions, queries, rules, vault
from laerling.gatherings import room as door
from laerling.gatherings.models import Gathering, Seat
from laerling.invitations.again.rules import tidied
from laerling.invitations.queries import link
from laerling.kernel.types import SYSTEM

WHO = {"by": SYSTEM, "now": NOW}


def as_answering(action):
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE laerling_answering")
        try:
            return action()
        finally:
            cursor.execute("RESET ROLE")


def test_each_claims_their_own_seat_with_what_they_know(room, people):
    for number, one in enumerate(people):
        token = link(one.pk).rpartition("/")[2]
        assert as_answering(lambda n=number: door.claim(room, tidied(mobile(n)))) == token
        assert door.claim(room, one.member.contract.email) == token
    assert as_answering(lambda: door.claim(room, tidied("99999999"))) is None


@pytest.mark.parametrize("role", ["laerling_answering", "laerling_staff"])
def test_neither_site_reads_the_seats(db, role):
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, 'gatherings_seat', 'SELECT')", [role])
        assert cursor.fetchone() == (False,)


def test_table_holds_neither_address_nor_link(room, people):
    kept = b"".join(bytes(seat.seat_hash) + bytes(seat.sealed) for seat in Seat.objects.all())

    for number, one in enumerate(people):
        for told in (tidied(mobile(number)), one.member.contract.email, link(one.pk).rpartition("/")[2]):
            assert told.encode() not in kept


def test_address_of_two_opens_neither_and_whoever_has_answered_has_a_seat(people):
    first, second, third = people[:3]
    second.member.contract.mobile = mobile(0)
    second.member.contract.save()
    answer([third])
    gathering = rooms.opened()

    assert door.claim(gathering, tidied(mobile(0))) is None
    assert door.claim(gathering, first.member.contract.email)
    assert door.claim(gathering, tidied(mobile(2)))


@pytest.mark.parametrize("how", ["cancelled", "over"])
def test_seats_are_gone_with_their_secret(room, how, django_capture_on_commit_callbacks):
    later = NOW + timedelta(hours=6) if how == "over" else NOW
    if how == "cancelled":
        actions.cancel(scope=BYGGOPP, gathering_id=room, **WHO)
    secret_file = next(vault._folder().glob("*.key"))
    with django_capture_on_commit_callbacks(execute=True):
        actions.look_after_rooms(now=later)

    assert not Seat.objects.exists()
    assert not secret_file.exists()
    assert door.claim(room, tidied(mobile(1))) is None


def test_seats_whose_secret_was_lost_are_taken_away_too(room, django_capture_on_commit_callbacks):
    vault.destroy(room)
    actions.look_after_rooms(now=NOW + timedelta(hours=6))

    assert not Seat.objects.exists()


def test_database_itself_opens_no_seat_after_the_room_has_closed(room):
    walking.database_clock(NOW + timedelta(hours=6))

    assert door.claim(room, tidied(mobile(1))) is None


def test_corrected_address_has_a_seat_within_a_quarter(room, people):
    contract = people[0].member.contract
    contract.mobile = "90999999"
    contract.save()
    actions.look_after_rooms(now=NOW + timedelta(minutes=16))

    assert door.claim(room, tidied("90999999"))


def test_gathering_of_tomorrow_has_no_seats_yet(people):
    gathering = rooms.opened(starts_at=NOW + timedelta(days=1), ends_at=NOW + timedelta(days=1, hours=2))

    assert not Seat.objects.exists()
    assert not queries.wall(BYGGOPP, gathering, NOW).code


def test_wall_shows_its_code_and_a_figure_that_stands_until_the_code_changes(room, people):
    before = queries.wall(BYGGOPP, room, NOW)
    answer(people)
    actions.look_after_rooms(now=NOW + timedelta(seconds=20))
    assert queries.wall(BYGGOPP, room, NOW + timedelta(seconds=20)).n_delivered == before.n_delivered == 0

    actions.look_after_rooms(now=NOW + rules.STEP)
    after = queries.wall(BYGGOPP, room, NOW + rules.STEP)
    assert 8 <= after.n_delivered <= 12
    assert after.code != before.code
    assert door.opened_by(before.code, NOW + rules.STEP) == room


def test_sixty_claim_at_once(transactional_db, settings):
    office()
    rooms.with_numbers(invited(60, office_orgnr=OFFICE))
    walking.database_clock(NOW)
    gathering = rooms.opened()
    start, found, took = threading.Barrier(60), {}, []

    def claims(number):
        try:
            start.wait()
            began = time.perf_counter()
            found[number] = door.claim(gathering, tidied(mobile(number)))
            took.append(time.perf_counter() - began)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=claims, args=(number,)) for number in range(60)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(found.values()) - {None}) == 60
    assert max(took) < 10
    assert Gathering.objects.get().seated_at == NOW
