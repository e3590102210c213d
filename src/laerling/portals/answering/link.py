"""The personal link's token between two requests: in a signed cookie that no script reads, never in an address."""

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from laerling.responses import answering

# 128 bits in base32.
LENGTH = 26
_SALT = "laerling.answering.link"
# Base32 has no 0, 1 and 8: whoever writes one has misread the letter it looks like.
_LOOKS_LIKE = str.maketrans("018", "olb")
_LONGEST = 64
# No token begins with it.
_DELIVERED = "~"


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
    """Let the browser carry the token until it is closed."""
    response.set_signed_cookie(
        _name(), token, salt=_SALT, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )


def let_go(response: HttpResponse, found: answering.Found) -> None:
    """Put the link away when its answer has been received: what the browser carries from now on opens the thanks only."""
    known = (found.round, found.questionnaire, found.questionnaire_sha256, found.written_form, found.round_mark)
    put(response, _DELIVERED + _DELIVERED.join(map(str, known)))


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
    # A browser drops a `__Host-` cookie only when told so with the same attributes.
    put(response, "")
    response.cookies[_name()]["max-age"] = 0
    response.cookies[_name()]["expires"] = "Thu, 01 Jan 1970 00:00:00 GMT"


def _name() -> str:
    return "__Host-link" if settings.SESSION_COOKIE_SECURE else "laerling_link"
