"""A unit's overview: how many answered, the indices, the themes, and the units below it."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language

from laerling.portals.reporting.role import as_reporting
from laerling.portals.reporting.views.asking import nation_name, not_yet, unit_in_sight
from laerling.portals.shell.staff import StaffRequest, page
from laerling.reports import charts, queries
from laerling.rounds import queries as rounds


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
    """Show one unit's overview beside its county and the nation."""
    unit = unit_in_sight(request, of)
    this_round = rounds.get(year)
    language = get_language() or "nb"
    found = queries.overview(year=year, of=unit, nation=nation_name(), language=language, now=request.now)
    if found is None:
        return not_yet(request, this_round)
    below = queries.units_below(year=year, of=unit, now=request.now)
    return TemplateResponse(
        request,
        "reporting/overview.html",
        {
            "unit": unit,
            "overview": found,
            "answered": list(zip(found.units, found.answered, strict=True)),
            "lines": [(line.title, list(zip(found.units, line.figures, strict=True))) for line in found.indices],
            "chart": charts.index_chart(found.units, found.indices),
            "legend": charts.legend(found.units),
            "below": below,
            "hides": found.hides_something or not all(line.answered.shown for line in below),
            "years": queries.years(request.now),
        },
    )
