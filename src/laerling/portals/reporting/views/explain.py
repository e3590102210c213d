"""Why a figure is not shown."""

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from laerling.portals.reporting.role import as_reporting
from laerling.portals.reporting.views.asking import nation_name, place
from laerling.portals.shell.staff import StaffRequest, page
from laerling.reports import queries
from laerling.reports.explaining import explanation


@page(action="results.read")
@as_reporting
def show(request: StaffRequest, year: int, of: tuple[str, str], item: str) -> HttpResponse:
    """Say why a figure of the unit, or of a part of it (`tabell`, `nokkel`), is not shown, and what there is instead."""
    here = place(request, year, of)
    if isinstance(here, HttpResponse):
        return here
    table, key = request.GET.get("tabell", ""), request.GET.get("nokkel", "")
    found = explanation(
        of=here.unit,
        wider=queries.compared(here.unit, here.facts, nation=nation_name())[1:],
        facts=here.facts,
        item=item,
        table=table,
        key=tuple(key.split("*")) if table else (),
        language=here.language,
        answered=_("How many answered"),
    )
    if found is None:
        raise Http404
    return TemplateResponse(
        request,
        "reporting/explain.html",
        {"place": here, "tab": "", "item": item, "told": found, "hides": True},
    )
