"""The door for others' sign-ins: code flow with PKCE, state and nonce; a signed client assertion; `acr` checked here.

django-allauth leads there and back. Three things it leaves open are shut: the browser has no say in what is asked for,
the id token is checked in full (signature, nonce, `acr`), and we prove who we are with a key instead of a shared secret.
"""

import secrets
from functools import cache
from typing import Any, Final

import jwt
from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.base import ProviderAccount
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.utils import build_absolute_uri
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from laerling.kernel import clock

_ASSERTION: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_ASSERTION_SECONDS: Final = 60
_ALGORITHMS: Final = ("RS256", "PS256", "ES256")
# Seconds by which the door's clock may differ from ours.
_CLOCKS_DIFFER: Final = 30
_DISCOVERY: Final = "/.well-known/openid-configuration"


class SigningClient(OAuth2Client):
    """Fetches the token; signs for itself where the door has a key of ours (private_key_jwt, RFC 7523)."""

    door: Any
    audience: str

    def get_access_token(self, code: str, pkce_code_verifier: str | None = None, extra_data: Any = None) -> Any:
        """Exchange the code for tokens. Raises OAuth2Error, which never repeats what the door said."""
        if not pkce_code_verifier:
            raise OAuth2Error("no code verifier")
        if self.door.key_file is not None:
            self.consumer_secret, self.basic_auth = "", False
            extra_data = {"client_assertion_type": _ASSERTION, "client_assertion": self._assertion()}
        try:
            return super().get_access_token(code, pkce_code_verifier, extra_data)
        except OAuth2Error:
            raise OAuth2Error("the token was refused") from None

    def _assertion(self) -> str:
        now = int(clock.real_seconds())
        claims = {
            "iss": self.consumer_key,
            "sub": self.consumer_key,
            "aud": self.audience,
            "iat": now,
            "exp": now + _ASSERTION_SECONDS,
            "jti": secrets.token_urlsafe(16),
        }
        headers = {"kid": self.door.key_id} if self.door.key_id else {}
        return jwt.encode(claims, _key(self.door.id), algorithm="RS256", headers=headers)


class DoorAdapter(OpenIDConnectOAuth2Adapter):
    """Speaks with one door. `nonce` is the one this very sign-in began with."""

    client_class = SigningClient
    nonce: str = ""

    def get_client(self, request: HttpRequest, app: Any) -> Any:
        """Return the client that fetches the token. Raises OAuth2Error where a door describes itself as another."""
        client = super().get_client(request, app)
        client.door = settings.DOORS[self.provider_id]
        if self.openid_config["issuer"] != client.door.issuer:
            raise OAuth2Error("describes itself as another")
        client.audience = client.door.issuer
        return client

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:  # noqa: ARG002  django-allauth gives it
        """Return where the door sends people back to."""
        return str(build_absolute_uri(request, reverse("signin:door-answer", kwargs={"door_id": self.provider_id})))

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **given: Any) -> Any:  # noqa: ARG002  the same
        """Return who it is, as the id token tells. Raises OAuth2Error where it is not this sign-in's or too weak."""
        door = settings.DOORS[self.provider_id]
        with get_adapter().get_requests_session() as session:
            keys = session.get(self.openid_config["jwks_uri"]).json()
        claims = read(str(given["response"].get("id_token", "")), keys, door)
        check(claims, door, nonce=self.nonce)
        if "email" in door.scope and "email" not in claims and "userinfo_endpoint" in self.openid_config:
            # Some doors tell the address there only. It is for the same person, or for nobody.
            told = self._fetch_user_info(token.token)
            claims = {**told, **claims} if told.get("sub") == claims["sub"] else claims
        return self.get_provider().sociallogin_from_response(request, claims)


