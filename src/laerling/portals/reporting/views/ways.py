"""The way from a form to a page: which unit, which round, which page of it."""

from typing import Final

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from laerling.portals.reporting.addresses import unit_of
from laerling.portals.reporting.tabs import TABS
from laerling.portals.reporting.views.asking import way_to
from laerling.portals.shell.staff import StaffRequest, page
from laerling.portals.shell.units import PARAMETER
from laerling.reports import queries
from laerling.reports.types import Unit

# What of a page's own choice goes on to the same page of another unit or year.
_KEPT: Final = ("mal", "pa", "med")


@page(action="results.read")
def go(request: StaffRequest) -> HttpResponse:
    """Go to a unit's page in a round, as chosen in a form. What is not understood leads to one's own results.

    Whether the unit may be seen is asked there, and not here.
    """
    unit, year = unit_of(request.GET.get("enhet", "")), request.GET.get("ar", "")
    if unit is None or not year.isdecimal() or int(year) not in queries.years(request.now):
        return redirect("reporting:home")
    pages = {tab.code: tab.url_name for tab in TABS}
    name = pages.get(request.GET.get("side", ""), "reporting:overview")
    kept = [(key, value) for key in _KEPT for value in request.GET.getlist(key) if value]
    level, code = unit
    if level == "county" and way_to(request, Unit("county", code, "")) == "switch":
        kept.append((PARAMETER, f"county:{code}"))
    address = reverse(name, kwargs={"year": int(year), "of": unit})
    return redirect(f"{address}?{urlencode(kept)}" if kept else address)
