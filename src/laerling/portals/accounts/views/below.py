"""The units below: which have somebody who administers users, and which have not confirmed their people."""

from typing import Final

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from laerling.access import queries
from laerling.access.types import UnitKind
from laerling.portals.accounts import words
from laerling.portals.accounts.views.asking import around, reader
from laerling.portals.shell.staff import StaffRequest, page

_ON_A_PAGE: Final = 50
_BELOW: Final[dict[UnitKind, tuple[UnitKind, ...]]] = {
    "nation": ("governor", "county", "office"),
    "governor": ("county", "office"),
    "county": ("office",),
    "office": (),
}


@page(action="access.read")
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    """Show the units below of one kind, an office has none; those without a user administrator, or without confirmation, by choice."""
    by = reader(request)
    kinds = _BELOW[request.scope.unit_kind]
    if not kinds:
        raise Http404
    kind = next((one for one in kinds if one == request.GET.get("slag")), kinds[0])
    asked = queries.asking_on(by.on)
    units = queries.units_below(by, kind, days=asked.days)
    search, lacks = request.GET.get("sok", "").strip(), request.GET.get("mangler", "")
    shown = [one for one in units if search.lower() in one.name.lower() or search == one.unit.code]
    if lacks == "administrator":
        shown = [one for one in shown if not one.n_administrators]
    elif lacks == "bekreftelse":
        shown = [one for one in shown if one.n_unconfirmed]
    page_of = Paginator(shown, _ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "kinds": [(one, words.KINDS[one]) for one in kinds],
        "kind": kind,
        "page": page_of,
        "search": search,
        "lacks": lacks,
        "n_units": len(units),
        "n_without": sum(not one.n_administrators for one in units),
        "n_unconfirmed": sum(bool(one.n_unconfirmed) for one in units),
        "asked": asked,
        "crumbs": ((_("Who has access"), reverse("accounts:people")), (_("Units below"), "")),
    }
    return render(request, "accounts/below.html", context | around(request, by))
