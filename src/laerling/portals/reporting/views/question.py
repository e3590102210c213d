"""One question by itself: how it was answered, and the ways on to breakdowns and years."""

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse

from laerling.portals.reporting.role import as_reporting
from laerling.portals.reporting.views.asking import Place, place
from laerling.portals.reporting.views.rows import pooled_rows, question_rows
from laerling.portals.shell.staff import StaffRequest, page
from laerling.reports import queries
from laerling.reports.types import QuestionReport


@page(action="results.read")
@as_reporting
def show(request: StaffRequest, year: int, of: tuple[str, str], item: str) -> HttpResponse:
    """Show one question beside county, nation and those one has chosen."""
    here = place(request, year, of)
    if isinstance(here, HttpResponse):
        return here
    found = found_of(here, item=item)
    return TemplateResponse(
        request,
        "reporting/question.html",
        {
            "place": here,
            "tab": "themes",
            "item": item,
            "report": found,
            "laid": question_rows(found.units, found.question),
            "together": pooled_rows(found.pooled),
            "hides": found.hides_something,
        },
    )


def found_of(here: Place, *, item: str) -> QuestionReport:
    """Return the question of the address. Raises Http404 for one the round does not have."""
    try:
        return queries.question_report(
            facts=here.facts, units=here.units, item=item, language=here.language, n_chosen=len(here.chosen)
        )
    except KeyError as unknown:
        raise Http404 from unknown
