"""One theme: how each of its questions was answered."""

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import get_language

from laerling.portals.reporting.role import as_reporting
from laerling.portals.reporting.views.asking import nation_name, not_yet, unit_in_sight
from laerling.portals.shell.staff import StaffRequest, page
from laerling.reports import charts, queries
from laerling.reports.types import QuestionLine, Theme
from laerling.rounds import queries as rounds


@page(action="results.read")
@as_reporting
def show(request: StaffRequest, year: int, of: tuple[str, str], page: str) -> HttpResponse:
    """Show the distributions of one theme's questions beside county and nation."""
    unit = unit_in_sight(request, of)
    this_round = rounds.get(year)
    language = get_language() or "nb"
    try:
        found = queries.theme(year=year, of=unit, page=page, nation=nation_name(), language=language, now=request.now)
    except KeyError as unknown:
        raise Http404 from unknown
    if found is None:
        return not_yet(request, this_round)
    return TemplateResponse(
        request,
        "reporting/theme.html",
        {
            "unit": unit,
            "theme": found,
            "questions": [
                (question, charts.distribution_chart(found.units, question), _table(found, question))
                for question in found.questions
            ],
        },
    )


def _table(theme: Theme, question: QuestionLine) -> list[tuple[str, list[tuple[str, float | None]]]]:
    """Return the table twin's rows: each option's share per unit, None where it is not shown."""
    return [
        (
            option.text,
            [
                (unit.name, row.pct[position] if row.shown else None)
                for unit, row in zip(theme.units, question.rows, strict=True)
            ],
        )
        for position, option in enumerate(question.options)
    ]
