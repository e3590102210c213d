"""What every response needs: refusals turned into pages, and headers that shut what we do not use."""

import logging
from collections.abc import Callable

from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.http import url_has_allowed_host_and_scheme

from laerling.kernel.errors import Refusal
from laerling.portals.shell.limits import TooFast

logger = logging.getLogger(__name__)

Respond = Callable[[HttpRequest], HttpResponseBase]

# Every feature a browser knows that asks for something of the person or the machine; none of it is used.
_UNUSED = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "serial",
    "storage-access",
    "usb",
    "window-management",
    "xr-spatial-tracking",
)


def fixed_headers() -> dict[str, str]:
    """Return what stands on every answer, whatever it is."""
    return {
        "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _UNUSED),
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Permitted-Cross-Domain-Policies": "none",
        # One policy for all pages, with no exceptions to work out for each.
        "Content-Security-Policy": build_policy(),
    }


def headers(get_response: Respond) -> Respond:
    """Add what Django's own security middleware does not: unused features shut, nothing embedded, nothing kept.

    First of all, so that it stands on every answer: files, redirects and faults as well. Pages and downloads are
    personal, on both sites; shared computers and proxies keep none of them. Files of our own say how long they last.
    """
    always = fixed_headers()

    def respond(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        for name, value in always.items():
            # A page that is shut tighter still says so itself.
            response.headers.setdefault(name, value)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store, private"
        elif response.get("Content-Type", "").startswith("text/html"):
            patch_cache_control(response, no_store=True, private=True)
        return response

    return respond


def bounded(get_response: Respond) -> Respond:
    """Turn a request away by the size it says it has, before a byte of its body is read.

    Only people who are signed in hand in files. A body never holds more than it says; Django writes large ones to disk.
    """

    def respond(request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > _most_bytes(request, int(length)):
            return render(request, "shell/errors/413.html", status=413)
        return get_response(request)

    return respond


def _most_bytes(request: HttpRequest, length: int) -> int:
    if length <= settings.MAX_BODY_BYTES:
        return settings.MAX_BODY_BYTES
    user = getattr(request, "user", None)
    return settings.MAX_UPLOAD_BYTES if user is not None and user.is_authenticated else settings.MAX_BODY_BYTES


class Refusals:
    """Turns a Refusal that leaves a view, and a method no view takes, into a page with one clear sentence and a way on.

    All other errors are bugs and bubble.
    """

    def __init__(self, get_response: Respond) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on. A refusal is turned where the view raises it; a method nobody takes, here."""
        response = self._get_response(request)
        if not isinstance(response, HttpResponseNotAllowed):
            return response
        # Such as after signing in anew, when the form sent before led to the address of a button.
        page = render(request, "shell/errors/405.html", status=response.status_code)
        page["Allow"] = response["Allow"]
        return page

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal with its own status, as a page or as a fragment for HTMX."""
        if not isinstance(exception, Refusal):
            return None
        logger.info("refused %s", exception.code)
        given = {"sentence": str(exception), "code": exception.code, "back": _way_back(request)}
        is_fragment = getattr(request, "htmx", False)
        name = "shell/_refusal.html" if is_fragment else "shell/refusal.html"
        response = render(request, name, given, status=exception.status)
        if is_fragment:
            response["HX-Retarget"] = "#refusal"
            response["HX-Reswap"] = "innerHTML show:#refusal:top"
        if isinstance(exception, TooFast):
            response["Retry-After"] = str(exception.retry_after)
        return response


refusals = Refusals


def _way_back(request: HttpRequest) -> str:
    """Return the page the person came from when it is ours and another than this one; else the front page."""
    came_from = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    if ours and (request.method != "GET" or came_from != request.build_absolute_uri()):
        return came_from
    return "/" if request.method == "GET" else request.path
