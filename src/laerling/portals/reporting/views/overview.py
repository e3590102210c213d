"""A unit's overview: how many answered, the indices, the themes, and the units below it."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from laerling.portals.reporting.role import as_reporting
from laerling.portals.reporting.views.asking import Place, nation_name, not_yet, place
from laerling.portals.reporting.views.rows import pooled_rows
from laerling.portals.shell.staff import StaffRequest, page
from laerling.reports import charts, queries
from laerling.reports.findings.queries import of as of_unit
from laerling.reports.types import Overview
from laerling.rounds import queries as rounds
from laerling.rounds.rules import RoundFacts


@page(action="results.read")
@as_reporting
def home(request: StaffRequest) -> HttpResponse:
    """Go to the newest results of one's own unit, or say when the first ones come."""
    years = queries.years(request.now)
    if not years:
        return not_yet(request, rounds.current(request.now))
    own = queries.own_unit(request.scope, nation=nation_name())
    return redirect("reporting:overview", year=years[0], of=own.key)


@page(action="results.read")
@as_reporting
def show(request: StaffRequest, year: int, of: tuple[str, str]) -> HttpResponse:
    """Show one unit's overview beside its county, the nation, and those one has chosen."""
    here = place(request, year, of)
    if isinstance(here, HttpResponse):
        return here
    found = found_of(here)
    below = queries.units_below(facts=here.facts, of=here.unit)
    return TemplateResponse(
        request,
        "reporting/overview.html",
        {
            "place": here,
            "tab": "overview",
            "overview": found,
            "answered": list(zip(found.units, found.answered, strict=True)),
            "lines": [
                (line, list(zip(found.units, line.figures, strict=True)), line.said(found.units))
                for line in found.indices
            ],
            "chart": charts.index_chart(found.units, found.indices, found.n_chosen),
            "legend": charts.legend(found.units, found.n_chosen),
            "findings": of_unit(
                request.scope,
                here.unit,
                facts=here.facts,
                nation=nation_name(),
                language=here.language,
                now=request.now,
            ),
            "below": below,
            "coming": _coming(request, year),
            "together": pooled_rows(found.pooled),
            "hides": found.hides_something or not all(line.answered.shown for line in below),
        },
    )


def found_of(here: Place) -> Overview:
    """Return the overview of the unit of a page beside those it is compared with."""
    return queries.overview(facts=here.facts, units=here.units, language=here.language, n_chosen=len(here.chosen))


def _coming(request: StaffRequest, year: int) -> RoundFacts | None:
    """Return the round whose results come next, on the page of the newest there are."""
    running = rounds.current(request.now)
    is_newest = queries.years(request.now)[:1] == (year,)
    return running if is_newest and running.year > year else None
