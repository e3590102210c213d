"""The room of a gathering, from the code on the wall to the phone handed on."""

import pytest
from django.conf import settings
from tests.gatherings import rooms
from tests.invitations.people import OFFICE, answer, invited, office
from tests.portals.answering import walking

from laerling.gatherings import queries
from laerling.kernel import clock
from laerling.portals.answering import limits


@pytest.fixture(autouse=True)
def _nobody_has_guessed():
    for allowance in (limits.ROOM_CODES, limits.SEATS):
        allowance.forget()


@pytest.fixture
def people(open_round, answering_site):
    """Sixty apprentices of an office, in the demo, on the day of the gathering."""
    answering_site.DEMO = True
    clock.set_demo_clock(rooms.NOW)
    office()
    return rooms.with_numbers(invited(60, office_orgnr=OFFICE))


@pytest.fixture
def wall(people):
    """The code on the wall."""
    return queries.wall(rooms.BYGGOPP, rooms.opened(), rooms.NOW).code


def enters(phone, wall, address):
    phone.post("/rom/", {"code": wall})
    return phone.post("/rom/plass", {"address": address}, follow=True)


def test_code_of_the_address_stands_in_the_field(phone, wall):
    assert f'value="{wall}"' in phone.get(f"/rom/?kode={wall}").content.decode()


def test_each_comes_to_their_own_start_and_delivers(phone, wall):
    page = enters(phone, f" {wall[:3]} {wall[3:]} ", rooms.mobile(0))
    assert page.request["PATH_INFO"] == "/start"

    phone.post("/start")
    phone.sends("choice", motivation=4)
    thanks = phone.post("/levere", follow=True)
    assert "Jeg er ferdig på denne telefonen" in walking.words(thanks)
    assert walking.n_answered() == 1


def test_phone_handed_on_holds_nothing_of_who_was_here(phone, wall):
    enters(phone, wall, rooms.mobile(0))
    page = phone.post("/rom/ferdig", follow=True)

    assert page.request["PATH_INFO"] == "/rom/"
    assert phone.get("/start").status_code == 403
    assert not [cookie for cookie in phone.cookies.values() if cookie.value and cookie.key != settings.CSRF_COOKIE_NAME]
    assert "no-store" in page["Cache-Control"]
    # The script clears what waits in the tab on every page that is neither a part nor on the way to one.
    assert 'id="part"' not in page.content.decode()
    assert "data-on-the-way" not in page.content.decode()
    assert enters(phone, wall, rooms.mobile(1)).request["PATH_INFO"] == "/start"


@pytest.mark.parametrize("written", ["", "tull", "99999999", "ingen@eksempel.no", "9000000"])
def test_reply_is_the_same_for_whatever_is_not_found(phone, wall, written):
    reply = enters(phone, wall, written)

    assert reply.status_code == 422
    assert "be den som hjelper, om en lapp" in walking.words(reply)


def test_wrong_code_opens_nothing_and_seats_ask_for_the_code_first(phone, wall):
    assert phone.post("/rom/", {"code": "12345"}).status_code == 422
    assert phone.get("/rom/plass").headers["Location"] == "/rom/"
    assert phone.post("/rom/plass", {"address": rooms.mobile(0)}).headers["Location"] == "/rom/"


def test_draft_begun_at_home_is_not_read_from_a_seat_nor_the_other_way(phone, wall, people):
    from laerling.invitations.queries import link

    own = "/s/" + link(people[0].pk).rpartition("/")[2]
    phone.begins(own)
    phone.sends("choice", motivation=4)
    other = walking.Phone()
    page = enters(other, wall, rooms.mobile(0))
    assert "Du har begynt" not in walking.words(page)

    other.post("/start")
    other.sends("choice", motivation=2)
    assert "Du har begynt" in walking.words(other.get("/start"))
    assert "Du har begynt" not in walking.words(walking.Phone().opens(own))
    assert "Du har stoppet her" in walking.words(other.get("/senere"))


def test_who_has_answered_comes_to_the_thanks(phone, wall, people):
    answer(people[:1])

    assert enters(phone, wall, rooms.mobile(0)).request["PATH_INFO"] == "/takk"


def test_sixty_behind_one_network_come_in_whatever_one_of_them_tries(wall):
    guesser = walking.Phone()
    guesser.post("/rom/", {"code": wall})
    statuses = [guesser.post("/rom/plass", {"address": f"400{n:05}"}).status_code for n in range(300)]
    assert statuses[0] == 422
    assert statuses[-1] == 429

    for number in range(60):
        assert enters(walking.Phone(), wall, rooms.mobile(number)).request["PATH_INFO"] == "/start"


def test_codes_guessed_are_counted_and_the_right_one_still_opens(phone, wall):
    wrong = [phone.post("/rom/", {"code": f"{n:06}"}).status_code for n in range(limits.ROOM_CODES.at_once + 5)]

    assert wrong[-1] == 429
    assert phone.post("/rom/", {"code": wall}).status_code == 303


def test_seat_is_one_statement_beside_the_clock(phone, wall, django_assert_num_queries):
    phone.post("/rom/", {"code": wall})
    with django_assert_num_queries(1):
        phone.post("/rom/plass", {"address": rooms.mobile(0)})
