"""Something over the years, and apart from it, a county reckoned on the ground of another year."""

from collections.abc import Callable
from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from laerling.organisations import queries as organisations
from laerling.organisations.rules import Standing
from laerling.portals.reporting.role import as_reporting
from laerling.portals.reporting.views.asking import Place, item_asked, place, readable_counties
from laerling.portals.shell.staff import StaffRequest, page
from laerling.release.queries import ANSWERED
from laerling.reports import charts, queries
from laerling.reports.over_years import YearsReport
from laerling.reports.types import Unit
from laerling.reports.words import decimal, percent


@page(action="results.read")
@as_reporting
def show(request: StaffRequest, year: int, of: tuple[str, str]) -> HttpResponse:
    """Show one item over all rounds, for the unit beside its county and the nation (`mal`)."""
    here = place(request, year, of)
    if isinstance(here, HttpResponse):
        return here
    return TemplateResponse(request, "reporting/years.html", _shared(here, found_of(request, here)))


@page(action="results.read")
@as_reporting
def regions(request: StaffRequest, year: int, of: tuple[str, str]) -> HttpResponse:
    """Show one item for a county of any year, reckoned from released figures (`mal`, `fylke`)."""
    here = place(request, year, of)
    if isinstance(here, HttpResponse):
        return here
    if here.unit.level not in {"nation", "county"}:
        # Training offices keep their whole line, whatever happens to counties.
        return redirect("reporting:years", year=year, of=of)
    county = county_of(request, here)
    counties = sorted(organisations.structure().counties, key=lambda one: (one.name, one.since))
    shared = _shared(here, reckoned_of(request, here, county))
    return TemplateResponse(
        request, "reporting/regions.html", {**shared, "county": county, "counties": counties, "is_reckoned": True}
    )


def found_of(request: StaffRequest, here: Place) -> YearsReport:
    """Return the item of the address over the rounds. Raises Http404 for one that no round has asked."""
    units = [one for one in here.units if one not in here.chosen]
    return _asked(request, here, partial(queries.over_years, units=units))


def county_of(request: StaffRequest, here: Place) -> Standing:
    """Return the county to reckon on, of any year (`fylke`). Raises Http404 for none, and on the page of an office."""
    if here.unit.level not in {"nation", "county"}:
        raise Http404
    counties = organisations.structure().counties
    code = request.GET.get("fylke") or (here.unit.code or counties[-1].code)
    county = next((one for one in counties if one.code == code), None)
    if county is None:
        raise Http404
    return county


def reckoned_of(request: StaffRequest, here: Place, county: Standing) -> YearsReport:
    """Return the item of the address for a county of any year. Raises Http404 for one that no round has asked."""
    return _asked(request, here, partial(queries.reckoned, unit=Unit("county", county.code, county.name)))


def _asked(request: StaffRequest, here: Place, over_years: Callable[..., YearsReport]) -> YearsReport:
    item = item_asked(request, here)
    try:
        return over_years(
            item=item,
            title=_title(here, item),
            now=request.now,
            language=here.language,
            readable=readable_counties(request),
        )
    except KeyError as unknown:
        raise Http404 from unknown


def _title(here: Place, item: str) -> str:
    if item == ANSWERED:
        return _("How many answered")
    items = queries.items_of(here.facts, here.language)
    return next((one.title for one in items if one.code == item), item)


def _shared(here: Place, found: YearsReport) -> dict[str, object]:
    """Return what both pages lay out: the chart, and the table with a row for each round, newest first."""
    write = percent if found.kind == "answered" else decimal
    rows = [
        (one, [(line.unit, line.at(one), write(line.at(one).value) if line.at(one) else "") for line in found.lines])  # type: ignore[union-attr]
        for one in reversed(found.years)
    ]
    return {
        "place": here,
        "tab": "years",
        "item": found.code,
        "items": queries.items_of(here.facts, here.language),
        "report": found,
        "legend": charts.legend(tuple(line.unit for line in found.lines)),
        "chart": charts.years_chart(found) if found.has_points else None,
        "rows": rows,
        "hides": found.hides_something,
        "each_year": True,
    }
