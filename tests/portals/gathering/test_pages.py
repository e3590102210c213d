"""An office plans a gathering, makes slips, shows the wall, calls it off and takes that back."""

import pytest
from django.test import Client
from tests.gatherings import rooms
from tests.gatherings.rooms import NOW
from tests.invitations.people import OFFICE, invited, office
from tests.portals.answering.walking import words

from laerling.access import actions as access
from laerling.access.policy import ALL_TASKS
from laerling.audit.models import Event
from laerling.gatherings import actions, queries
from laerling.gatherings.models import Gathering
from laerling.kernel import clock

FORM = {
    "id": "10000000-0000-4000-8000-000000000001",
    "name": "Samling i Bodø",
    "place": "Kantina",
    "day": "2026-10-20",
    "starts": "10:30",
    "ends": "12:30",
}


@pytest.fixture
def client(db, by, settings, tmp_path):
    """Somebody of the office, on the day."""
    settings.HOME, settings.DEMO = tmp_path, True
    clock.set_demo_clock(NOW)
    office()
    rooms.with_numbers(invited(12, office_orgnr=OFFICE))
    account = access.create_account(email="kari@eksempel.no", name="Kari", password="et langt passord", by=by, now=NOW)
    access.grant(
        account=account,
        roles=ALL_TASKS["office"],
        unit_kind="office",
        unit_code=OFFICE,
        valid_from=NOW.date(),
        why="Gitt av fylket",
        by=by,
        now=NOW,
    )
    client = Client()
    client.force_login(account)
    return client


def planned(client):
    client.post("/samlinger/ny/", FORM)
    return f"/samlinger/{FORM['id']}/"


def test_office_plans_changes_calls_off_and_takes_it_back(client):
    assert "Ingen samling er planlagt" in words(client.get("/samlinger/"))
    page = client.post("/samlinger/ny/", FORM, follow=True)
    assert "Samling i Bodø" in words(page)
    client.post("/samlinger/ny/", FORM)
    assert Gathering.objects.count() == 1

    here = planned(client)
    assert 'value="10:30"' in client.get(f"{here}endre/").content.decode()
    assert "Aulaen" in words(client.post(f"{here}endre/", FORM | {"place": "Aulaen"}, follow=True))
    assert "Samlingen er avlyst" in words(client.post(f"{here}avlys/", follow=True))
    assert "Samlingen er avlyst" not in words(client.post(f"{here}angre/", follow=True))
    assert "Samling i Bodø" in words(client.get("/samlinger/"))


def test_time_that_does_not_fit_is_told_at_the_form(client):
    reply = client.post("/samlinger/ny/", FORM | {"ends": "09:00"})

    assert reply.status_code == 422
    assert "En samling må slutte etter at den begynner" in words(reply)


def test_wall_shows_qr_code_code_and_no_name(client):
    here = planned(client)
    assert "Rommet er ikke åpent nå" in words(client.get(f"{here}vegg/"))
    actions.look_after_rooms(now=NOW)
    page = client.get(f"{here}vegg/").content.decode()
    code = queries.wall(rooms.BYGGOPP, Gathering.objects.get().pk, clock.now()).code

    assert f"{code[:3]} {code[3:]}" in page
    assert "<svg" in page
    assert "style=" not in page
    assert "Kari Nr" not in page


def test_slips_are_ordered_made_fetched_and_told(client):
    here = planned(client)
    waiting = client.post(f"{here}lapper/", follow=True)
    assert "Lappene lages nå" in words(waiting)
    place = waiting.request["PATH_INFO"]
    assert client.get(f"{place}pdf/").status_code == 404

    actions.make_slips(gathering_id=Gathering.objects.get().pk, paper_id=place.split("/")[-2], now=NOW)
    assert "Lappene er klare" in words(client.get(place))
    paper = client.get(f"{place}pdf/")
    assert paper.content.startswith(b"%PDF")
    assert "no-store" in paper["Cache-Control"]
    told = set(Event.objects.filter(what__startswith="gatherings.slips").values_list("what", flat=True))
    assert told == {"gatherings.slips.ordered", "gatherings.slips.fetched"}


def test_list_costs_as_much_for_many(client, django_assert_max_num_queries):
    client.get("/samlinger/")
    for number in range(1, 30):
        rooms.planned(name=f"Samling nr. {number}.")
    with django_assert_max_num_queries(20):
        assert words(client.get("/samlinger/")).count("Samling nr.") == 29
