"""Others' sign-ins: the flow against a real stand-in, and every way of cheating at it that we could think of."""

import base64
import hashlib
import time
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from tests.portals.signin import provider
from tests.portals.signin.conftest import SECRET, sign_in

from laerling.access.models import Account, AccountLetter
from laerling.config.env import Door
from laerling.portals.signin import factors, oidc

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("door")]


@pytest.fixture(scope="module")
def issuer():
    with provider.running() as found:
        yield found


@pytest.fixture
def door(issuer, settings):
    """Configure the door; `door(acr=[])` changes it."""

    def configure(**more):
        given = {"id": "feide", "name": "Feide", "issuer": issuer, "client_id": "us", "secret": "shared"}
        given |= {"acr": [provider.ACR], "is_second_factor": True, "trusts_email": True} | more
        found = Door(**given)
        settings.DOORS = {"feide": found}
        app = {"provider_id": "feide", "name": "Feide", "client_id": "us", "secret": found.secret}
        settings.SOCIALACCOUNT_PROVIDERS = {"door": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}
        return found

    configure()
    return configure


def out(client, **query):
    """Leave for the door; return the address and what it asks for."""
    response = client.get(f"/logg-inn/gjennom/feide/?{urlencode(query)}")
    assert response.status_code == 302
    asked = {name: values[0] for name, values in parse_qs(urlsplit(response["Location"]).query).items()}
    return response["Location"], asked


def back(client, address):
    parts = urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}")


def through(client, person, **query):
    address, _asked = out(client, **query)
    return back(client, provider.say_yes(address, person))


def test_invited_person_comes_in_by_a_verified_address_and_is_known_from_then_on(client, door, account):
    assert through(client, "kari", next="/utvalg/")["Location"] == "/utvalg/"
    assert client.session["_auth_user_id"] == str(account.pk)

    kept = SocialAccount.objects.get()
    assert (kept.user_id, kept.provider, kept.uid, kept.extra_data) == (account.pk, "feide", "kari", {})
    assert AccountLetter.objects.get().kind == "door_connected"

    Account.objects.update(email="kari@gift.eksempel.no")
    assert through(Client(), "kari")["Location"] == "/"


def test_door_that_vouches_for_strength_spares_the_second_step(client, door, account, give):
    give(account, "county", "46")
    factors.enrol_app(account=account, secret=SECRET)
    through(client, "kari")
    assert client.get("/").status_code == 200


def test_door_that_does_not_vouch_leads_to_our_own_second_step(client, door, account, give):
    door(is_second_factor=False)
    give(account, "county", "46")
    factors.enrol_app(account=account, secret=SECRET)
    assert through(client, "kari")["Location"] == "/logg-inn/kode/"
    assert client.get("/").status_code == 302


def test_door_without_vouching_sets_up_a_second_step_first(client, door, account, give):
    door(is_second_factor=False)
    give(account, "county", "46")
    through(client, "kari")
    assert client.get("/")["Location"].startswith("/konto/totrinn/")
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("person", ["stranger", "unverified", "stringly", "nobody"])
def test_who_has_not_been_invited_gets_no_account(client, door, account, person):
    response = through(client, person)
    assert response.status_code == 403
    assert "Ingen konto her" in response.content.decode()
    assert (Account.objects.count(), SocialAccount.objects.count()) == (1, 0)
    assert "_auth_user_id" not in client.session


def test_address_counts_only_where_the_door_is_trusted_with_it(client, door, account):
    door(trusts_email=False)
    assert through(client, "kari").status_code == 403


@pytest.mark.parametrize("change", [{"is_active": False}, {"valid_to": "2020-01-01"}])
def test_closed_account_stays_closed(client, door, account, change):
    through(Client(), "kari")
    Account.objects.update(**change)
    response = through(client, "kari")
    assert "_auth_user_id" not in client.session
    assert response.status_code in {302, 403}


@pytest.mark.parametrize("person", ["weak", "without"])
def test_acr_is_checked_here_and_not_only_asked_for(client, door, account, person):
    response = through(client, person)
    assert response.status_code == 400
    assert "_auth_user_id" not in client.session


def test_browser_has_no_say_in_what_is_asked_for(client, door, account):
    evil = {"auth_params": "acr_values=loa-low&nonce=mine&prompt=none", "scope": "phone", "process": "connect"}
    _address, asked = out(client, **evil)
    assert asked["acr_values"] == provider.ACR
    assert set(asked["scope"].split()) == {"openid", "email"}
    assert asked["nonce"] != "mine"
    assert "prompt" not in asked
    assert (asked["code_challenge_method"], asked["response_type"]) == ("S256", "code")
    assert asked["redirect_uri"] == "http://testserver/logg-inn/gjennom/feide/svar/"


def test_every_sign_in_has_its_own_state_nonce_and_challenge(client, door):
    asked = [out(client)[1] for _ in range(3)]
    for name in ("state", "nonce", "code_challenge"):
        assert len({one[name] for one in asked}) == 3, name


