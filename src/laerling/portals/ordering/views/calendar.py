"""The round's calendar for one's own calendar program: as a file, and as an address that the program fetches by itself."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from laerling.access import queries as access
from laerling.access.policy import may
from laerling.access.types import Scope
from laerling.invitations.subscriptions import actions
from laerling.invitations.subscriptions import queries as subscriptions
from laerling.kernel import clock
from laerling.portals.ordering import calendars
from laerling.portals.ordering.calendar_files import CONTENT_TYPE, calendar_file
from laerling.portals.shell.staff import StaffRequest, open_page, page
from laerling.rounds import queries as rounds


@page(action="round.read")
def calendar(request: StaffRequest) -> HttpResponse:
    """Show how the calendar comes into one's own calendar program."""
    return _page(request)


@page(action="round.read", limit="export")
def as_file(request: StaffRequest) -> HttpResponse:
    """Send the calendar as it stands now."""
    this_round = rounds.current(request.now)
    found = subscriptions.calendar_dispatches(request.scope, this_round.year) if _sees_dispatches(request.scope) else ()
    content = calendar_file(this_round, found, unit_name=request.scope.unit_name, now=request.now)
    headers = {"Content-Disposition": f'attachment; filename="laerling-{this_round.year}.ics"'}
    return HttpResponse(content, content_type=CONTENT_TYPE, headers=headers)


@require_POST
@page(action="round.read")
def make(request: StaffRequest) -> HttpResponse:
    """Make the unit's address, and show it: on this page, once."""
    token = actions.make_subscription(
        scope=request.scope,
        with_dispatches=_sees_dispatches(request.scope),
        language=(get_language() or settings.LANGUAGE_CODE)[:2],
        by=request.actor,
        now=request.now,
    )
    return _page(request, address=settings.STAFF_URL + reverse("ordering:calendar-subscription", args=[token]))


@require_POST
@page(action="round.read")
def revoke(request: StaffRequest) -> HttpResponse:
    """Let the unit's address lead nowhere."""
    sees = _sees_dispatches(request.scope)
    if actions.revoke_subscription(scope=request.scope, with_dispatches=sees, by=request.actor, now=request.now):
        messages.success(request, _("The address is taken away. Calendars that fetched it get nothing new."))
    return redirect("ordering:calendar")


@require_GET
@open_page(why="calendar programs cannot sign in; the address itself is the secret, and leads to dates only")
def subscription(request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG001  the address says it all
    """Send the calendar that an address leads to; 404 where it leads nowhere, or no more."""
    found = subscriptions.find(token)
    if found is None:
        raise Http404
    now = clock.now()
    this_round = rounds.current(now)
    dispatches = subscriptions.calendar_dispatches(found.scope, this_round.year) if found.with_dispatches else ()
    with translation.override(found.language):
        name = access.unit_name(*found.scope.unit)
        content = calendar_file(this_round, dispatches, unit_name=name, now=now)
    return HttpResponse(content, content_type=CONTENT_TYPE)


def _page(request: StaffRequest, *, address: str = "") -> HttpResponse:
    this_round = rounds.current(request.now)
    sees = _sees_dispatches(request.scope)
    context = {
        "round": this_round,
        "milestones": calendars.lines(this_round, request.now),
        "made_at": subscriptions.made_at(request.scope, with_dispatches=sees),
        "address": address,
        "sees_dispatches": sees,
        "crumbs": ((_("The round"), reverse("ordering:home")), (_("Calendar"), "")),
    }
    return render(request, "ordering/calendar/index.html", context)


def _sees_dispatches(scope: Scope) -> bool:
    """Return whether the unit's own dispatches stand in the calendar: where it orders them, and one may see them."""
    return scope.unit_kind in {"county", "office"} and may(scope, "dispatch.read")
