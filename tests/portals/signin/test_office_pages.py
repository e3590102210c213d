"""A county's letters to its offices, and an office that comes in with one."""

import re

import pytest
from django.test import Client
from tests.invitations.people import OFFICE, office

from laerling.access import actions as access
from laerling.access.models import AccountLetter, OfficeSignIn
from laerling.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def someone(by, now, give):
    """A browser signed in for a unit."""

    def someone(role, unit):
        account = access.create_account(
            email=f"{role}{unit}@eksempel.no", name="Kari", password="et langt passord", by=by, now=now
        )
        give(account, role, unit)
        client = Client()
        client.force_login(account)
        return client

    return someone


@pytest.fixture
def vestland(someone):
    office()
    return someone("county", "46")


def issue(client, **more):
    return client.post("/kontorbrev/", {"last_on": "2027-01-31"} | more)


@pytest.fixture(autouse=True)
def october(settings, now, db):
    settings.DEMO = True
    clock.set_demo_clock(now)


def letter(client):
    """Return user name and password as the letter tells them."""
    return re.findall(r"<dd><code>([^<]+)</code></dd>", client.get("/kontorbrev/brev/").content.decode())


def test_county_without_offices_is_told_why(someone):
    assert "Ingen opplæringskontorer ennå" in someone("county", "03").get("/kontorbrev/").content.decode()


def test_letters_are_made_for_all_offices_where_nobody_has_an_account(vestland, someone):
    office(orgnr="312000023", name="Elektro")
    office(orgnr="312000031", name="Fremmed", county="03")
    someone("office", "312000023")

    page = issue(vestland)
    assert page["Location"] == "/kontorbrev/"
    assert list(OfficeSignIn.objects.values_list("orgnr", flat=True)) == [OFFICE]
    shown = vestland.get("/kontorbrev/").content.decode()
    assert "Noen har konto" in shown
    assert "Fremmed" not in shown
    assert issue(vestland).status_code == 302
    assert OfficeSignIn.objects.count() == 1


def test_letter_is_made_for_one_office_and_found_by_name(vestland):
    office(orgnr="312000023", name="Elektro")
    issue(vestland, office="312000023")
    assert OfficeSignIn.objects.get().orgnr == "312000023"
    assert "Byggopp" not in vestland.get("/kontorbrev/?sok=elek").content.decode()
    assert "Ikke noe slikt kontor" in vestland.get("/kontorbrev/?sok=xyz").content.decode()


@pytest.mark.parametrize("orgnr", ["312000031", "399999999", "x' OR 1=1"])
def test_letter_for_a_foreign_office_is_like_one_for_none(vestland, orgnr):
    office(orgnr="312000031", name="Fremmed", county="03")
    assert issue(vestland, office=orgnr).status_code == 404
    assert not OfficeSignIn.objects.exists()


@pytest.mark.parametrize("last_on", ["", "2026-10-19", "2028-01-01", "x", "9999-12-31"])
def test_day_that_will_not_do_is_said_at_its_field(vestland, last_on):
    response = vestland.post("/kontorbrev/", {"last_on": last_on})
    assert response.status_code == 422
    assert "id_last_on_error" in response.content.decode()


def test_letter_has_a_sheet_with_address_user_name_and_password(vestland):
    issue(vestland)
    user_name, password = letter(vestland)
    assert re.fullmatch(r"k\d{7}", user_name)
    assert re.fullmatch(r"[a-z2-9]{4}(-[a-z2-9]{4}){3}", password)
    page = vestland.get("/kontorbrev/brev/").content.decode()
    assert page.count('<article class="letter') == 1
    assert "31. januar 2027" in page
    assert "/logg-inn/kontor/" in page


def test_office_comes_in_with_the_letter_sees_itself_only_and_is_offered_an_own_account(vestland, client):
    office(orgnr="312000023", name="Elektro")
    issue(vestland, office=OFFICE)
    user_name, password = letter(vestland)

    response = client.post("/logg-inn/kontor/", {"user_name": user_name, "password": password.upper()})

    assert response["Location"] == "/konto/egen/"
    page = client.get("/konto/egen/").content.decode()
    assert "Byggopp" in page
    assert client.get("/utvalg/").status_code == 200
    assert client.post("/enhet/", {"unit": "office:312000023"}).status_code == 404
    assert client.get("/kontorbrev/").status_code == 404
    assert client.get("/konto/")["Location"] == "/konto/egen/"

    client.post("/konto/egen/", {"name": "Ola Nord", "email": "ola@eksempel.no"})
    assert AccountLetter.objects.get().kind == "personal"
    assert Client().post("/logg-inn/kontor/", {"user_name": user_name, "password": password}).status_code == 422
    assert "Brukt, ingen egen konto" in vestland.get("/kontorbrev/").content.decode()


def test_one_time_sign_in_sends_nothing(vestland, client, monkeypatch):
    issue(vestland)
    client.post("/logg-inn/kontor/", dict(zip(("user_name", "password"), letter(vestland), strict=True)))
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 660
    session.save()
    response = client.post("/utsendelser/ny/", {"send": "1"})
    assert response.status_code == 403
    assert "Lag din egen konto" in response.content.decode()


def test_ended_sign_in_is_out_at_once(vestland, client):
    issue(vestland)
    client.post("/logg-inn/kontor/", dict(zip(("user_name", "password"), letter(vestland), strict=True)))
    vestland.post(f"/kontorbrev/{OfficeSignIn.objects.get().id}/slutt/")
    assert client.get("/konto/egen/").status_code == 302
    assert "Avsluttet" in vestland.get("/kontorbrev/").content.decode()


def test_guessing_one_time_passwords_is_slow_and_unknown_looks_like_wrong(vestland, client):
    issue(vestland)
    user_name, _password = letter(vestland)

    def answer(name):
        page = client.post("/logg-inn/kontor/", {"user_name": name, "password": "aaaa-bbbb-cccc"}).content.decode()
        return page.split("ds-error-summary")[1].split("</div>")[0]

    assert answer(user_name) == answer("k0000000")
    for _ in range(6):
        answer(user_name)
    given = dict(zip(("user_name", "password"), letter(vestland), strict=True))
    assert client.post("/logg-inn/kontor/", given).status_code == 422


def test_own_account_is_not_offered_to_who_has_one(vestland):
    assert vestland.get("/konto/egen/").status_code == 404
