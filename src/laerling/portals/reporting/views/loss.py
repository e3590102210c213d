"""What protecting the figures costs, and how the release was tried: for the Directorate."""

from datetime import datetime

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse

from laerling.portals.reporting.attacks import Trial, trial
from laerling.portals.reporting.losses import loss_report
from laerling.portals.reporting.role import as_reporting
from laerling.portals.reporting.views.asking import language, nation_name
from laerling.portals.reporting.views.blocked import as_json
from laerling.portals.reporting.views.files import handed_out, in_form
from laerling.portals.shell.staff import StaffRequest, page
from laerling.release import queries as release
from laerling.release.queries import ReleaseFacts
from laerling.reports.files import NoPicture, write
from laerling.reports.naming import table_name
from laerling.reports.queries.releases import stamp
from laerling.reports.types import Unit
from laerling.rounds import queries as rounds


@page(action="release.read")
@as_reporting
def show(request: StaffRequest) -> HttpResponse:
    """Show the loss of a release by table, its certificate and its attacks; the newest, or that of the year asked for."""
    years = _years(request.now)
    facts = _facts(request.GET.get("ar", ""), years)
    if facts is None:
        return TemplateResponse(request, "reporting/loss_none.html", {"round": rounds.current(request.now)})
    cost = release.loss(facts)
    return TemplateResponse(
        request,
        "reporting/loss.html",
        {
            "facts": facts,
            "stamp": stamp(facts),
            "years": years,
            "loss": cost,
            "lines": [(table_name(line.table), line, cost.before.get(line.table)) for line in cost.tables],
            "trial": _trial(facts),
        },
    )


@page(action="release.read", limit="export")
@as_reporting
def file(request: StaffRequest, kind: str) -> HttpResponse:
    """Send the page as a file (`ar`). Raises Http404 where there is no release, and for pictures: nothing is drawn."""
    with in_form(request):
        facts = _facts(request.GET.get("ar", ""), _years(request.now))
        if facts is None:
            raise Http404
        nation = Unit("nation", "", nation_name())
        report = loss_report(release.loss(facts), _trial(facts), stamp(facts), nation, language=language())
        try:
            content = write(report, kind)
        except NoPicture as nothing:
            raise Http404 from nothing
    return handed_out(content, kind, facts.round_year, ("", ""), report.name, report.form)


@page(action="release.read", limit="export")
@as_reporting
def report(_request: StaffRequest, year: int) -> HttpResponse:
    """Send the report that is kept with a release, as it is."""
    facts = release.made(year)
    if facts is None:
        raise Http404
    return as_json(dict(release.report(facts)), f"skjerming-{year}.json")


def _trial(facts: ReleaseFacts) -> Trial:
    return trial(release.report(facts), [item.code for item in release.plan(facts).items], year=facts.round_year)


def _years(now: datetime) -> tuple[int, ...]:
    """Return the rounds with results that are out, and the one that is under way as soon as its release is made."""
    under_way = rounds.current(now).year
    made = (under_way,) if release.made(under_way) else ()
    return tuple(sorted({*made, *release.released_years(now)}, reverse=True))


def _facts(wanted: str, years: tuple[int, ...]) -> ReleaseFacts | None:
    """Return the release asked for, or the newest. Raises Http404 for a round that has none."""
    if wanted and (not wanted.isdecimal() or int(wanted) not in years):
        raise Http404
    return release.made(int(wanted) if wanted else years[0]) if years else None
