"""What should be followed up at once (M29)."""

from django.http import HttpResponse
from django.template.response import TemplateResponse

from laerling.portals.reporting.role import as_reporting
from laerling.portals.reporting.views.asking import Place, nation_name, place
from laerling.portals.shell.staff import StaffRequest, page
from laerling.reports.findings import queries, words
from laerling.reports.findings.types import UnitFindings


@page(action="results.read")
@as_reporting
def show(request: StaffRequest, year: int, of: tuple[str, str]) -> HttpResponse:
    """Show the special findings of a unit, of the units below it, and around it where it has no figures of its own."""
    here = place(request, year, of)
    if isinstance(here, HttpResponse):
        return here
    return TemplateResponse(
        request,
        "reporting/findings.html",
        {
            "place": here,
            "tab": "findings",
            "findings": found_of(request, here),
            "advice": words.advice(),
            "limits": words.limits(here.language),
            "hides": True,
        },
    )


def found_of(request: StaffRequest, here: Place) -> UnitFindings:
    """Return the findings of the unit of a page."""
    return queries.of(
        request.scope,
        here.unit,
        facts=here.facts,
        nation=nation_name(),
        language=here.language,
        now=request.now,
    )
