"""The yearly confirmation of who still belongs (M13)."""

from collections import defaultdict
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from laerling.access import actions as access
from laerling.access import queries
from laerling.access.queries import Person
from laerling.portals.accounts import words
from laerling.portals.accounts.views.asking import around, reader
from laerling.portals.shell.staff import StaffRequest, page


@page(action="access.give")
@require_http_methods(["GET", "POST"])
def confirm(request: StaffRequest) -> HttpResponse:
    """Show whom the unit is asked to confirm, and confirm those who are ticked."""
    by = reader(request)
    asked = queries.asking_on(by.on)
    people = queries.to_confirm(by) if asked.is_open else ()
    if request.method == "POST":
        offered = {str(one.id): one.id for one in people}
        chosen = [offered[one] for one in request.POST.getlist("person") if one in offered]
        return _confirm(request, chosen)
    by_unit: defaultdict[str, list[tuple[Person, str, UUID]]] = defaultdict(list)
    for one in people:
        name = one.grants[0].unit_name
        by_unit[name].append((one, words.tasks(grant.role for grant in one.grants), one.grants[0].id))
    context = {
        "asked": asked,
        "units": sorted(by_unit.items(), key=lambda item: (item[0] != request.scope.unit_name, item[0])),
        "n_people": len(people),
        "crumbs": ((_("Who has access"), reverse("accounts:people")), (_("Confirm who still belongs"), "")),
    }
    return render(request, "accounts/confirm.html", context | around(request, by, to_confirm=people))


def _confirm(request: StaffRequest, chosen: list[UUID]) -> HttpResponse:
    if not chosen:
        messages.info(request, _("Nobody was ticked. Nothing is changed."))
        return redirect("accounts:confirm")
    access.confirm(account_ids=chosen, scope=request.scope, by=request.actor, now=request.now)
    n_people = len(chosen)
    said = ngettext("One person is confirmed.", "%(n)s people are confirmed.", n_people) % {"n": n_people}
    messages.success(request, said)
    return redirect("accounts:confirm")
