"""Letting somebody in."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from laerling.access import actions as access
from laerling.access import queries
from laerling.access.queries import Person, Reader
from laerling.access.rules import giveable
from laerling.access.types import Role, Unit
from laerling.kernel.errors import Refusal
from laerling.portals.accounts import words
from laerling.portals.accounts.forms.giving import GiveForm
from laerling.portals.accounts.views.asking import around, is_own, reader, unit_of
from laerling.portals.shell.fresh import fresh
from laerling.portals.shell.staff import StaffRequest, page


@page(action="access.give")
@fresh(when=lambda request: request.method == "POST")
@require_http_methods(["GET", "POST"])
def give(request: StaffRequest) -> HttpResponse:
    """Give a colleague tasks for the unit, or somebody in a unit below it: a new person, or one who has access already."""
    by = reader(request)
    unit = unit_of(request, by)
    person = _person(request, by)
    form = GiveForm(
        request.POST if request.method == "POST" else None,
        initial={"why": _proposed(by, person, unit)},
        offered=by.giveable(unit),
        may_pass_on=_may_pass_on(by, unit),
        is_known=person is not None,
        today=by.on,
        until=_until(by),
    )
    if request.method == "POST" and form.is_valid():
        try:
            account_id = _give(request, form, unit, person)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("accounts:person", account_id=account_id)
    names = queries.unit_names([unit])
    context = {
        "form": form,
        "unit": unit,
        "unit_name": names[unit],
        "person": person,
        "crumbs": ((_("Who has access"), reverse("accounts:people")), (_("Let somebody in"), "")),
    }
    status = 422 if form.is_bound else 200
    return render(request, "accounts/give.html", context | around(request, by), status=status)


def _give(request: StaffRequest, form: GiveForm, unit: Unit, person: Person | None) -> UUID:
    given = form.cleaned_data
    account = access.give(
        email=person.email if person else given["email"],
        name=person.name if person else given["name"],
        roles=given["roles"],
        unit=unit,
        gives=given.get("gives", ()),
        valid_from=given["first_on"],
        valid_to=form.valid_to,
        why=given["why"],
        scope=request.scope,
        by=request.actor,
        now=request.now,
    )
    if account.has_usable_password():
        said = _("%(name)s has got access, and a message about it by e-mail.")
    else:
        said = _("%(name)s has got access, and an e-mail with a link to choose a password. It works for seven days.")
    messages.success(request, said % {"name": account.name})
    account_id: UUID = account.pk
    return account_id


def _person(request: StaffRequest, by: Reader) -> Person | None:
    """Return the person whom the address names, None for somebody new. Raises Http404."""
    asked = request.GET.get("person", "")
    if not asked:
        return None
    try:
        found = queries.person(by, UUID(asked))
    except ValueError:
        found = None
    if found is None or not found.is_personal or is_own(request, found):
        raise Http404
    return found


def _proposed(by: Reader, person: Person | None, unit: Unit) -> str:
    """Return the reason that stands in the form where a dissolved county is proposed."""
    if person is None:
        return ""
    return next((words.why_proposed(one) for one in queries.proposals(by, person) if one.unit == unit), "")


def _may_pass_on(by: Reader, unit: Unit) -> frozenset[Role]:
    """Return the tasks that a user administrator of the unit can be let give on: as many as the giver may."""
    found: frozenset[Role] = frozenset()
    for one in by.held:
        if "user_administrator" in one.gives:
            found |= one.gives & giveable(unit.kind)
    return found


def _until(by: Reader) -> date | None:
    """Return the first day on which nothing the giver holds lets them give any more, None without end."""
    ends = [one.valid_to for one in by.held if one.valid_to is not None]
    return max(ends) if ends and len(ends) == len(by.held) else None
