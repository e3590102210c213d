"""Ending somebody's access, taking that back, and changing how long it lasts."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from laerling.access import actions as access
from laerling.access import queries
from laerling.access.queries import GrantLine, Person, Reader
from laerling.kernel.errors import Refusal
from laerling.portals.accounts import words
from laerling.portals.accounts.forms.ending import EndForm
from laerling.portals.accounts.forms.giving import DaysForm
from laerling.portals.accounts.views.asking import reader
from laerling.portals.accounts.views.giving import _until
from laerling.portals.shell.fresh import fresh
from laerling.portals.shell.staff import StaffRequest, page


@page(action="access.give")
@require_http_methods(["GET", "POST"])
def end(request: StaffRequest, grant_id: UUID) -> HttpResponse:
    """Ask what ends, and why; then end it from today."""
    by = reader(request)
    person, line = _changeable(by, grant_id)
    whole = queries.person(by, person.id) or person
    lines = tuple(one for one in whole.ahead if one.unit == line.unit and one.may_end)
    chosen = lines if request.GET.get("alt") else (line,)
    initial = {"grants": [str(one.id) for one in chosen]}
    form = EndForm(request.POST if request.method == "POST" else None, initial=initial, lines=lines)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        ids = [UUID(one) for one in given["grants"]]
        access.end(grant_ids=ids, why=given["why"], scope=request.scope, by=request.actor, now=request.now)
        messages.success(request, _("The access is ended, and the person has been told. You can take it back below."))
        return redirect("accounts:person", account_id=person.id)
    context = {"form": form, "person": person, "line": line, "crumbs": _crumbs(person, _("End access"))}
    return render(request, "accounts/end.html", context, status=422 if form.is_bound else 200)


@require_POST
@page(action="access.give")
def take_back(request: StaffRequest, grant_id: UUID) -> HttpResponse:
    """Undo an ending: everything that was ended for the person and the unit on that day holds again."""
    by = reader(request)
    found = queries.grant_line(by, grant_id)
    if found is None or not found[1].may_end or found[1].state != "ended":
        raise Http404
    person, line = found
    whole = queries.person(by, person.id) or person
    same = [one for one in whole.past if one.state == "ended" and one.unit == line.unit and one.until == line.until]
    ids = [one.id for one in same if one.may_end and one.ended_why == line.ended_why]
    access.take_back_ending(grant_ids=ids, scope=request.scope, by=request.actor, now=request.now)
    messages.success(request, _("The access holds again, and the person has been told."))
    return redirect("accounts:person", account_id=person.id)


@page(action="access.give")
@fresh(when=lambda request: request.method == "POST")
@require_http_methods(["GET", "POST"])
def change(request: StaffRequest, grant_id: UUID) -> HttpResponse:
    """Let a task last longer or shorter."""
    by = reader(request)
    person, line = _changeable(by, grant_id)
    last = line.agreed_to - timedelta(days=1) if line.agreed_to else None
    form = DaysForm(
        request.POST if request.method == "POST" else None, initial={"last_on": last}, today=by.on, until=_until(by)
    )
    if request.method == "POST" and form.is_valid():
        try:
            access.change_end(
                grant_id=line.id,
                valid_to=form.valid_to,
                why=form.cleaned_data["why"],
                scope=request.scope,
                by=request.actor,
                now=request.now,
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The last day is changed, and the person has been told."))
            return redirect("accounts:person", account_id=person.id)
    context = {
        "form": form,
        "person": person,
        "line": line,
        "task": words.tasks([line.role]),
        "crumbs": _crumbs(person, _("How long")),
    }
    return render(request, "accounts/change.html", context, status=422 if form.is_bound else 200)


def _changeable(by: Reader, grant_id: UUID) -> tuple[Person, GrantLine]:
    """Return a grant that the reader may end, and whose it is. Raises Http404."""
    found = queries.grant_line(by, grant_id)
    if found is None or not found[1].may_end or not found[1].is_ahead:
        raise Http404
    return found


def _crumbs(person: Person, last: str) -> tuple[tuple[str, str], ...]:
    own_page = reverse("accounts:person", kwargs={"account_id": person.id})
    return ((_("Who has access"), reverse("accounts:people")), (person.name, own_page), (last, ""))
