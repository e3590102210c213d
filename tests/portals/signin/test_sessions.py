"""How long a session lasts, and forms that are kept while one signs in anew."""

import json
import re

import pytest
from django.test import Client
from tests.invitations.people import OFFICE
from tests.portals.signin.conftest import PASSWORD, said, sign_in

from laerling.access import actions as access

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client, office_person):
    sign_in(client, office_person.email)
    return office_person


def test_half_an_hour_of_silence_ends_the_session(client, person, real_time):
    real_time.pass_(minutes=29)
    assert client.get("/").status_code == 200
    real_time.pass_(minutes=29)
    assert client.get("/").status_code == 200
    real_time.pass_(minutes=31)
    response = client.get("/utvalg/")
    assert response["Location"] == "/logg-inn/?next=/utvalg/"
    assert said(response) == ["Du ble logget ut fordi ingenting skjedde på en stund."]


def test_twelve_hours_end_the_session_whatever_is_done(client, person, real_time):
    for _ in range(12 * 3 - 1):
        real_time.pass_(minutes=20)
        assert client.get("/").status_code == 200
    real_time.pass_(minutes=21)
    assert client.get("/").status_code == 302


def test_page_that_fetches_itself_anew_keeps_nobody_signed_in(client, person, real_time):
    for _ in range(4):
        real_time.pass_(minutes=8)
        client.get("/", headers={"HX-Request": "true"})
    assert client.get("/").status_code == 302


def test_session_cookie_dies_with_the_browser_and_no_script_reads_it(client, office_person):
    response = sign_in(client, office_person.email)
    cookie = response.cookies["laerling_session"]
    assert (cookie["max-age"], cookie["expires"], cookie["httponly"], cookie["samesite"]) == ("", "", True, "Lax")


def test_session_from_before_this_rule_is_over(client, person):
    session = client.session
    del session["began"]
    session.save()
    assert client.get("/").status_code == 302


def test_seconds_left_are_told_without_keeping_the_session(client, person, real_time):
    for _ in range(3):
        real_time.pass_(minutes=9)
        left = json.loads(client.get("/okt/", headers={"X-Session": "1"}).content)["left"]
    assert 170 < left < 190
    assert client.post("/okt/", headers={"X-Session": "1"}).json()["left"] > 1790
    real_time.pass_(minutes=29)
    assert client.get("/").status_code == 200


def test_who_is_not_signed_in_has_no_time_left(client):
    assert client.get("/okt/").json() == {"left": 0}
    assert client.post("/okt/").json() == {"left": 0}


def test_page_carries_the_warning_only_for_who_is_signed_in(client, person):
    page = client.get("/").content.decode()
    assert 'id="session-warning"' in page
    assert 'data-idle="1800"' in page
    assert 'id="session-warning"' not in Client().get("/logg-inn/").content.decode()


FORM = {"kind": "invitation", "line_nb": "Vi håper dere svarer.", "line_nn": "Vi vonar de svarar.", "trade": ["A", "B"]}


def _left(client, real_time):
    real_time.pass_(minutes=31)
    return client.post("/utsendelser/ny/?x=1", FORM)


def test_form_sent_too_late_is_kept_and_sent_after_signing_in(client, person, real_time):
    response = _left(client, real_time)
    assert response["Location"] == "/logg-inn/?next=/fortsett/"
    assert "Det du fylte inn, er tatt vare på." in said(response)[0]

    assert sign_in(client, person.email, next="/fortsett/")["Location"] == "/fortsett/"
    page = client.get("/fortsett/").content.decode()

    assert 'action="/utsendelser/ny/?x=1"' in page
    fields = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.split("<main")[1])
    assert [field for field in fields if field[0] != "csrfmiddlewaretoken"] == [
        ("kind", "invitation"),
        ("line_nb", "Vi håper dere svarer."),
        ("line_nn", "Vi vonar de svarar."),
        ("trade", "A"),
        ("trade", "B"),
    ]


