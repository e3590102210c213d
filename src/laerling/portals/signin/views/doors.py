"""Others' sign-ins: out to them, and back."""

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2LoginView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST
from requests import RequestException

from laerling.portals.shell.fresh import fresh
from laerling.portals.shell.routes import open_page
from laerling.portals.shell.staff import StaffRequest, signed_in
from laerling.portals.signin.oidc import DoorAdapter, DoorCallback

# What a door that is away, or answers nonsense, makes the library raise.
_AWAY = (RequestException, OAuth2Error, KeyError, ValueError)


@open_page(why="this is where one gets in through Feide, ID-porten or another's sign-in")
@require_GET
def door(request: HttpRequest, door_id: str) -> HttpResponse:
    """Send the browser to another's sign-in."""
    adapter = _adapter(request, door_id)
    try:
        return OAuth2LoginView.adapter_view(adapter)(request)
    except _AWAY:
        return _failed(request, door_id)


@open_page(why="this is where another's sign-in sends people back to")
@require_GET
def answer(request: HttpRequest, door_id: str) -> HttpResponse:
    """Take another's word for who it is, checked in full."""
    adapter = _adapter(request, door_id)
    try:
        return DoorCallback.adapter_view(adapter)(request)
    except _AWAY:
        return _failed(request, door_id)


@require_POST
@signed_in
@fresh()
def connect(request: StaffRequest, door_id: str) -> HttpResponse:
    """Let somebody who is signed in come through another's sign-in from now on: they show that it is theirs."""
    _adapter(request, door_id)
    try:
        provider = get_adapter().get_provider(request, door_id)
        there = provider.redirect(request, "connect", data=str(request.user.pk))
    except (*_AWAY, ImmediateHttpResponse):
        return _failed(request, door_id)
    # A link and not a redirect: our pages send forms nowhere else, and the browser keeps us to that.
    context = {"door": settings.DOORS[door_id], "there": there["Location"]}
    return render(request, "signin/connect.html", context)


def _adapter(request: HttpRequest, door_id: str) -> DoorAdapter:
    if door_id not in settings.DOORS:
        raise Http404
    return DoorAdapter(request, door_id)


def _failed(request: HttpRequest, door_id: str) -> HttpResponse:
    return render(request, "signin/door_failed.html", {"door": settings.DOORS[door_id].name}, status=502)
