"""The second step: asked for, set up before anything else, and not to be walked around."""

import re
from datetime import UTC, datetime

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from tests.portals.signin.conftest import PASSWORD, SECRET, code, sign_in, strongly

from laerling.access.models import AccountLetter
from laerling.audit.models import Event
from laerling.portals.signin import factors

pytestmark = pytest.mark.django_db
EVERY_PAGE = [
    "/",
    "/utvalg/",
    "/utsendelser/ny/",
    "/enhet/",
    "/konto/",
    "/konto/passord/",
    "/konto/epost/",
    "/kontorbrev/",
]


@pytest.fixture(autouse=True)
def _no_codes_used(db):
    cache.clear()


def test_password_alone_signs_nobody_in_who_has_a_second_step(client, county):
    response = sign_in(client, county.email, next="/utvalg/")

    assert response["Location"] == "/logg-inn/kode/"
    assert "_auth_user_id" not in client.session
    for page in EVERY_PAGE:
        assert client.get(page)["Location"].startswith("/logg-inn/"), page


def test_code_signs_in_and_goes_on_to_the_page_asked_for(client, county):
    sign_in(client, county.email, next="/utvalg/")
    response = client.post("/logg-inn/kode/", {"code": code()})

    assert response["Location"] == "/utvalg/"
    assert client.get("/utvalg/").status_code == 200
    assert Event.objects.get(what="access.signin.done").details == {"how": ["password", "totp"]}


def test_code_cannot_be_used_twice(client, county):
    shown = code()
    sign_in(client, county.email)
    client.post("/logg-inn/kode/", {"code": shown})
    client.post("/logg-ut/")

    sign_in(client, county.email)
    assert client.post("/logg-inn/kode/", {"code": shown}).status_code == 422


def test_code_that_still_fits_cannot_be_used_again_when_django_allauth_has_forgotten_it(client, county):
    shown = code()
    sign_in(client, county.email)
    client.post("/logg-inn/kode/", {"code": shown})
    client.post("/logg-ut/")
    cache.delete(f"allauth.mfa.totp.used?user={county.pk}&code={shown}")

    sign_in(client, county.email)
    assert client.post("/logg-inn/kode/", {"code": shown}).status_code == 422


def test_guessing_codes_is_slow(client, county):
    sign_in(client, county.email)
    answers = [client.post("/logg-inn/kode/", {"code": "000000"}) for _ in range(6)]

    assert {answer.status_code for answer in answers} == {422}
    assert "Vent fem minutter" in answers[-1].content.decode()
    assert client.post("/logg-inn/kode/", {"code": code()}).status_code == 422


def test_recovery_code_works_once(client, county):
    found = Authenticator.objects.get(user=county, type="recovery_codes").wrap().get_unused_codes()[0]
    for status in (302, 422):
        client.post("/logg-ut/")
        sign_in(client, county.email)
        assert client.post("/logg-inn/kode/", {"code": found}).status_code == status


def test_code_page_is_nobodys_without_a_password(client, county):
    assert client.get("/logg-inn/kode/")["Location"] == "/logg-inn/"
    assert client.post("/logg-inn/kode/", {"code": code()})["Location"] == "/logg-inn/"
    assert "_auth_user_id" not in client.session


