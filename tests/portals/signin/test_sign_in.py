"""Signing in and out: forgiving about writing, silent about who exists."""

import pytest

from laerling.access import actions as access

pytestmark = pytest.mark.django_db
PASSWORD = "et langt passord"


@pytest.fixture
def account(by, now):
    """A person with an account."""
    return access.create_account(email="kari@vestland.eksempel.no", name="Kari", password=PASSWORD, by=by, now=now)


@pytest.mark.parametrize("written", ["kari@vestland.eksempel.no", "  Kari@Vestland.Eksempel.NO "])
def test_right_password_signs_in_however_the_address_is_written(client, account, written):
    response = client.post("/logg-inn/", {"login": written, "password": PASSWORD})

    assert response["Location"] == "/"
    assert client.session["_auth_user_id"] == str(account.id)


def test_sign_in_goes_on_to_the_page_asked_for(client, account):
    given = {"login": account.email, "password": PASSWORD, "next": "/utsendelser/?side=2"}

    assert client.post("/logg-inn/", given)["Location"] == "/utsendelser/?side=2"


def test_sign_in_never_leads_to_another_host(client, account):
    given = {"login": account.email, "password": PASSWORD, "next": "https://eksempel.no/"}

    assert client.post("/logg-inn/", given)["Location"] == "/"


def _sentences(client, username, password):
    shown = client.post("/logg-inn/", {"login": username, "password": password}).content.decode()
    return shown.split('<form class="stack"')[1].split('name="login"')[0].split("ds-error-summary")[1]


def test_unknown_person_wrong_password_and_closed_account_look_the_same(client, account):
    wrong = _sentences(client, account.email, "noe helt annet enn det")
    unknown = _sentences(client, "ingen@eksempel.no", PASSWORD)
    account.is_active = False
    account.save()
    closed = _sentences(client, account.email, PASSWORD)

    assert "Adressen og passordet hører ikke sammen." in wrong
    assert wrong == unknown == closed


def test_missing_and_mistyped_fields_are_said_kindly(client):
    response = client.post("/logg-inn/", {"login": "kari", "password": ""})
    shown = response.content.decode()

    assert response.status_code == 422
    assert "Dette ligner ikke på en e-postadresse." in shown
    assert "Skriv passordet ditt." in shown


@pytest.mark.parametrize(("language", "words"), [("nb", "Er du lærling?"), ("nn", "E-postadresse"), ("en", "Sign in")])
def test_sign_in_speaks_all_languages(client, language, words):
    client.cookies["language"] = language

    assert words in client.get("/logg-inn/").content.decode()


def test_sign_out_ends_the_session_and_says_so(client, account):
    client.force_login(account)

    response = client.post("/logg-ut/", follow=True)

    assert "_auth_user_id" not in client.session
    assert "Du er logget ut" in response.content.decode()


def test_link_does_not_sign_out(client, account):
    client.force_login(account)

    assert client.get("/logg-ut/").status_code == 405
    assert client.session["_auth_user_id"] == str(account.id)


def test_signing_in_gives_a_new_session_key(client, account):
    client.get("/logg-inn/")
    session = client.session
    session["unit"] = "county:03"
    session.save()
    before = session.session_key

    client.post("/logg-inn/", {"login": account.email, "password": PASSWORD})

    assert client.session.session_key != before
