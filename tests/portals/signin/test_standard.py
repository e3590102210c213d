"""What OWASP ASVS asks of signing in and no neighbour shows: passwords whole, secrets random, doors kept apart."""

import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings as configured
from django.test import Client
from tests.portals.signin import provider
from tests.portals.signin.conftest import PASSWORD, SECRET, sign_in
from tests.portals.signin.test_doors import DOOR, _accept, _keys, _token

from laerling.access import actions as access
from laerling.access import rules
from laerling.config.env import Door
from laerling.kernel import clock
from laerling.portals.signin import factors

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("door")]
PROJECT = Path(__file__).parents[3]
LONG = "Fjord tinde båt makrell " * 8 + "lyng"


def test_long_password_is_taken_and_every_sign_of_it_counts(client, office_person):
    sign_in(client, office_person.email)
    assert client.post("/konto/passord/", {"password": LONG, "again": LONG}).status_code == 302

    for wrong in (LONG[:-1], LONG + " ", LONG.lower(), LONG[1:]):
        assert sign_in(Client(), office_person.email, wrong).status_code == 422
    assert sign_in(Client(), office_person.email, LONG)["Location"] == "/"


def test_password_does_not_run_out(client, office_person, settings, now):
    settings.DEMO = True
    clock.set_demo_clock(now + timedelta(days=3_650))
    assert sign_in(client, office_person.email)["Location"] == "/"
    assert client.get("/konto/").status_code == 200


def test_password_fields_are_masked_and_open_to_password_managers(client, office_person):
    sign_in(client, office_person.email)
    pages = [Client().get("/logg-inn/"), client.get("/konto/passord/")]
    fields = [field for page in pages for field in re.findall(r"<input[^>]*password[^>]*>", page.content.decode())]

    assert len(fields) == 3
    for field in fields:
        assert 'type="password"' in field
        assert re.search(r'autocomplete="(current|new)-password"', field)
        assert int(re.search(r'maxlength="(\d+)"', field)[1]) >= 64
        assert not re.search(r"\bon[a-z]+=|readonly", field)
    scripts = [path.read_text(encoding="utf-8") for path in (PROJECT / "src" / "laerling").rglob("*.js")]
    assert scripts
    assert not [script for script in scripts if "paste" in script]


@pytest.mark.parametrize("page", ["/", "/utvalg/", "/konto/", "/konto/passord/", "/finnes-ikke/"])
def test_way_out_stands_on_every_page(client, office_person, page):
    sign_in(client, office_person.email)
    assert 'action="/logg-ut/"' in client.get(page).content.decode()


def test_secrets_of_apps_and_recovery_codes_are_anew_for_everybody(by, now):
    secrets, codes = set(), []
    for number in range(5):
        email = f"p{number}@eksempel.no"
        account = access.create_account(email=email, name="Kari", password=PASSWORD, by=by, now=now)
        client = Client()
        sign_in(client, email)
        page = client.get("/konto/app/").content.decode()
        secrets.add(re.search(r'<code class="key">([A-Z2-7]{32})</code>', page)[1])
        factors.enrol_app(account=account, secret=SECRET)
        codes += Authenticator.objects.get(user=account, type="recovery_codes").wrap().get_unused_codes()
    # 160 bits each; of fifty codes two are alike once in a hundred thousand times.
    assert len(secrets) == 5
    assert len(set(codes)) == 50


def test_papers_tell_the_waits_and_times_that_hold():
    (decision,) = (PROJECT / "docs" / "decisions").glob("0017-*.md")
    told = " ".join(decision.read_text(encoding="utf-8").split())

    assert "30 minutes of silence, 12 hours in all" in told
    assert (configured.SESSION_IDLE_SECONDS, configured.SESSION_LONGEST_SECONDS) == (30 * 60, 12 * 60 * 60)
    assert "by address from one network, by network, and by address from anywhere" in told
    kinds = [kind for kind, _key in access.attempts.Attempt("kari@eksempel.no", "192.0.2.0").counters()]
    assert sorted(kinds) == ["address", "network", "pair"]
    assert "Waits grow to a quarter of an hour." in told
    assert {rules.wait_after(kind, 10_000) for kind in kinds} == {timedelta(minutes=15)}


@pytest.fixture(scope="module")
def issuer():
    with provider.running() as found:
        yield found


@pytest.fixture
def two_doors(issuer, settings):
    """Two doors whose people have the same names."""
    doors = [
        Door(id=name, name=name, issuer=issuer, client_id="us", secret="shared", trusts_email=False)
        for name in ("feide", "annen")
    ]
    settings.DOORS = {door.id: door for door in doors}
    apps = [{"provider_id": one.id, "name": one.name, "client_id": "us", "secret": "shared"} for one in doors]
    settings.SOCIALACCOUNT_PROVIDERS = {"door": {"APPS": apps, "OAUTH_PKCE_ENABLED": True}}


def landing(client, door, person):
    """Go out through a door as somebody, and return the address it leads back to."""
    return provider.say_yes(client.get(f"/logg-inn/gjennom/{door}/")["Location"], person)


def back(client, address):
    parts = urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}")


def test_subject_of_one_door_is_nobody_at_another(client, two_doors, account):
    SocialAccount.objects.create(user=account, provider="feide", uid="kari")

    assert back(client, landing(client, "annen", "kari")).status_code == 403
    assert "_auth_user_id" not in client.session
    assert back(client, landing(client, "feide", "kari"))["Location"] == "/"


def test_answer_to_one_door_is_not_taken_at_another(client, two_doors, account):
    for door in ("feide", "annen"):
        SocialAccount.objects.create(user=account, provider=door, uid="kari")
    address = landing(client, "feide", "kari")

    assert back(client, address.replace("/feide/", "/annen/")).status_code == 400
    assert "_auth_user_id" not in client.session


def test_tokens_and_codes_stay_on_the_server(client, two_doors, account):
    SocialAccount.objects.create(user=account, provider="feide", uid="kari")
    address = landing(client, "feide", "kari")
    (code,) = parse_qs(urlsplit(address).query)["code"]
    response = back(client, address)
    kept = f"{dict(client.session)} {response.serialize_headers()} {response.cookies} {client.get('/konto/').content}"

    assert client.session["_auth_user_id"] == str(account.pk)
    assert not SocialToken.objects.exists()
    for secret in (code, "access_token", "id_token", "refresh_token", "code_verifier", "eyJhbG"):
        assert secret not in kept, secret


def test_token_that_brings_its_own_key_is_refused():
    ours, theirs = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))
    jwk = jwt.algorithms.RSAAlgorithm.to_jwk(theirs.public_key(), as_dict=True)
    for headers in ({"jwk": jwk}, {"jku": "https://eksempel.no/keys"}, {"x5u": "https://eksempel.no/key.pem"}):
        with pytest.raises(OAuth2Error):
            _accept(_token(theirs, headers=headers), _keys(ours), DOOR)