class DoorProvider(OAuth2Provider):
    """One kind of door for all; `LAERLING_OIDC` says which there are."""

    id = "door"
    name = "OpenID Connect"
    account_class = ProviderAccount
    oauth2_adapter_class = DoorAdapter
    pkce_enabled_default = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Know the door by its configuration."""
        super().__init__(*args, **kwargs)
        self.door = settings.DOORS[self.app.provider_id]
        self.name = self.door.name

    @property
    def server_url(self) -> str:
        """Where the door describes itself."""
        return f"{self.door.issuer.rstrip('/')}{_DISCOVERY}"

    def get_oauth2_adapter(self, request: HttpRequest) -> DoorAdapter:
        """Return what speaks with this door."""
        return DoorAdapter(request, self.door.id)

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """Return what a sign-in begins with. The browser says where to go afterwards, and nothing else."""
        given = super().get_redirect_from_request_kwargs(request)
        return {"process": "login", **{name: given[name] for name in ("next_url",) if name in given}}

    def redirect(
        self, request: HttpRequest, process: str, next_url: Any = None, data: Any = None, **_asked: Any
    ) -> HttpResponse:
        """Send the browser to the door, with a nonce that the answer must repeat."""
        nonce = secrets.token_urlsafe(24)
        asked = {"nonce": nonce} | ({"acr_values": " ".join(self.door.acr)} if self.door.acr else {})
        return super().redirect(
            request, process, next_url, data, nonce=nonce, auth_params=asked, scope=list(self.door.scope)
        )

    def extract_uid(self, data: dict[str, Any]) -> str:
        """Return the door's own name for the person, which never changes."""
        return str(data[self.door.subject])

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG002  nothing of it
        """Return nothing: what the door tells about a person is not ours to keep."""
        return {}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG002  nothing of it
        """Return nothing, for the same reason."""
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        """Return the address, verified only where the door says so in as many words."""
        email = str(data.get("email") or "").strip().lower()
        verified = data.get("email_verified") is True
        return [EmailAddress(email=email, verified=verified, primary=True)] if email else []


class DoorCallback(OAuth2CallbackView):
    """Takes the answer, and gives the adapter the nonce that this sign-in began with."""

    def _get_state(self, request: HttpRequest, provider: Any) -> tuple[Any, Any]:
        state, response = super()._get_state(request, provider)
        if state is not None:
            self.adapter.nonce = state.get("nonce") or ""
        return state, response


def read(token: str, keys: dict[str, Any], door: Any) -> dict[str, Any]:
    """Return what an id token says, once its signature, issuer, audience and time are found right. Raises OAuth2Error.

    The key is the one the token names; where it names none, the door's only one. The algorithm is one of ours, never
    merely the token's own.
    """
    try:
        header = jwt.get_unverified_header(token)
        named = header.get("kid")
        fitting = [key for key in jwt.PyJWKSet.from_dict(keys).keys if named in {None, key.key_id}]
        if header.get("alg") not in _ALGORITHMS or len(fitting) != 1:
            raise OAuth2Error("no key for the id token")
        claims: dict[str, Any] = jwt.decode(
            token,
            key=fitting[0],
            algorithms=[header["alg"]],
            issuer=door.issuer,
            audience=door.client_id,
            leeway=_CLOCKS_DIFFER,
            options={"require": ["exp", "iat", "iss", "aud", "sub"]},
        )
    except (jwt.PyJWTError, TypeError, ValueError):
        raise OAuth2Error("not an id token for us") from None
    return claims


def check(claims: dict[str, Any], door: Any, *, nonce: str) -> None:
    """Check what an id token must say beyond its signature. Raises OAuth2Error.

    The nonce is this sign-in's own; the person was signed in as strongly as we asked for, whatever the browser made of
    the question; and where the token is for several, it was given to us.
    """
    if not nonce or not secrets.compare_digest(str(claims.get("nonce", "")), nonce):
        raise OAuth2Error("another sign-in's nonce")
    if door.acr and claims.get("acr") not in door.acr:
        raise OAuth2Error("acr not as asked for")
    is_for_several = isinstance(claims.get("aud"), list) and len(claims["aud"]) > 1
    if claims.get("azp", None if is_for_several else door.client_id) != door.client_id:
        raise OAuth2Error("given to somebody else")
    if not claims.get(door.subject):
        raise OAuth2Error("no subject")


@cache
def _key(door_id: str) -> bytes:
    path = settings.DOORS[door_id].key_file
    return path.read_bytes() if path else b""
