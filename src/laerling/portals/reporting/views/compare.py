"""Units of one's own choice side by side, on every index and on one question; the whole choice is in the address."""

from django.http import HttpResponse
from django.template.response import TemplateResponse

from laerling.portals.reporting.role import as_reporting
from laerling.portals.reporting.views.asking import place
from laerling.portals.reporting.views.overview import found_of
from laerling.portals.shell.staff import StaffRequest, page
from laerling.reports import charts
from laerling.reports.charts import Lane
from laerling.reports.queries import MOST_CHOSEN


@page(action="results.read")
@as_reporting
def show(request: StaffRequest, year: int, of: tuple[str, str]) -> HttpResponse:
    """Show the unit, its county, the nation and up to three others, index by index."""
    here = place(request, year, of)
    if isinstance(here, HttpResponse):
        return here
    found = found_of(here)
    marks = charts.legend(found.units, found.n_chosen)
    panels = []
    for line in found.indices:
        pairs = list(zip(marks, line.figures, strict=True))
        lanes = [Lane(unit.name, figure.mean, figure.low, figure.high, mark) for (mark, unit), figure in pairs]
        said = line.said(found.units)
        chart = charts.lanes_chart(lanes, title=line.title, finding=". ".join([*said, ""]).strip())
        panels.append((line, chart, [(unit, figure) for (_mark, unit), figure in pairs], said))
    slots = [here.chosen[n].key if n < len(here.chosen) else None for n in range(MOST_CHOSEN)]
    return TemplateResponse(
        request,
        "reporting/compare.html",
        {
            "place": here,
            "tab": "compare",
            "overview": found,
            "answered": list(zip(found.units, found.answered, strict=True)),
            "panels": panels,
            "slots": slots,
            "hides": found.hides_something,
        },
    )
