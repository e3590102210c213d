"""The round in one's own calendar: a file, and an address that can be taken away."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from icalendar import Calendar
from tests.invitations.people import NOW, OSLO, VESTLAND, invited, ordered
from tests.portals.ordering.pages import text

from laerling.audit.models import Event
from laerling.invitations import actions as invitations
from laerling.invitations.subscriptions.models import CalendarSubscription
from laerling.kernel.types import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def unlimited():
    cache.clear()


def entries(response):
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return {str(event["summary"]): event for event in Calendar.from_ical(response.content).walk("VEVENT")}


def address(client):
    shown = client.post("/kalender/adresse/").content.decode()
    return re.search(r"<code>(?:https?://[^/<]+)(/kalender/[\w-]+\.ics)</code>", shown)[1]


def test_file_has_the_rounds_dates_and_the_units_own_dispatches(vestland):
    invited(6)
    invited(6, county="03")
    own = ordered(VESTLAND, send_at=datetime(2026, 10, 24, 8, tzinfo=UTC))
    ordered(OSLO, send_at=datetime(2026, 10, 25, 8, tzinfo=UTC))

    found = entries(vestland.get("/kalender/fil/"))

    assert found["Lærlingundersøkelsen: Siste dag å svare"]["dtstart"].dt == date(2026, 12, 20)
    assert found["Lærlingundersøkelsen: Siste dag å svare"]["dtend"].dt == date(2026, 12, 21)
    deadline = found["Lærlingundersøkelsen: Frist for rettelser i VIGO"]["dtstart"].dt
    assert deadline == datetime(2026, 9, 30, 10, tzinfo=UTC)
    sent = found["Utsendelse: invitasjon, e-post"]
    assert sent["dtstart"].dt == own.send_at
    assert len(found) == 7
    assert str(own.pk) not in str(sent["uid"])


def test_file_is_as_the_standard_wants_it(vestland):
    content = vestland.get("/kalender/fil/").content
    lines = content.split(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in lines)
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    assert content.count(b"DTSTAMP:") == content.count(b"UID:") == 6
    assert b"DTSTART;VALUE=DATE:20261015" in content
    assert b"DTSTART:20260930T100000Z" in content


def test_entries_keep_their_ids(today, client_of):
    today(10, 20)
    county = client_of("county", "46")
    before = {str(event["uid"]) for event in entries(county.get("/kalender/fil/")).values()}
    today(11, 20)
    assert {str(event["uid"]) for event in entries(county.get("/kalender/fil/")).values()} == before


def test_address_is_shown_once_works_without_signing_in_and_can_be_taken_away(vestland):
    invited(6)
    dispatch = ordered(VESTLAND, send_at=NOW + timedelta(days=2))
    place = address(vestland)
    assert place.split("/")[-1].removesuffix(".ics") not in vestland.get("/kalender/").content.decode()
    assert len(entries(Client().get(place))) == 7

    invitations.stop_dispatch(dispatch_id=dispatch.pk, scope=VESTLAND, by=SYSTEM, now=NOW)
    assert len(entries(Client().get(place))) == 6

    assert vestland.post("/kalender/adresse/ta-bort/").status_code == 302
    assert Client().get(place).status_code == 404
    assert vestland.post("/kalender/adresse/ta-bort/").status_code == 302
    assert set(Event.objects.filter(what__startswith="invitations.calendar").values_list("what", flat=True)) == {
        "invitations.calendar.made",
        "invitations.calendar.revoked",
    }


def test_new_address_stops_the_old_one_and_nobody_elses(vestland, oslo):
    first, others = address(vestland), address(oslo)
    second = address(vestland)
    assert [Client().get(place).status_code for place in (first, second, others)] == [404, 200, 200]
    assert CalendarSubscription.objects.filter(revoked_at=None).count() == 2


def test_address_keeps_the_language_it_was_made_in(october, client_of):
    county = client_of("county", "46")
    county.cookies["language"] = "nn"
    assert "Lærlingundersøkinga: Siste dag å svare" in entries(Client().get(address(county)))


@pytest.mark.parametrize("kind", ["nation", "governor"])
def test_those_who_do_not_send_get_the_dates(october, client_of, kind):
    invited(6)
    ordered(VESTLAND)
    client = client_of(kind, "vestland" if kind == "governor" else "")
    assert len(entries(client.get("/kalender/fil/"))) == 6
    assert len(entries(Client().get(address(client)))) == 6
    assert "Utsendelse" not in str(client.get("/kalender/fil/").content.decode())


def test_unknown_address_leads_nowhere():
    assert Client().get("/kalender/abc.ics").status_code == 404


def test_first_page_leads_to_the_calendar(vestland):
    assert "Legg den i din egen kalender" in text(vestland.get("/"))
