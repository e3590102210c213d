"""Forgotten passwords and links: the same page for everybody, and nothing done by looking."""

import re

import pytest
from django.conf import settings
from django.test import Client
from tests.portals.signin.conftest import PASSWORD, sign_in

from laerling.access import actions as access
from laerling.access.models import AccountLetter, ResetRequest
from laerling.access.tokens import link_token
from laerling.kernel import clock

pytestmark = pytest.mark.django_db
NEW = "fjord tinde båt makrell"


@pytest.fixture
def token(account):
    access.ask_for_reset(email=account.email, now=clock.now())
    access.answer_reset_request(request_id=ResetRequest.objects.get().id, now=clock.now())
    return link_token(settings.LINKS_KEY, AccountLetter.objects.get().id)


def test_asking_looks_the_same_for_known_and_unknown(client, account):
    answers = [client.post("/glemt-passord/", {"email": email}) for email in (account.email, "ingen@eksempel.no")]
    pages = [re.sub(rb'csrfmiddlewaretoken" value="\w+', b"", client.get(one["Location"]).content) for one in answers]

    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, "/glemt-passord/sendt/")}
    assert pages[0] == pages[1]


def test_asking_without_an_address_is_said_kindly(client):
    response = client.post("/glemt-passord/", {"email": "kari"})
    assert response.status_code == 422
    assert "Dette ligner ikke på en e-postadresse." in response.content.decode()


def test_network_that_asks_and_asks_gets_the_same_page_and_no_more_letters(client, account):
    for _ in range(65):
        assert client.post("/glemt-passord/", {"email": "ingen@eksempel.no"}).status_code == 302
    assert ResetRequest.objects.count() == 60


def test_scanner_that_opens_a_link_changes_nothing(client, account, token):
    for _ in range(3):
        scanner = Client()
        assert scanner.get(f"/lenke/{token}/", follow=True).status_code == 200
        assert scanner.head(f"/lenke/{token}/").status_code in {302, 405}
    client.get(f"/lenke/{token}/")
    assert client.post("/lenke/", {"password": NEW, "again": NEW})["Location"] == "/logg-inn/"


def test_token_leaves_the_address_before_any_page_is_shown(client, token):
    response = client.get(f"/lenke/{token}/")
    assert (response.status_code, response["Location"]) == (302, "/lenke/")
    assert token not in client.get("/lenke/").content.decode()


def test_link_is_worth_nothing_in_another_browser(client, token):
    client.get(f"/lenke/{token}/")
    assert Client().get("/lenke/").status_code == 410


def test_used_link_is_spent_everywhere(client, account, token):
    client.get(f"/lenke/{token}/")
    client.post("/lenke/", {"password": NEW, "again": NEW})

    thief = Client()
    thief.get(f"/lenke/{token}/")
    assert thief.get("/lenke/").status_code == 410
    assert thief.post("/lenke/", {"password": PASSWORD * 2, "again": PASSWORD * 2}).status_code == 410
    assert sign_in(client, account.email, NEW)["Location"] == "/"


def test_using_a_link_signs_nobody_in_and_ends_other_sessions(client, account, token):
    other = Client()
    sign_in(other, account.email)
    client.get(f"/lenke/{token}/")
    client.post("/lenke/", {"password": NEW, "again": NEW})

    assert "_auth_user_id" not in client.session
    assert other.get("/konto/").status_code == 302


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"password": "kråke og", "again": "kråke og"}, "Passordet er for kort."),
        ({"password": "passordpassord123", "again": "passordpassord123"}, "lett å gjette"),
        ({"password": NEW, "again": NEW + "!"}, "De to er ikke like."),
        ({"password": "", "again": ""}, "Skriv passordet ditt."),
    ],
)
def test_password_that_will_not_do_is_said_at_its_field_and_spends_no_link(client, account, token, given, words):
    client.get(f"/lenke/{token}/")
    response = client.post("/lenke/", given)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert given["password"] not in response.content.decode() or not given["password"]
    assert client.get("/lenke/").status_code == 200


def test_who_follows_a_link_is_known_in_that_browser(client, account, token):
    stranger = Client(REMOTE_ADDR="198.51.100.7")
    for number in range(40):
        sign_in(Client(REMOTE_ADDR=f"10.0.{number}.1"), account.email, "feil feil feil feil")
    assert sign_in(stranger, account.email).status_code == 422

    stranger.get(f"/lenke/{token}/")
    stranger.post("/lenke/", {"password": NEW, "again": NEW})

    assert sign_in(stranger, account.email, NEW)["Location"] == "/"


def test_invited_person_is_asked_for_a_name_and_shown_the_user_name(client, by):
    access.invite(email="ny@eksempel.no", name="", by=by, now=clock.now())
    token = link_token(settings.LINKS_KEY, AccountLetter.objects.get().id)
    client.get(f"/lenke/{token}/")
    page = client.get("/lenke/").content.decode()
    assert 'value="ny@eksempel.no"' in page
    assert 'autocomplete="name"' in page

    client.post("/lenke/", {"name": "Nina Ny", "password": NEW, "again": NEW})

    assert sign_in(client, "ny@eksempel.no", NEW)["Location"] == "/"


def test_new_address_is_confirmed_by_a_button(client, account, by):
    access.ask_for_new_email(account=account, email="kari@ny.eksempel.no", by=by, now=clock.now())
    token = link_token(settings.LINKS_KEY, AccountLetter.objects.get().id)
    client.get(f"/lenke/{token}/", follow=True)
    account.refresh_from_db()
    assert account.email == "kari@vestland.eksempel.no"

    client.post("/lenke/")

    assert sign_in(client, "kari@ny.eksempel.no")["Location"] == "/"


@pytest.mark.parametrize("method", ["get", "post"])
def test_invented_link_says_what_to_do(client, method):
    client.get("/lenke/finnesikke/")
    response = getattr(client, method)("/lenke/")
    assert response.status_code == 410
    assert "Send meg en ny lenke" in response.content.decode()
