"""Asking for a lost link: the reply is the same whatever is true."""

import statistics
import time

import pytest
from django.db import connection
from django.test import Client
from tests.outbox.servers import inbox
from tests.portals.answering import walking

from laerling.invitations.again import actions, asking
from laerling.invitations.again.models import LinkRequest
from laerling.invitations.models import Invitation
from laerling.portals.answering import limits

KARI = "kari@eksempel.no"


@pytest.fixture(autouse=True)
def _nobody_has_asked():
    limits.LOST_LINKS.forget()


@pytest.fixture
def kari(link):
    """The one person invited, at an address of their own."""
    invitation = Invitation.objects.get()
    contract = invitation.member.contract
    contract.email = KARI
    contract.save(update_fields=["email"])
    return invitation


def asks(phone, address, **more):
    return phone.post("/mistet-lenken", {"address": address}, follow=True, **more)


def test_code_page_leads_to_it(phone, open_round):
    assert 'href="/mistet-lenken"' in phone.get("/").content.decode()
    assert "Har du mistet lenken?" in walking.words(phone.get("/mistet-lenken"))


@pytest.mark.parametrize("state", ["waiting", "answered", "declined", "nobody"])
def test_reply_is_the_same_whatever_is_true(phone, kari, state):
    if state in {"answered", "declined"}:
        Invitation.objects.update(**{state: True})

    reply = asks(phone, "ingen@eksempel.no" if state == "nobody" else KARI)

    assert reply.request["PATH_INFO"] == "/mistet-lenken/sendt"
    assert walking.words(reply) == walking.words(Client().get("/mistet-lenken/sendt"))
    assert LinkRequest.objects.count() == 1


def test_link_that_comes_opens_where_one_stopped(phone, kari, link, settings):
    phone.begins(link)
    phone.sends("choice", motivation=4)
    other = walking.Phone()
    asks(other, KARI)

    with inbox() as box:
        settings.EMAIL_PORT = box.port
        actions.answer_requests(now=walking.IN_OCTOBER)

    text = box.mails[0][1].get_body(("plain",)).get_content()
    found = text[text.index("/s/") :].split()[0]
    assert "Du har begynt" in walking.words(other.opens(found))


@pytest.mark.parametrize("written", ["", "tull", "22 33 44 55", "kari@", "<script>"])
def test_what_is_neither_number_nor_address_is_told_at_the_field(phone, open_round, written):
    reply = asks(phone, written)

    assert reply.status_code == 422
    assert "Skriv et mobilnummer" in walking.words(reply)
    assert 'aria-describedby="address_helptext address_error"' in reply.content.decode()
    assert not LinkRequest.objects.exists()


def test_address_stands_in_no_address(phone, kari):
    reply = asks(phone, KARI)

    assert [address for address, _status in reply.redirect_chain] == ["/mistet-lenken/sendt"]
    assert KARI not in reply.content.decode()


def test_asking_is_one_statement_and_takes_as_long_for_nobody(phone, kari, django_assert_num_queries):
    times = {KARI: [], "ingen@eksempel.no": []}
    for address in times:
        with django_assert_num_queries(1):
            phone.post("/mistet-lenken", {"address": address})
    for turn in range(60):
        limits.LOST_LINKS.forget()
        for address in sorted(times, reverse=bool(turn % 2)):
            started = time.perf_counter()
            phone.post("/mistet-lenken", {"address": address})
            times[address].append(time.perf_counter() - started)
    known, unknown = (statistics.median(found) for found in times.values())

    assert abs(known - unknown) < 0.001


def test_one_network_asks_only_so_often_and_others_go_free(phone, open_round, settings):
    settings.PROXIES = 1
    for number in range(limits.LOST_LINKS.at_once):
        assert asks(phone, f"p{number}@eksempel.no", headers={"X-Forwarded-For": "192.0.2.7"}).status_code == 200

    refused = asks(phone, KARI, headers={"X-Forwarded-For": "192.0.2.99"})
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    assert KARI not in refused.content.decode()
    assert asks(phone, KARI, headers={"X-Forwarded-For": "198.51.100.7"}).status_code == 200


def test_full_waiting_room_says_come_back_later(phone, open_round, monkeypatch):
    monkeypatch.setattr(asking, "ask", lambda _address: False)

    assert asks(phone, KARI).status_code == 429


def test_own_role_is_enough(phone, kari):
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE laerling_answering")
        try:
            assert asks(phone, KARI).status_code == 200
        finally:
            cursor.execute("RESET ROLE")


def test_log_holds_no_address(phone, kari, caplog):
    caplog.set_level("DEBUG")
    asks(phone, KARI)
    actions.find_people(now=walking.IN_OCTOBER)

    assert KARI not in caplog.text.replace("\n", " ") or not [
        record for record in caplog.records if record.name != "django.db.backends" and KARI in record.getMessage()
    ]