def test_form_is_kept_though_the_page_has_asked_for_the_time_and_another_tab_was_sent_away(client, person, real_time):
    real_time.pass_(minutes=31)
    assert client.get("/okt/", headers={"X-Session": "1"}).json() == {"left": 0}
    assert client.get("/", headers={"HX-Request": "true"})["HX-Redirect"] == "/logg-inn/"
    assert client.get("/utvalg/").status_code == 302
    assert client.post("/utsendelser/ny/", FORM)["Location"] == "/logg-inn/?next=/fortsett/"
    assert client.session["kept_form"]["account"] == str(person.pk)


def test_form_sent_after_signing_out_oneself_is_not_kept(client, person):
    client.post("/logg-ut/")
    assert client.post("/utsendelser/ny/", FORM)["Location"] == "/logg-inn/?next=/utsendelser/ny/"
    assert "kept_form" not in client.session


def test_kept_form_is_nobody_elses(client, person, real_time, by, now):
    _left(client, real_time)
    access.create_account(email="ola@eksempel.no", name="Ola", password=PASSWORD, by=by, now=now)
    sign_in(client, "ola@eksempel.no", next="/fortsett/")

    assert client.get("/fortsett/")["Location"] == "/"
    client.post("/logg-ut/")
    sign_in(client, person.email)
    assert client.get("/fortsett/")["Location"] == "/"


def test_kept_form_can_be_thrown_away_and_is_not_kept_for_long(client, person, real_time):
    _left(client, real_time)
    sign_in(client, person.email)
    client.post("/fortsett/")
    assert client.get("/fortsett/")["Location"] == "/"

    _left(client, real_time)
    real_time.pass_(minutes=31)
    sign_in(client, person.email)
    assert client.get("/fortsett/")["Location"] == "/"


def test_kept_form_goes_with_the_unit_it_was_filled_in_for(client, person, real_time, give):
    from tests.invitations.people import office

    office(orgnr="312000023", name="Elektro")
    give(person, "office", "312000023")
    sign_in(client, person.email)
    client.post("/enhet/", {"unit": f"office:{OFFICE}"})
    _left(client, real_time)
    sign_in(client, person.email)
    client.get("/fortsett/")
    assert client.session["unit"] == f"office:{OFFICE}"


def test_form_from_elsewhere_is_not_kept(person, real_time, office_person):
    wary = Client(enforce_csrf_checks=True)
    wary.force_login(office_person)
    real_time.pass_(minutes=31)
    assert wary.post("/utsendelser/ny/", FORM).status_code == 403
    assert "kept_form" not in wary.session


@pytest.mark.parametrize("page", ["/konto/passord/", "/konto/epost/"])
def test_passwords_are_never_kept(client, person, real_time, page):
    real_time.pass_(minutes=31)
    client.post(page, {"password": "hemmelig hemmelig", "again": "hemmelig hemmelig"})
    assert "hemmelig" not in str(dict(client.session))


def test_changed_password_ends_every_other_session(client, person):
    other = Client()
    sign_in(other, person.email)
    new = "fjord tinde båt makrell"

    response = client.post("/konto/passord/", {"password": new, "again": new})

    assert response["Location"] == "/konto/"
    assert client.get("/konto/").status_code == 200
    assert other.get("/konto/").status_code == 302
    assert sign_in(Client(), person.email).status_code == 422


def test_account_that_runs_out_ends_its_session(client, person, by, now):
    access.limit_account(account=person, valid_to=now.date().replace(year=2020), by=by, now=now)
    assert client.get("/konto/").status_code == 302
    assert sign_in(client, person.email).status_code == 422


def test_signing_out_leaves_nothing(client, person):
    key = client.session.session_key
    client.post("/logg-ut/")
    thief = Client()
    thief.cookies["laerling_session"] = key
    assert thief.get("/konto/").status_code == 302
