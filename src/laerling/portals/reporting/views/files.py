"""Every page of results as a file: the same questions to the release, the same figures, the same sign."""

from collections.abc import Callable
from contextlib import nullcontext
from typing import Final

from django.http import Http404, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from laerling.portals.reporting.role import as_reporting
from laerling.portals.reporting.views import breakdown as dividing
from laerling.portals.reporting.views.asking import Place, place, readable_counties
from laerling.portals.shell.staff import StaffRequest, page
from laerling.release.queries import ANSWERED
from laerling.reports import files, queries
from laerling.reports.files import FORMATS, NoPicture, Report

FORMS: Final = {"nb": "bokmål", "nn": "nynorsk"}

Build = Callable[[StaffRequest, Place], Report]


@page(action="results.read", limit="export")
@as_reporting
def overview(request: StaffRequest, year: int, of: tuple[str, str], kind: str) -> HttpResponse:
    """Send the overview as a file."""
    return _sent(request, year, of, kind, lambda _request, here: _overview(here, with_below=True))


@page(action="results.read", limit="export")
@as_reporting
def compare(request: StaffRequest, year: int, of: tuple[str, str], kind: str) -> HttpResponse:
    """Send the comparison of chosen units as a file."""
    return _sent(request, year, of, kind, lambda _request, here: _overview(here, with_below=False))


@page(action="results.read", limit="export")
@as_reporting
def index(request: StaffRequest, year: int, of: tuple[str, str], item: str, kind: str) -> HttpResponse:
    """Send one index and its questions as a file."""

    def build(_request: StaffRequest, here: Place) -> Report:
        found = queries.index_report(
            facts=here.facts, units=here.units, item=item, language=here.language, n_chosen=len(here.chosen)
        )
        return files.index_report(found, language=here.language)

    return _sent(request, year, of, kind, build)


@page(action="results.read", limit="export")
@as_reporting
def theme(request: StaffRequest, year: int, of: tuple[str, str], page: str, kind: str) -> HttpResponse:
    """Send one theme's questions as a file."""

    def build(_request: StaffRequest, here: Place) -> Report:
        found = queries.theme(
            facts=here.facts, units=here.units, page=page, language=here.language, n_chosen=len(here.chosen)
        )
        return files.theme_report(found, language=here.language)

    return _sent(request, year, of, kind, build)


@page(action="results.read", limit="export")
@as_reporting
def question(request: StaffRequest, year: int, of: tuple[str, str], item: str, kind: str) -> HttpResponse:
    """Send one question as a file."""

    def build(_request: StaffRequest, here: Place) -> Report:
        found = queries.question_report(
            facts=here.facts, units=here.units, item=item, language=here.language, n_chosen=len(here.chosen)
        )
        return files.question_report(found, language=here.language)

    return _sent(request, year, of, kind, build)


@page(action="results.read", limit="export")
@as_reporting
def breakdown(request: StaffRequest, year: int, of: tuple[str, str], kind: str) -> HttpResponse:
    """Send a breakdown as a file: the item and the dimension of the address (`mal`, `pa`)."""
    return _sent(request, year, of, kind, _breakdown)


@page(action="results.read", limit="export")
@as_reporting
def years(request: StaffRequest, year: int, of: tuple[str, str], kind: str) -> HttpResponse:
    """Send an item over the years as a file (`mal`)."""
    return _sent(request, year, of, kind, _years)


def _overview(here: Place, *, with_below: bool) -> Report:
    found = queries.overview(facts=here.facts, units=here.units, language=here.language, n_chosen=len(here.chosen))
    below = queries.units_below(facts=here.facts, of=here.unit) if with_below else ()
    return files.overview_report(found, below, language=here.language)


def _breakdown(request: StaffRequest, here: Place) -> Report:
    items = queries.items_of(here.facts, here.language)
    item = request.GET.get("mal") or (items[0].code if items else ANSWERED)
    found = dividing.found_of(request, here, item)
    drawn = [group for group in found.groups if found.is_shown(group)][: dividing.MOST_DRAWN]
    drawing = dividing.chart_of(found, drawn) if drawn else None
    said = [dividing.sentence(found, group) for group in found.groups if group.apart]
    return files.breakdown_report(found, drawing, drawn, said, language=here.language)


def _years(request: StaffRequest, here: Place) -> Report:
    items = queries.items_of(here.facts, here.language)
    item = request.GET.get("mal") or (items[0].code if items else ANSWERED)
    named = {one.code: one.title for one in items}
    found = queries.over_years(
        units=[one for one in here.units if one not in here.chosen],
        item=item,
        title=named.get(item, item) if item != ANSWERED else _("How many answered"),
        now=request.now,
        language=here.language,
        readable=readable_counties(request),
    )
    return files.years_report(found, here.stamp, language=here.language)


def _sent(request: StaffRequest, year: int, of: tuple[str, str], kind: str, build: Build) -> HttpResponse:
    """Send a page as a file in the reader's language, or in the form asked for (`form`).

    Raises Http404 where the page shows no figures: before the results are out, for a foreign unit, and for what there
    is not.
    """
    form = request.GET.get("form", "")
    with translation.override(form) if form in FORMS else nullcontext():
        here = place(request, year, of)
        if not isinstance(here, Place):
            raise Http404
        try:
            report = build(request, here)
            content = files.write(report, kind)
        except (KeyError, NoPicture) as unknown:
            raise Http404 from unknown
    return handed_out(content, kind, year, of, report.name, report.form)


def handed_out(content: bytes, kind: str, year: int, of: tuple[str, str], *what: str) -> HttpResponse:
    """Return a file of a kind of `FORMATS` to be saved under a name that says what it is."""
    name = "-".join(filter(None, ("laerlingundersokelsen", str(year), *of, *what)))
    disposition = f'attachment; filename="{name}.{kind}"'
    return HttpResponse(content, content_type=FORMATS[kind].media_type, headers={"Content-Disposition": disposition})
