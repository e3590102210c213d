"""The door of the staff site: who, on whose behalf, and whether their tasks let them.

Behind it a view runs in one transaction that sees its unit's rows only (`access.rows`): the second line, where a query
forgets `visible_to`.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.template.response import SimpleTemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from laerling.access.models import Account
from laerling.access.policy import Action, may
from laerling.access.rows import seen_by
from laerling.access.rules import needs_second_factor
from laerling.access.types import Scope, read_unit
from laerling.kernel import clock
from laerling.kernel.errors import Refusal
from laerling.kernel.types import Actor
from laerling.portals.shell import sessions, units
from laerling.portals.shell.limits import Use, take, use_of
from laerling.portals.shell.routes import declare, open_page

logger = logging.getLogger(__name__)

__all__ = ["StaffRequest", "View", "half_signed_in", "open_page", "page", "signed_in"]

P = ParamSpec("P")


class StaffRequest(HttpRequest):
    """A request through the door. `now` is UTC and includes the demo's clock; views read no other."""

    user: Account
    actor: Actor
    scope: Scope
    now: datetime
    htmx: HtmxDetails


View = Callable[Concatenate[StaffRequest, P], HttpResponseBase]
Opened = Callable[..., HttpResponseBase]


def page(*, action: Action, limit: Use | None = None) -> Callable[[View[P]], Opened]:
    """Let a view be seen only by someone whose tasks for a unit may do `action`; all others get 404 (M14).

    `limit="export"` stands on every view that hands out a file; searches and files handed in are known by themselves.
    """

    def decorate(view: View[P]) -> Opened:
        @wraps(view)
        def inner(request: Any, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not isinstance(request.user, Account):
                return _to_sign_in(request, keeps_form=True)
            if _lacks_second_factor(request):
                return _to_second_factor(request)
            entered = _enter(request)
            if not isinstance(entered, Scope):
                return entered
            if not may(entered, action):
                logger.info("denied %s as %s to account %s", action, entered.key, request.user.pk)
                raise Http404
            if use := use_of(request, limit):
                take(request, use, account_id=request.user.pk)
            return _within(entered, lambda: view(request, *args, **kwargs))

        return declare(inner, "action", action, limit or "")

    return decorate


def signed_in(view: View[P]) -> Opened:
    """Let a view be seen by anyone with an account, whatever unit. It has `actor` and `now`, but no `scope`."""
    return _signed_in(view, before_second_factor=False)


def half_signed_in(view: View[P]) -> Opened:
    """Let a view be seen by anyone with an account, also before the second factor their role asks for is set up."""
    return _signed_in(view, before_second_factor=True)


def _signed_in(view: View[P], *, before_second_factor: bool) -> Opened:
    @wraps(view)
    def inner(request: Any, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not isinstance(request.user, Account):
            return _to_sign_in(request)
        _identify(request)
        if not before_second_factor and _lacks_second_factor(request):
            return _to_second_factor(request)
        return view(request, *args, **kwargs)

    return declare(inner, "signed_in", "needs an account only")


def _lacks_second_factor(request: Any) -> bool:
    """Return whether one of the person's units asks for a second factor that this session has not seen (M11)."""
    if sessions.is_strong(request):
        return False
    kinds = (scope.unit_kind for scope in units.scopes(request, on=clock.today()))
    return needs_second_factor(kinds)


def _to_second_factor(request: HttpRequest) -> HttpResponse:
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(reverse("signin:begin"))
    return redirect(f"{reverse('signin:begin')}?{urlencode({'next': _way_back(request)})}")


def _within(scope: Scope, answer: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Answer in one transaction that sees the scope's rows only, whatever of the page is made late included.

    A refusal, or a thing that is not there, undoes what its own action did and no more: what was written down about it
    stays. A bug undoes everything.
    """
    declined: Refusal | Http404
    with seen_by(scope):
        try:
            response = answer()
        except (Refusal, Http404) as refusal:
            declined = refusal
        else:
            if isinstance(response, SimpleTemplateResponse):
                response.render()
            elif isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse):
                response.streaming_content = _parts(scope, iter(response))
            return response
    raise declined


def _parts(scope: Scope, parts: Iterator[bytes]) -> Iterator[bytes]:
    """Hand on the parts of a page that is made while it is sent: the view's own transaction is over then."""
    with seen_by(scope):
        yield from parts


def _identify(request: Any) -> None:
    request.actor = Actor.person(request.user.pk)
    request.now = clock.now()


def _enter(request: Any) -> Scope | HttpResponse:
    """Put actor, scope and time on the request, or return the page that must come first."""
    _identify(request)
    today = clock.in_oslo(request.now).date()
    if units.PARAMETER in request.GET and request.method in {"GET", "HEAD"}:
        return _other_unit(request, on=today)
    was_lost = units.lost(request, on=today)
    if was_lost:
        units.forget(request)
    scope = units.chosen(request, on=today)
    if scope is None:
        return _without_unit(request, has_some=bool(units.scopes(request, on=today)))
    if was_lost:
        messages.info(
            request,
            _("You no longer have access to the unit you chose. You now act on behalf of %(unit)s.")
            % {"unit": scope.unit_name},
        )
    request.scope = scope
    return scope


def _other_unit(request: Any, *, on: date) -> HttpResponse:
    """Open a colleague's link for the unit it names, or say that this unit is what is missing (M13).

    Told before anything is looked up: the answer is the same whether the thing exists or not.
    """
    wanted, before = request.GET[units.PARAMETER], units.chosen(request, on=on)
    scope = units.choose(request, wanted, on=on)
    if scope is None:
        unit = read_unit(wanted)
        return render(request, "shell/other_unit.html", {"kind": unit.kind if unit else "", "unit": unit}, status=404)
    if scope != before:
        said = _("The link was for %(unit)s. You now act on behalf of this unit.") % {"unit": scope.unit_name}
        messages.info(request, said)
    rest = request.GET.copy()
    del rest[units.PARAMETER]
    return redirect(f"{request.path}?{rest.urlencode()}" if rest else request.path)


def _without_unit(request: HttpRequest, *, has_some: bool) -> HttpResponse:
    if not has_some:
        return render(request, "shell/no_unit.html", status=403)
    return redirect(f"{reverse('unit:choose')}?{urlencode({'next': _way_back(request)})}")


def _to_sign_in(request: HttpRequest, *, keeps_form: bool = False) -> HttpResponse:
    """Send somebody to the sign-in and back. Who was signed out while filling in a form finds it again afterwards."""
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(resolve_url(settings.LOGIN_URL))
    left = sessions.left_behind(request)
    if keeps_form and left is not None and sessions.keep_form(request, account_id=left[0], unit=left[1]):
        messages.info(
            request, _("You were signed out because nothing happened for a while. What you filled in is kept.")
        )
        return redirect_to_login(reverse("signin:go-on"))
    if getattr(request, "has_just_ended", False):
        messages.info(request, _("You were signed out because nothing happened for a while."))
    return redirect_to_login(_way_back(request))


def _way_back(request: HttpRequest) -> str:
    """Return the address to come back to. A form that was sent is not sent again."""
    return request.get_full_path() if request.method in {"GET", "HEAD"} else request.path
