"""Asking for access to a unit's results, and declining it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from laerling.access import actions as access
from laerling.access.types import Unit, read_unit
from laerling.portals.shell.staff import StaffRequest, page


@require_POST
@page(action="results.read")
def ask(request: StaffRequest) -> HttpResponse:
    """Note that whoever is signed in asks for access. The answer is the same whatever the unit."""
    unit = _unit_of(request.POST.get("lenke", ""))
    if unit is not None:
        access.ask_for_access(account_id=request.user.pk, unit=unit, by=request.actor, now=request.now)
    messages.success(
        request,
        _(
            "Your request is noted. If the unit exists, whoever administers users there will find it beside the list of people."
        ),
    )
    return redirect("reporting:home")


def _unit_of(link: str) -> Unit | None:
    """Return the unit that a page's address is of, None where it is of none that people act for."""
    try:
        found = resolve(link).kwargs.get("of", ("", ""))
    except Resolver404:
        return None
    return read_unit(":".join(found))


@require_POST
@page(action="access.give")
def decline(request: StaffRequest, request_id: UUID) -> HttpResponse:
    """Decline a request for access."""
    access.decline_access(request_id=request_id, scope=request.scope, by=request.actor, now=request.now)
    messages.success(request, _("The request is declined."))
    return redirect("accounts:people")
