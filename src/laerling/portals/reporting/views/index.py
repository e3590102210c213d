"""One index: the figure of each unit, and the questions it is made of."""

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from laerling.portals.reporting.role import as_reporting
from laerling.portals.reporting.views.asking import Place, place
from laerling.portals.reporting.views.rows import pooled_rows, question_rows
from laerling.portals.shell.staff import StaffRequest, page
from laerling.reports import charts, queries
from laerling.reports.charts import Lane
from laerling.reports.types import IndexReport


@page(action="results.read")
@as_reporting
def show(request: StaffRequest, year: int, of: tuple[str, str], item: str) -> HttpResponse:
    """Show one index and how its questions were answered."""
    here = place(request, year, of)
    if isinstance(here, HttpResponse):
        return here
    found = found_of(here, item=item)
    pairs = list(zip(charts.legend(found.units, found.n_chosen), found.line.figures, strict=True))
    lanes = [Lane(unit.name, figure.mean, figure.low, figure.high, place) for (place, unit), figure in pairs]
    said = found.line.said(found.units)
    return TemplateResponse(
        request,
        "reporting/index.html",
        {
            "place": here,
            "tab": "overview",
            "item": item,
            "report": found,
            "chart": charts.lanes_chart(
                lanes, title=found.line.title, finding=". ".join([*said, _("Scale from 1 to 5, where 5 is best.")])
            ),
            "figures": [(unit, figure) for (_place, unit), figure in pairs],
            "said": said,
            "questions": [question_rows(found.units, question) for question in found.questions],
            "together": pooled_rows(found.pooled),
            "hides": found.hides_something,
        },
    )


def found_of(here: Place, *, item: str) -> IndexReport:
    """Return the index of the address. Raises Http404 for one the round does not have."""
    try:
        return queries.index_report(
            facts=here.facts, units=here.units, item=item, language=here.language, n_chosen=len(here.chosen)
        )
    except KeyError as unknown:
        raise Http404 from unknown
