"""What has been done with our data: the page, and the same as files."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from laerling.audit import actions as audit
from laerling.portals.history import files, showing, words
from laerling.portals.history.showing import Choice
from laerling.portals.shell.fresh import fresh
from laerling.portals.shell.staff import StaffRequest, page

PAGE_SIZE = 50
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page(action="audit.read")
def events(request: StaffRequest) -> HttpResponse:
    """Show who did what for the unit, and what was done for all; by month and by kind."""
    months = showing.months(request.scope)
    choice = showing.chosen(request.GET.get("maaned", ""), request.GET.get("hva", ""), months)
    shown = Paginator(showing.events(request.scope, choice), PAGE_SIZE).get_page(request.GET.get("page"))
    parameters = {name: value for name, value in (("maaned", choice.month_code), ("hva", choice.family)) if value}
    return render(
        request,
        "history/index.html",
        {
            "months": [(Choice(month, "").month_code, month) for month in months],
            "families": words.FAMILIES.items(),
            "choice": choice,
            "page": shown,
            "lines": showing.lines(request.scope, shown),
            "query": f"?{urlencode(parameters)}" if parameters else "",
            "is_narrowed": bool(parameters),
        },
    )


@page(action="audit.read", limit="export")
@fresh()
def as_csv(request: StaffRequest) -> HttpResponse:
    """Send the page's choice, all of it, as CSV."""
    return _sent(request, files.csv_file(_lines(request)), "text/csv; charset=utf-8", "csv")


@page(action="audit.read", limit="export")
@fresh()
def as_xlsx(request: StaffRequest) -> HttpResponse:
    """Send the page's choice, all of it, as an Excel workbook."""
    return _sent(request, files.xlsx_file(_lines(request)), _XLSX, "xlsx")


def _lines(request: StaffRequest) -> list[showing.DoneLine]:
    months = showing.months(request.scope)
    choice = showing.chosen(request.GET.get("maaned", ""), request.GET.get("hva", ""), months)
    return showing.lines(request.scope, showing.events(request.scope, choice))


def _sent(request: StaffRequest, content: bytes, kind: str, ending: str) -> HttpResponse:
    audit.record("audit.history.downloaded", by=request.actor, now=request.now, scope=request.scope.key, form=ending)
    name = "-".join(filter(None, ("historikk", request.scope.unit_kind, request.scope.unit_code)))
    headers = {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
