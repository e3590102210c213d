"""Error pages: what happened, in plain words and with our blame, and where to go."""

import logging
import sys
from typing import Final

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language

from laerling.portals.shell.context import LANGUAGES

logger = logging.getLogger(__name__)

# When to come again where the database is away: a restart takes less.
AWAY_SECONDS: Final = 10


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  Django gives it
    """Answer 400: the browser sent something we could not read."""
    return render(request, "shell/errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  Django gives it
    """Answer 403."""
    return render(request, "shell/errors/403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  Django gives it
    """Answer 403 where a form has been open for so long that its proof of origin is worn out."""
    return render(request, "shell/errors/stale_form.html", {"here": request.get_full_path()}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  Django gives it
    """Answer 404, the same for what does not exist and for what is another's (M14)."""
    return render(request, "shell/errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 without touching database, session or frame: any of them may be what broke.

    Django asks for this page while the fault is being handled, wherever it came from: a view or a session.
    """
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        return out_of_reach(request)
    return HttpResponse(_plain("500"), status=500)


def out_of_reach(_request: HttpRequest) -> HttpResponse:
    """Answer 503 where the database is away or cannot take more: it passes, and what was sent may or may not have arrived."""
    logger.warning("answered 503: the database is out of reach")
    return HttpResponse(_plain("503"), status=503, headers={"Retry-After": str(AWAY_SECONDS)})


def _plain(name: str) -> str:
    language = (get_language() or "nb")[:2]
    known = {code for code, _ in LANGUAGES}
    return render_to_string(f"shell/errors/{name}.html", {"language": language if language in known else "nb"})
