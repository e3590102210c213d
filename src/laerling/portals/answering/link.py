"""The personal link's token between two requests: in a signed cookie that no script reads, never in an address."""

import hmac
import re
import secrets
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CSRF_ALLOWED_CHARS, CSRF_SECRET_LENGTH

from laerling.responses import answering

# 128 bits in base32.
LENGTH = 26
_SALT = "laerling.answering.link"
# Base32 has no 0, 1 and 8: whoever writes one has misread the letter it looks like.
_LOOKS_LIKE = str.maketrans("018", "olb")
_LONGEST = 64
# No token begins with the one, and none has the other.
_DELIVERED = "~"
_APART = "."


def tidy(written: str) -> str:
    """Return the token in what somebody wrote: the whole link or the code alone, with spaces, capitals or a full stop.

    Never longer than 64 signs, whatever was written; what is no token at all is unknown to everybody.
    """
    last = re.split(r"[?#]", written.strip())[0].rstrip("/").rsplit("/", 1)[-1]
    return re.sub(r"[^a-z0-9]", "", last.lower()).translate(_LOOKS_LIKE)[:_LONGEST]


def read(request: HttpRequest) -> str | None:
    """Return the token this browser carries, or None."""
    return _carried(request)[0] or None


def apart(request: HttpRequest) -> str:
    """Return what this visit has of its own, where it came by a seat of a gathering; else nothing."""
    return _carried(request)[1]


def put(response: HttpResponse, token: str, *, by_seat: bool = False) -> None:
    """Let the browser carry the token until it is closed, and two things made from it that tell nothing of it.

    Whoever came `by_seat` carries something random too, without which nobody reads what they have answered so far.

    What forms prove their origin by goes with the link: a page that another person left open in a tab beside can send
    nothing into this one's answers. Our script reads the key of the tab: answers that wait for the network lie under it.
    """
    token = f"{token}{_APART}{secrets.token_hex(16)}" if by_seat else token
    response.set_signed_cookie(_name(), token, salt=_SALT, httponly=True, **_attributes())
    response.set_cookie(_tab_name(), _made("tab", token)[:16].hex(), **_attributes())
    # Whoever knows this knows the link.
    proof = "".join(CSRF_ALLOWED_CHARS[byte % len(CSRF_ALLOWED_CHARS)] for byte in _made("form", token))
    response.set_cookie(settings.CSRF_COOKIE_NAME, proof[:CSRF_SECRET_LENGTH], httponly=True, **_attributes())


def let_go(response: HttpResponse, found: answering.Found, *, by_seat: bool) -> None:
    """Put the link away when its answer has been received: what the browser carries from now on opens the thanks only."""
    known = (found.round, found.questionnaire, found.questionnaire_sha256, found.written_form, found.round_mark)
    put(response, _DELIVERED + _DELIVERED.join(map(str, known)), by_seat=by_seat)


def delivered(carried: str) -> answering.Found | None:
    """Return what a browser that has delivered may open, None where it carries a token. No database."""
    if not carried.startswith(_DELIVERED):
        return None
    year, questionnaire, sha256, written_form, mark = carried.removeprefix(_DELIVERED).split(_DELIVERED)
    return answering.Found(
        "answered",
        round=int(year),
        questionnaire=questionnaire,
        questionnaire_sha256=sha256,
        written_form=written_form,
        round_mark=mark,
    )


def forget(response: HttpResponse) -> None:
    """Let nothing stay behind on a borrowed phone."""
    for name in (_name(), _tab_name()):
        # A browser drops a `__Host-` cookie only when told so with the same attributes.
        response.set_cookie(name, "", httponly=name == _name(), max_age=0, **_attributes())


def _carried(request: HttpRequest) -> tuple[str, str]:
    token, _sign, its_own = str(request.get_signed_cookie(_name(), default="", salt=_SALT)).partition(_APART)
    return token, its_own


def _attributes() -> dict[str, Any]:
    return {"secure": settings.SESSION_COOKIE_SECURE, "samesite": "Lax"}


def _made(what: str, token: str) -> bytes:
    """Return 32 bytes that are the same for the same link, and lead nobody back to it."""
    return hmac.digest(settings.SECRET_KEY.encode(), f"{_SALT}.{what}\x1f{token}".encode(), "sha256")


def _name() -> str:
    return "__Host-link" if settings.SESSION_COOKIE_SECURE else "laerling_link"


def _tab_name() -> str:
    return "__Host-tab" if settings.SESSION_COOKIE_SECURE else "laerling_tab"
