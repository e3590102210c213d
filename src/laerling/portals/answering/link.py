"""The personal link's token between two requests: in a signed cookie that no script reads, never in an address."""

import hmac
import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# 128 bits in base32.
LENGTH = 26
_SALT = "laerling.answering.link"
# Base32 has no 0, 1 and 8: whoever writes one has misread the letter it looks like.
_LOOKS_LIKE = str.maketrans("018", "olb")
_LONGEST = 64


def tidy(written: str) -> str:
    """Return the token in what somebody wrote: the whole link or the code alone, with spaces, capitals or a full stop.

    Never longer than 64 signs, whatever was written; what is no token at all is unknown to everybody.
    """
    last = re.split(r"[?#]", written.strip())[0].rstrip("/").rsplit("/", 1)[-1]
    return re.sub(r"[^a-z0-9]", "", last.lower()).translate(_LOOKS_LIKE)[:_LONGEST]


def read(request: HttpRequest) -> str | None:
    """Return the token this browser carries, or None."""
    token = request.get_signed_cookie(_name(), default=None, salt=_SALT)
    return str(token) if token else None


def put(response: HttpResponse, token: str) -> None:
    """Let the browser carry the token until it is closed, and beside it the key of what the tab has not sent yet.

    Our script reads the key, which says nothing of the token: answers that wait for the network lie locked under it.
    """
    response.set_signed_cookie(
        _name(), token, salt=_SALT, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )
    tab = hmac.digest(settings.SECRET_KEY.encode(), f"{_SALT}.tab\x1f{token}".encode(), "sha256")[:16].hex()
    response.set_cookie(_tab_name(), tab, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax")


def forget(response: HttpResponse) -> None:
    """Let nothing stay behind on a borrowed phone."""
    # A browser drops a `__Host-` cookie only when told so with the same attributes.
    put(response, "")
    for name in (_name(), _tab_name()):
        response.cookies[name]["max-age"] = 0
        response.cookies[name]["expires"] = "Thu, 01 Jan 1970 00:00:00 GMT"


def _name() -> str:
    return "__Host-link" if settings.SESSION_COOKIE_SECURE else "laerling_link"


def _tab_name() -> str:
    return "__Host-tab" if settings.SESSION_COOKIE_SECURE else "laerling_tab"