def test_answer_belongs_to_the_browser_that_asked(client, door, account):
    address, _asked = out(client)
    landing = provider.say_yes(address, "kari")
    victim = Client()

    assert back(victim, landing).status_code == 400
    assert "_auth_user_id" not in victim.session


def test_answer_is_taken_once(client, door, account):
    address, _asked = out(client)
    landing = provider.say_yes(address, "kari")
    assert back(client, landing).status_code == 302
    client.post("/logg-ut/")
    assert back(client, landing).status_code == 400


def test_code_of_another_sign_in_has_another_nonce(client, door, account):
    """A stolen code, put into one's own sign-in: the token's nonce is the thief's victim's."""
    stolen = parse_qs(urlsplit(provider.say_yes(out(Client())[0], "kari")).query)["code"][0]
    _address, mine = out(client)
    response = client.get("/logg-inn/gjennom/feide/svar/", {"code": stolen, "state": mine["state"]})
    assert response.status_code == 400
    assert "_auth_user_id" not in client.session


def test_door_that_describes_itself_as_another_lets_nobody_in(client, door, account, monkeypatch):
    address, _asked = out(client)
    answer = provider.say_yes(address, "kari")
    described = oidc.DoorAdapter.openid_config.fget
    another = property(lambda own: described(own) | {"issuer": "https://en-annen.eksempel.no"})
    monkeypatch.setattr(oidc.DoorAdapter, "openid_config", another)
    back(client, answer)
    assert "_auth_user_id" not in client.session


def test_saying_no_is_answered_kindly(client, door):
    address, _asked = out(client)
    response = back(client, provider.say_no(address))
    assert response.status_code == 400
    assert "Innloggingen virket ikke" in response.content.decode()


def test_door_that_is_away_is_answered_kindly(client, door):
    door(issuer="http://127.0.0.1:1")
    response = client.get("/logg-inn/gjennom/feide/")
    assert response.status_code == 502
    assert "Innloggingen virket ikke" in response.content.decode()


@pytest.mark.parametrize("path", ["/logg-inn/gjennom/finnesikke/", "/logg-inn/gjennom/finnesikke/svar/?code=x&state=y"])
def test_door_that_is_not_configured_does_not_exist(client, door, path):
    assert client.get(path).status_code == 404


def test_next_never_leads_to_another_host(client, door, account):
    assert through(client, "kari", next="https://eksempel.no/")["Location"] == "/"
    assert through(Client(), "kari", next="//eksempel.no/")["Location"] == "/"


def test_signing_in_gives_a_new_session_key(client, door, account):
    address, _asked = out(client)
    before = client.session.session_key
    back(client, provider.say_yes(address, "kari"))
    assert client.session.session_key != before


def test_person_connects_the_door_to_an_own_account(client, door, account):
    door(trusts_email=False)
    sign_in(client, account.email)
    page = client.post("/konto/gjennom/feide/").content.decode()
    address = page.split('href="http')[1].split('"')[0].replace("&amp;", "&")
    landing = provider.say_yes(f"http{address}", "stranger")

    assert back(client, landing)["Location"] == "/konto/"

    assert SocialAccount.objects.get().user_id == account.pk
    assert through(Client(), "stranger")["Location"] == "/"


def test_connecting_needs_a_button_and_not_a_link(client, door, account):
    sign_in(client, account.email)
    assert client.get("/konto/gjennom/feide/").status_code == 405
    wary = Client(enforce_csrf_checks=True)
    wary.force_login(account)
    assert wary.post("/konto/gjennom/feide/").status_code == 403


def test_connecting_for_another_account_connects_nothing(client, door, account, by, now):
    from laerling.access import actions as access

    door(trusts_email=False)
    sign_in(client, account.email)
    page = client.post("/konto/gjennom/feide/").content.decode()
    address = page.split('href="http')[1].split('"')[0].replace("&amp;", "&")
    landing = provider.say_yes(f"http{address}", "stranger")
    other = access.create_account(email="ola@eksempel.no", name="Ola", password="et langt passord", by=by, now=now)
    session = client.session
    session["_auth_user_id"], session["_auth_user_hash"] = str(other.pk), other.get_session_auth_hash()
    session.save()

    back(client, landing)

    assert not SocialAccount.objects.exists()


def test_door_of_another_account_is_not_taken_over(client, door, account, by, now):
    from laerling.access import actions as access

    other = access.create_account(email="ola@eksempel.no", name="Ola", password="et langt passord", by=by, now=now)
    SocialAccount.objects.create(user=other, provider="feide", uid="stranger")
    sign_in(client, account.email)
    page = client.post("/konto/gjennom/feide/").content.decode()
    address = page.split('href="http')[1].split('"')[0].replace("&amp;", "&")
    back(client, provider.say_yes(f"http{address}", "stranger"))
    assert SocialAccount.objects.get().user_id == other.pk


@pytest.fixture(scope="module")
def keys():
    """A key of ours and a door's, made once."""
    return [rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2)]


