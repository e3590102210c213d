"""Browsers that have signed in before, and the networks they come from.

A browser keeps a signed cookie with an id of its own and, unreadable, which accounts have signed in from it. Strangers'
mistakes do not keep it out: `access.actions.attempts` counts it by itself.
"""

import secrets
from typing import Any, Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from laerling.access.actions.attempts import Attempt
from laerling.access.tokens import counted_as
from laerling.portals.shell.networks import network

_SALT: Final = "laerling.signin.browser"
_YEAR: Final = 365 * 24 * 60 * 60
_ACCOUNTS_AT_MOST: Final = 5
_MARK_SIGNS: Final = 22


def attempt(request: HttpRequest, user_name: str) -> Attempt:
    """Return the try at the door that a request is, as it is counted."""
    known = _read(request)
    browser = known["id"] if _mark(user_name) in known["of"] else ""
    return Attempt(user_name=user_name, network=network(request), browser=browser)


def asking(request: HttpRequest) -> Attempt:
    """Return the request for a letter that a request is: counted for its network, not for an address."""
    return Attempt(user_name="", network=network(request))


def remember(request: HttpRequest, response: HttpResponseBase, user_name: str) -> None:
    """Let the browser be known for an account from now on, for a year."""
    known = _read(request)
    mark = _mark(user_name)
    accounts = [mark, *(one for one in known["of"] if one != mark)][:_ACCOUNTS_AT_MOST]
    response.set_cookie(
        settings.BROWSER_COOKIE_NAME,
        signing.dumps({"id": known["id"] or secrets.token_urlsafe(12), "of": accounts}, salt=_SALT),
        max_age=_YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> dict[str, Any]:
    try:
        found = signing.loads(request.COOKIES.get(settings.BROWSER_COOKIE_NAME, ""), salt=_SALT, max_age=_YEAR)
    except signing.BadSignature:
        return {"id": "", "of": []}
    return dict(found)


def _mark(user_name: str) -> str:
    return counted_as(settings.LINKS_KEY, "known", user_name.strip().lower())[:_MARK_SIGNS]
