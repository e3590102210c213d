"""Something over the years, and apart from it, a county reckoned on the ground of another year."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from laerling.organisations import queries as organisations
from laerling.portals.reporting.role import as_reporting
from laerling.portals.reporting.views.asking import Place, place, readable_counties
from laerling.portals.shell.staff import StaffRequest, page
from laerling.release.queries import ANSWERED
from laerling.reports import charts, queries
from laerling.reports.over_years import YearsReport
from laerling.reports.types import ItemLink, Unit
from laerling.reports.words import decimal, percent


@page(action="results.read")
@as_reporting
def show(request: StaffRequest, year: int, of: tuple[str, str]) -> HttpResponse:
    """Show one item over all rounds, for the unit beside its county and the nation (`mal`)."""
    here = place(request, year, of)
    if isinstance(here, HttpResponse):
        return here
    items = queries.items_of(here.facts, here.language)
    item = request.GET.get("mal") or (items[0].code if items else ANSWERED)
    try:
        found = queries.over_years(
            units=[one for one in here.units if one not in here.chosen],
            item=item,
            title=_title(items, item),
            now=request.now,
            language=here.language,
            readable=readable_counties(request),
        )
    except KeyError as unknown:
        raise Http404 from unknown
    shared = _shared(here, items, item, found)
    return TemplateResponse(request, "reporting/years.html", shared)


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
    items = queries.items_of(here.facts, here.language)
    item = request.GET.get("mal") or (items[0].code if items else ANSWERED)
    counties = organisations.structure().counties
    code = request.GET.get("fylke") or (here.unit.code or counties[-1].code)
    county = next((one for one in counties if one.code == code), None)
    if county is None:
        raise Http404
    try:
        found = queries.reckoned(
            unit=Unit("county", county.code, county.name),
            item=item,
            title=_title(items, item),
            now=request.now,
            language=here.language,
            readable=readable_counties(request),
        )
    except KeyError as unknown:
        raise Http404 from unknown
    more = {"county": county, "counties": sorted(counties, key=lambda one: (one.name, one.since))}
    return TemplateResponse(request, "reporting/regions.html", {**_shared(here, items, item, found), **more})


def _title(items: tuple[ItemLink, ...], item: str) -> str:
    if item == ANSWERED:
        return _("How many answered")
    return next((one.title for one in items if one.code == item), item)


def _shared(here: Place, items: tuple[ItemLink, ...], item: str, found: YearsReport) -> dict[str, object]:
    """Return what both pages lay out: the chart, and the table with a row for each round, newest first."""
    write = percent if found.kind == "answered" else decimal
    rows = [
        (one, [(line.unit, line.at(one), write(line.at(one).value) if line.at(one) else "") for line in found.lines])  # type: ignore[union-attr]
        for one in reversed(found.years)
    ]
    return {
        "place": here,
        "tab": "years",
        "item": item,
        "items": items,
        "report": found,
        "legend": charts.legend(tuple(line.unit for line in found.lines)),
        "chart": charts.years_chart(found) if found.is_drawn and found.years else None,
        "rows": rows,
        "hides": found.hides_something,
        "each_year": True,
    }
