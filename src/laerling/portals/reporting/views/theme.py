"""The themes of a round, and how each question of one was answered."""

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse

from laerling.portals.reporting.role import as_reporting
from laerling.portals.reporting.views.asking import Place, place
from laerling.portals.reporting.views.rows import pooled_rows, question_rows
from laerling.portals.shell.staff import StaffRequest, page
from laerling.reports import queries
from laerling.reports.types import Theme


@page(action="results.read")
@as_reporting
def themes(request: StaffRequest, year: int, of: tuple[str, str]) -> HttpResponse:
    """List the themes, and the questions of each."""
    here = place(request, year, of)
    if isinstance(here, HttpResponse):
        return here
    items = queries.items_of(here.facts, here.language)
    links = [
        (link, [item for item in items if item.theme == link.title])
        for link in queries.themes(here.facts, here.language)
    ]
    return TemplateResponse(request, "reporting/themes.html", {"place": here, "tab": "themes", "links": links})


@page(action="results.read")
@as_reporting
def show(request: StaffRequest, year: int, of: tuple[str, str], page: str) -> HttpResponse:
    """Show the distributions of one theme's questions beside county and nation."""
    here = place(request, year, of)
    if isinstance(here, HttpResponse):
        return here
    found = found_of(here, page=page)
    return TemplateResponse(
        request,
        "reporting/theme.html",
        {
            "place": here,
            "tab": "themes",
            "theme": found,
            "questions": [question_rows(found.units, question) for question in found.questions],
            "together": pooled_rows(found.pooled),
            "hides": found.hides_something,
        },
    )


def found_of(here: Place, *, page: str) -> Theme:
    """Return the theme of the address. Raises Http404 for one the round does not have."""
    try:
        return queries.theme(
            facts=here.facts, units=here.units, page=page, language=here.language, n_chosen=len(here.chosen)
        )
    except KeyError as unknown:
        raise Http404 from unknown
