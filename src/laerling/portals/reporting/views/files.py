"""The overview as files, with the same figures as the page."""

from django.http import Http404, HttpResponse

from laerling.portals.reporting.role import as_reporting
from laerling.portals.reporting.views.asking import Place, place
from laerling.portals.shell.staff import StaffRequest, page
from laerling.reports import files, queries
from laerling.reports.types import Overview

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page(action="results.read", limit="export")
@as_reporting
def as_csv(request: StaffRequest, year: int, of: tuple[str, str]) -> HttpResponse:
    """Send the overview as CSV."""
    return _sent(files.csv_file(_overview(request, year, of)), "text/csv; charset=utf-8", year, of, "csv")


@page(action="results.read", limit="export")
@as_reporting
def as_xlsx(request: StaffRequest, year: int, of: tuple[str, str]) -> HttpResponse:
    """Send the overview as an Excel workbook."""
    return _sent(files.xlsx_file(_overview(request, year, of)), _XLSX, year, of, "xlsx")


def _overview(request: StaffRequest, year: int, of: tuple[str, str]) -> Overview:
    """Return the overview of the page. Raises Http404 where the page has none."""
    here = place(request, year, of)
    if not isinstance(here, Place):
        raise Http404
    return queries.overview(facts=here.facts, units=here.units, language=here.language, n_chosen=len(here.chosen))


def _sent(content: bytes, kind: str, year: int, of: tuple[str, str], ending: str) -> HttpResponse:
    name = "-".join(filter(None, ("laerlingundersokelsen", str(year), *of)))
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    )
