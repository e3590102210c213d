"""Every page of results as a file: the same questions to the release, the same figures, the same sign."""

from collections.abc import Callable
from contextlib import nullcontext
from functools import update_wrapper
from typing import Final

from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils import translation

from laerling.portals.reporting.role import as_reporting
from laerling.portals.reporting.views import breakdown as dividing
from laerling.portals.reporting.views import findings as pointing
from laerling.portals.reporting.views import index as one_index
from laerling.portals.reporting.views import overview as first
from laerling.portals.reporting.views import question as one_question
from laerling.portals.reporting.views import theme as one_theme
from laerling.portals.reporting.views import variation as varying
from laerling.portals.reporting.views import years as through
from laerling.portals.reporting.views.asking import Place, place
from laerling.portals.shell.staff import StaffRequest, page
from laerling.reports import files, queries
from laerling.reports.files import FORMATS, NoPicture, Report

FORMS: Final = {"nb": "bokmål", "nn": "nynorsk"}

Build = Callable[..., Report]
View = Callable[..., HttpResponseBase]


def file_view(build: Build) -> View:
    """Return the view that hands out a page as a file, from what makes its report of request, place and what was asked for."""

    @page(action="results.read", limit="export")
    @as_reporting
    def view(request: StaffRequest, /, year: int, of: tuple[str, str], kind: str, **asked: str) -> HttpResponse:
        return _sent(request, year, of, kind, lambda here: build(request, here, **asked))

    return update_wrapper(view, build)


@file_view
def overview(_request: StaffRequest, here: Place) -> Report:
    """Send the overview as a file."""
    below = queries.units_below(facts=here.facts, of=here.unit)
    return files.overview_report(first.found_of(here), below, language=here.language)


@file_view
def compare(_request: StaffRequest, here: Place) -> Report:
    """Send the comparison of chosen units as a file."""
    return files.overview_report(first.found_of(here), (), language=here.language)


@file_view
def index(_request: StaffRequest, here: Place, *, item: str) -> Report:
    """Send one index and its questions as a file."""
    return files.index_report(one_index.found_of(here, item=item), language=here.language)


@file_view
def theme(_request: StaffRequest, here: Place, *, page: str) -> Report:
    """Send one theme's questions as a file."""
    return files.theme_report(one_theme.found_of(here, page=page), language=here.language)


@file_view
def question(_request: StaffRequest, here: Place, *, item: str) -> Report:
    """Send one question as a file."""
    return files.question_report(one_question.found_of(here, item=item), language=here.language)


@file_view
def breakdown(request: StaffRequest, here: Place) -> Report:
    """Send a breakdown as a file: the item and the dimension of the address (`mal`, `pa`)."""
    found = dividing.found_of(request, here)
    drawn = [group for group in found.groups if found.is_shown(group)][: dividing.MOST_DRAWN]
    drawing = dividing.chart_of(found, drawn) if drawn else None
    said = [dividing.sentence(found, group) for group in found.groups if group.apart]
    return files.breakdown_report(found, drawing, drawn, said, language=here.language)


@file_view
def years(request: StaffRequest, here: Place) -> Report:
    """Send an item over the years as a file (`mal`)."""
    return files.years_report(through.found_of(request, here), here.stamp, language=here.language)


@file_view
def regions(request: StaffRequest, here: Place) -> Report:
    """Send an item of a county reckoned through all years as a file (`mal`, `fylke`)."""
    found = through.reckoned_of(request, here, through.county_of(request, here))
    return files.reckoned_report(found, here.stamp, language=here.language)


@file_view
def variation(request: StaffRequest, here: Place) -> Report:
    """Send how groups vary as a file (`mellom`, `mal`)."""
    found = varying.found_of(request, here)
    one, many = varying.NAMES[found.between]
    return files.variation_report(found, one=str(one), many=str(many), language=here.language)


@file_view
def findings(request: StaffRequest, here: Place) -> Report:
    """Send the special findings as a file."""
    return files.findings_report(pointing.found_of(request, here), language=here.language)


def _sent(
    request: StaffRequest, year: int, of: tuple[str, str], kind: str, build: Callable[[Place], Report]
) -> HttpResponse:
    """Send a page as a file in the reader's language, or in the form asked for (`form`).

    Raises Http404 where the page shows no figures: before the results are out, for a foreign unit, and for what there
    is not.
    """
    with in_form(request):
        here = place(request, year, of)
        if not isinstance(here, Place):
            raise Http404
        try:
            report = build(here)
            content = files.write(report, kind)
        except (KeyError, NoPicture) as unknown:
            raise Http404 from unknown
    return handed_out(content, kind, year, of, report.name, report.form)


def in_form(request: StaffRequest) -> translation.override | nullcontext[None]:
    """Return the written form asked for in the address (`form`), to be switched on; the reader's own without one."""
    form = request.GET.get("form", "")
    return translation.override(form) if form in FORMS else nullcontext()


def handed_out(content: bytes, kind: str, year: int, of: tuple[str, str], *what: str) -> HttpResponse:
    """Return a file of a kind of `FORMATS` to be saved under a name that says what it is."""
    name = "-".join(filter(None, ("laerlingundersokelsen", str(year), *of, *what)))
    disposition = f'attachment; filename="{name}.{kind}"'
    return HttpResponse(content, content_type=FORMATS[kind].media_type, headers={"Content-Disposition": disposition})