def test_client_proves_itself_with_a_signed_assertion_and_the_code_with_its_verifier(
    client, door, account, keys, tmp_path, monkeypatch
):
    from allauth.socialaccount.adapter import get_adapter

    pem = keys[0].private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (tmp_path / "ours.pem").write_bytes(pem)
    found = door(secret="", key_file=tmp_path / "ours.pem", key_id="2026-1")
    oidc._key.cache_clear()
    sent = []
    real = type(get_adapter()).get_requests_session

    def listening(self):
        session = real(self)
        ask = session.request

        def request(method, url, **given):
            sent.append((method, url, given.get("data")))
            return ask(method, url, **given)

        session.request = request
        return session

    monkeypatch.setattr(type(get_adapter()), "get_requests_session", listening)
    address, asked = out(client)
    back(client, provider.say_yes(address, "kari"))

    (data,) = [data for method, url, data in sent if url.endswith("/token") and method == "POST"]
    digest = hashlib.sha256(data["code_verifier"].encode()).digest()
    assert base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == asked["code_challenge"]
    assert "client_secret" not in data
    assert data["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    told = jwt.decode(data["client_assertion"], keys[0].public_key(), ["RS256"], audience=found.issuer)
    assert (told["iss"], told["sub"], told["exp"] - told["iat"]) == ("us", "us", 60)
    assert jwt.get_unverified_header(data["client_assertion"])["kid"] == "2026-1"
    oidc._key.cache_clear()


def _token(key, *, headers=None, algorithm="RS256", **claims):
    now = int(time.time())
    told = {"iss": "https://door.eksempel.no", "aud": "us", "sub": "kari", "iat": now, "exp": now + 60, "nonce": "n"}
    told |= {"acr": "high"} | claims
    return jwt.encode({k: v for k, v in told.items() if v is not None}, key, algorithm, headers=headers)


def _keys(key, kid=None):
    jwk = jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
    return {"keys": [jwk | {"use": "sig"} | ({"kid": kid} if kid else {})]}


DOOR = Door(
    id="door", name="Door", issuer="https://door.eksempel.no", client_id="us", secret="s", acr=["high", "higher"]
)


def _accept(token, keys, door=DOOR, nonce="n"):
    claims = oidc.read(token, keys, door)
    oidc.check(claims, door, nonce=nonce)
    return claims["sub"]


def test_right_token_is_taken(keys):
    assert _accept(_token(keys[1]), _keys(keys[1])) == "kari"
    assert _accept(_token(keys[1], headers={"kid": "a"}), _keys(keys[1], "a")) == "kari"
    assert _accept(_token(keys[1], aud=["us", "them"], azp="us"), _keys(keys[1])) == "kari"


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://other.eksempel.no"},
        {"iss": None},
        {"aud": "them"},
        {"aud": None},
        {"aud": ["us", "them"]},
        {"aud": ["us", "them"], "azp": "them"},
        {"azp": "them"},
        {"exp": int(time.time()) - 600},
        {"exp": None},
        {"iat": int(time.time()) + 600},
        {"nonce": "another"},
        {"nonce": None},
        {"nonce": ""},
        {"acr": "low"},
        {"acr": None},
        {"acr": "high higher"},
        {"acr": ["high"]},
        {"sub": None},
        {"sub": ""},
    ],
)
def test_token_that_is_not_for_this_sign_in_is_refused(keys, wrong):
    with pytest.raises(OAuth2Error):
        _accept(_token(keys[1], **wrong), _keys(keys[1]))


def test_token_of_another_key_is_refused(keys):
    with pytest.raises(OAuth2Error):
        _accept(_token(keys[0]), _keys(keys[1]))
    with pytest.raises(OAuth2Error):
        _accept(_token(keys[1], headers={"kid": "b"}), _keys(keys[1], "a"))


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_token_does_not_choose_its_own_algorithm(keys, algorithm):
    key = "" if algorithm == "none" else "x" * 40
    with pytest.raises(OAuth2Error):
        _accept(_token(key, algorithm=algorithm), _keys(keys[1]))


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "eyJhbGciOiJub25lIn0.e30."])
def test_what_is_no_token_is_refused(keys, token):
    with pytest.raises(OAuth2Error):
        _accept(token, _keys(keys[1]))


def test_nothing_fits_an_empty_nonce(keys):
    with pytest.raises(OAuth2Error):
        _accept(_token(keys[1], nonce=""), _keys(keys[1]), nonce="")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"secret": ""}, "give either key_file or secret"),
        ({"key_file": "/finnes/ikke.pem", "secret": ""}, "cannot be read"),
        ({"issuer": "http://feide.eksempel.no"}, "without https"),
        ({"is_second_factor": True}, "needs acr"),
        ({"id": "Feide!"}, "pattern"),
        ({"unknown": 1}, "Extra inputs"),
    ],
)
def test_door_that_cannot_be_used_is_said_in_a_sentence(given, words):
    from pydantic import ValidationError

    whole = {"id": "feide", "name": "Feide", "issuer": "https://feide.eksempel.no", "client_id": "us", "secret": "s"}
    with pytest.raises(ValidationError, match=words):
        Door(**(whole | given))
