"""The shell's own pages: health, language, unit, and the accessibility statement."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laerling.kernel import clock
from laerling.portals.shell import units
from laerling.portals.shell.context import LANGUAGES
from laerling.portals.shell.routes import open_page
from laerling.portals.shell.staff import StaffRequest, signed_in

_YEAR_IN_SECONDS = 365 * 24 * 60 * 60


@open_page(why="monitoring asks whether the site answers and reaches its database; nothing else is told")
@require_GET
def health(_request: HttpRequest) -> HttpResponse:
    """Answer "ok", or 503 where the database cannot be reached."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database unreachable\n", content_type="text/plain; charset=utf-8", status=503)
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@open_page(why="everybody may choose the language they read")
@require_POST
def switch_language(request: HttpRequest) -> HttpResponse:
    """Remember the language in a cookie and go back to the same page."""
    response = redirect(_next(request))
    language = request.POST.get("language", "")
    if language in {code for code, _name in LANGUAGES}:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=_YEAR_IN_SECONDS,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


@open_page(why="the law asks for a public accessibility statement")
@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show how accessible the site is, what is known to be lacking, and where to complain."""
    return render(request, "shell/accessibility.html")


@signed_in
@require_http_methods(["GET", "POST"])
def choose_unit(request: StaffRequest) -> HttpResponse:
    """Show the units one may act for, or switch to one of them (M13)."""
    today = clock.in_oslo(request.now).date()
    if request.method == "GET":
        return render(request, "shell/unit.html", {"next": _next(request)})
    scope = units.choose(request, request.POST.get("unit", ""), on=today)
    if scope is None:
        raise Http404
    messages.info(request, _("You now act on behalf of %(unit)s.") % {"unit": scope.unit_name}, fail_silently=True)
    return redirect(_same_page(_next(request)))


def _same_page(address: str) -> str:
    """Return the address where it is a page that every unit has; the front page where it shows one particular thing."""
    try:
        found = resolve(urlsplit(address).path)
    except Resolver404:
        return "/"
    return "/" if found.kwargs or found.args else address


def _next(request: HttpRequest) -> str:
    """Return where to go afterwards: an address of this site, or the front page."""
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else "/"