def test_half_finished_sign_in_is_not_found_by_the_next_person(client, county, by, now):
    from laerling.access import actions as access

    other = access.create_account(email="ola@eksempel.no", name="Ola", password=PASSWORD, by=by, now=now)
    sign_in(client, county.email)
    page = client.get("/logg-inn/")
    assert page.status_code == 200
    assert county.email not in page.content.decode()

    sign_in(client, other.email)

    assert client.session["_auth_user_id"] == str(other.pk)
    assert client.get("/konto/").status_code == 200
    from laerling.portals.shell import sessions

    assert sessions.is_strong(client.get("/konto/").wsgi_request) is False


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_role_that_needs_a_second_step_sets_it_up_before_anything_else(client, account, give, page):
    give(account, "county", "46")
    sign_in(client, account.email)

    for answer in (client.get(page), client.post(page, {"send": "1"})):
        assert answer["Location"].startswith("/konto/totrinn/?next=")
    assert "sett opp et ekstra trinn" in client.get("/konto/totrinn/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_app_is_set_up_and_the_session_goes_on(client, account, give):
    give(account, "county", "46")
    sign_in(client, account.email)
    client.get("/konto/totrinn/?next=/utvalg/")
    page = client.get("/konto/app/").content.decode()
    secret = re.search(r'<code class="key">([A-Z2-7]+)</code>', page)[1]
    assert 'src="data:image/svg+xml;base64,' in page

    done = client.post("/konto/app/", {"code": factors.current_code(secret)})

    assert done["Location"] == "/konto/koder/"
    codes = client.get("/konto/koder/").content.decode()
    assert len(re.findall(r"<li><code>\d{8}</code></li>", codes)) == 10
    assert 'href="/utvalg/"' in codes
    assert client.get("/utvalg/").status_code == 200
    assert AccountLetter.objects.get().kind == "factor_added"
    assert secret not in str(Authenticator.objects.values_list("data", flat=True))


def test_wrong_first_code_sets_up_nothing_and_keeps_the_picture(client, account, give):
    give(account, "county", "46")
    sign_in(client, account.email)
    first = client.get("/konto/app/").content.decode()
    again = client.post("/konto/app/", {"code": "000000"})

    assert again.status_code == 422
    key = r'<code class="key">([A-Z2-7]+)</code>'
    assert re.search(key, first)[1] == re.search(key, again.content.decode())[1]
    assert not Authenticator.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_changing_second_steps_ends_every_other_session(client, county):
    from django.test import Client

    other = Client()
    strongly(client, county)
    cache.clear()
    strongly(other, county)
    assert other.get("/konto/").status_code == 200

    client.post("/konto/koder/")

    assert client.get("/konto/").status_code == 200
    assert other.get("/konto/").status_code == 302


def test_last_second_step_stays_where_the_role_needs_one(client, county):
    strongly(client, county)
    app = Authenticator.objects.get(user=county, type="totp")

    assert "det eneste ekstra trinnet" in client.get(f"/konto/fjern/{app.pk}/").content.decode()
    assert client.post(f"/konto/fjern/{app.pk}/").status_code == 409
    assert Authenticator.objects.filter(pk=app.pk).exists()


def test_office_takes_its_second_step_away(client, office_person):
    factors.enrol_app(account=office_person, secret=SECRET)
    strongly(client, office_person)
    app = Authenticator.objects.get(user=office_person, type="totp")

    assert client.post(f"/konto/fjern/{app.pk}/")["Location"] == "/konto/"
    assert not Authenticator.objects.filter(user=office_person).exists()
    assert AccountLetter.objects.get().kind == "factor_removed"


def test_anothers_second_step_is_like_one_that_does_not_exist(client, county, by, now):
    from laerling.access import actions as access

    other = access.create_account(email="ola@eksempel.no", name="Ola", password=PASSWORD, by=by, now=now)
    factors.enrol_app(account=other, secret=SECRET)
    theirs = Authenticator.objects.get(user=other, type="totp")
    strongly(client, county)

    foreign, missing = client.post(f"/konto/fjern/{theirs.pk}/"), client.post("/konto/fjern/999999/")
    assert foreign.status_code == missing.status_code == 404
    assert Authenticator.objects.filter(pk=theirs.pk).exists()


def test_office_needs_no_second_step(client, office_person):
    assert sign_in(client, office_person.email)["Location"] == "/"
    assert client.get("/").status_code == 200


def test_role_given_while_signed_in_ends_the_session_and_asks_for_a_second_step(client, office_person, give):
    sign_in(client, office_person.email)
    assert client.get("/").status_code == 200

    give(office_person, "county", "46")

    assert client.get("/")["Location"].startswith("/logg-inn/")
    sign_in(client, office_person.email)
    assert client.get("/")["Location"].startswith("/konto/totrinn/")


def test_lost_second_steps_are_taken_away_and_set_up_anew(client, county, by):
    strongly(client, county)
    factors.remove_all(account=county, by=by)

    assert client.get("/konto/").status_code == 302
    sign_in(client, county.email)
    assert client.get("/")["Location"].startswith("/konto/totrinn/")
    assert AccountLetter.objects.get().kind == "factor_removed"


def test_new_password_by_mail_does_not_walk_around_the_second_step(client, county, now):
    from django.conf import settings

    from laerling.access import actions as access
    from laerling.access.models import ResetRequest
    from laerling.access.tokens import link_token

    at = datetime.now(UTC)
    access.ask_for_reset(email=county.email, now=at)
    access.answer_reset_request(request_id=ResetRequest.objects.get().id, now=at)
    token = link_token(settings.LINKS_KEY, AccountLetter.objects.get(kind="reset").id)
    client.get(f"/lenke/{token}/")
    client.post("/lenke/", {"password": "fjord tinde båt makrell", "again": "fjord tinde båt makrell"})

    assert "_auth_user_id" not in client.session
    response = sign_in(client, county.email, "fjord tinde båt makrell")
    assert response["Location"] == "/logg-inn/kode/"
