"""The door of the call-backs: no sign-in and no form of ours, but a secret; who shows a wrong one finds nothing."""

import base64
import binascii
from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from laerling.outbox.channels import call_backs
from laerling.portals.shell import limits
from laerling.portals.shell.routes import open_page

WHY = "a provider calls it and shows a secret; it hands in what became of messages, or asks whether one may go"
_BASIC, _BEARER = "Basic ", "Bearer "

View = Callable[..., HttpResponseBase]


def called_back(*methods: str) -> Callable[[View], View]:
    """Mark a view as one that a provider calls with `methods`."""

    def mark(view: View) -> View:
        # Exempt: no browser sends these with somebody's cookies; the secret is what a form's token would be.
        return open_page(why=WHY)(csrf_exempt(require_http_methods(list(methods))(view)))

    return mark


def with_secret(view: View) -> View:
    """Let a view be called by who shows the secret, in the path or in a header; others get 404, and at last 429."""

    @wraps(view)
    def guarded(request: HttpRequest, *, secret: str = "", **given: str) -> HttpResponseBase:
        if not call_backs.is_ours(secret or _in_header(request)):
            turn_away(request)
        return view(request, **given)

    return guarded


def turn_away(request: HttpRequest) -> None:
    """Answer whoever shows something wrong: not found; too fast, where a network keeps guessing."""
    limits.take_by_network(request, "call_back")
    raise Http404


def _in_header(request: HttpRequest) -> str:
    """Return the secret of an Authorization header: Bearer, or Basic with any user name; or of X-Receipt-Secret."""
    header = request.headers.get("Authorization", "")
    if header.startswith(_BEARER):
        return header.removeprefix(_BEARER)
    if header.startswith(_BASIC):
        try:
            return base64.b64decode(header.removeprefix(_BASIC)).decode().partition(":")[2]
        except (binascii.Error, UnicodeDecodeError):
            return ""
    return request.headers.get("X-Receipt-Secret", "")
