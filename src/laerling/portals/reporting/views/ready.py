"""The fixed set of reports, ready to be fetched as soon as the results are out."""

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse

from laerling.organisations import queries as organisations
from laerling.portals.reporting.role import as_reporting
from laerling.portals.reporting.views.asking import nation_name
from laerling.portals.reporting.views.files import FORMS, handed_out
from laerling.portals.shell.staff import StaffRequest, page
from laerling.reports import queries
from laerling.reports.files import FORMATS
from laerling.reports.ready import queries as stored
from laerling.reports.types import Unit
from laerling.rounds import queries as rounds


@page(action="results.read")
@as_reporting
def index(request: StaffRequest) -> HttpResponse:
    """List the reports one may have: the nation's, one's own, and those of the units below (`ar`, `fylke`)."""
    years = stored.years(request.now)
    wanted = request.GET.get("ar", "")
    year = int(wanted) if wanted.isdecimal() and int(wanted) in years else next(iter(years), None)
    this_round = rounds.current(request.now)
    county = _county(request)
    return TemplateResponse(
        request,
        "reporting/ready.html",
        {
            "years": years,
            "year": year,
            "reports": stored.ready(year, _units(request, county), request.now) if year else (),
            "form_names": FORMS,
            "counties": _counties() if request.scope.is_national else (),
            "county": county,
            "round": this_round,
            "is_out": year == this_round.year,
            "progress": stored.progress(this_round.year) if request.scope.is_national else None,
        },
    )


@page(action="results.read", limit="export")
@as_reporting
def report(request: StaffRequest, year: int, of: tuple[str, str], form: str, kind: str) -> HttpResponse:
    """Send one report of the fixed set. Raises Http404 where there is none, or none for whoever asks."""
    unit = queries.unit(request.scope, *of, nation=nation_name())
    content = unit and stored.content(year=year, unit=unit, form=form, kind=kind, now=request.now)
    if not content or kind not in FORMATS:
        raise Http404
    return handed_out(content, kind, year, of, "rapport", form)


def _units(request: StaffRequest, county: str) -> list[Unit]:
    """Return the units whose reports are listed, in order: the nation, counties, offices by name."""
    nation, scope = Unit("nation", "", nation_name()), request.scope
    own = queries.own_unit(scope, nation=nation.name)
    if own.level == "office":
        found = organisations.office(own.code)
        home = Unit("county", found.county, organisations.county_name(found.county)) if found else None
        return [one for one in (own, home, nation) if one is not None]
    if own.level == "county":
        return [own, *_offices(own.code), nation]
    if county:
        return [Unit("county", county, organisations.county_name(county)), *_offices(county)]
    return [nation, *_counties()]


def _counties() -> list[Unit]:
    names = organisations.county_names()
    return sorted((Unit("county", code, name) for code, name in names.items()), key=lambda unit: unit.name)


def _offices(county: str) -> list[Unit]:
    names = organisations.offices_situated_in(county)
    return sorted((Unit("office", orgnr, name) for orgnr, name in names.items()), key=lambda unit: unit.name)


def _county(request: StaffRequest) -> str:
    """Return the county the directorate looks into, "" for none."""
    wanted = request.GET.get("fylke", "") if request.scope.is_national else ""
    return wanted if wanted in organisations.county_names() else ""
