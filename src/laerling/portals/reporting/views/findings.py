"""What should be followed up at once (M29)."""

from django.http import HttpResponse
from django.template.response import TemplateResponse

from laerling.portals.reporting.role import as_reporting
from laerling.portals.reporting.views.asking import nation_name, place
from laerling.portals.shell.staff import StaffRequest, page
from laerling.reports.findings import queries
from laerling.reports.findings.thresholds import sources, thresholds


@page(action="results.read")
@as_reporting
def show(request: StaffRequest, year: int, of: tuple[str, str]) -> HttpResponse:
    """Show the special findings of a unit, of the units below it, and around it where it has no figures of its own."""
    here = place(request, year, of)
    if isinstance(here, HttpResponse):
        return here
    found = queries.of(
        request.scope,
        here.unit,
        facts=here.facts,
        nation=nation_name(),
        language=here.language,
        now=request.now,
    )
    said = {name: text.in_(here.language) for name, text in sources().items()}
    return TemplateResponse(
        request,
        "reporting/findings.html",
        {
            "place": here,
            "tab": "findings",
            "findings": found,
            "limits": thresholds(),
            "sources": said,
            "hides": True,
        },
    )
