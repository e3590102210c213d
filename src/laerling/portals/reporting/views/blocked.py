"""A release that was stopped: which attack found something, and what to do. For the Directorate.

These views keep the role of the staff pages: the reporting role cannot read what was stopped, and need not for anybody else.
"""

import json

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse

from laerling.portals.reporting.stopped import stopped
from laerling.portals.reporting.views.asking import language
from laerling.portals.shell.staff import StaffRequest, page
from laerling.questionnaire import queries as questionnaires
from laerling.release import queries as release
from laerling.rounds import queries as rounds


@page(action="release.read")
def show(request: StaffRequest) -> HttpResponse:
    """Show why a round's release was stopped (`ar`), the newest that was without one. Raises Http404 for one that never was."""
    years = release.blocked_years()
    wanted = request.GET.get("ar", "")
    if wanted and (not wanted.isdecimal() or int(wanted) not in years):
        raise Http404
    facts = release.blocked(int(wanted) if wanted else years[0]) if years else None
    told = None
    if facts is not None:
        asked = questionnaires.published(rounds.get(facts.round_year).questionnaire)
        told = stopped(facts, asked, language())
    made = release.made(facts.round_year) if facts else None
    return TemplateResponse(request, "reporting/blocked.html", {"years": years, "told": told, "made": made})


@page(action="release.read", limit="export")
def report(_request: StaffRequest, year: int) -> HttpResponse:
    """Send the report of what was tried before the release was stopped, as it is kept. Raises Http404 where there is none."""
    facts = release.blocked(year)
    if facts is None:
        raise Http404
    return as_json(facts.report, f"stoppet-{year}.json")


def as_json(kept: object, name: str) -> HttpResponse:
    """Return a report that is kept with a release as a file."""
    return HttpResponse(
        json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True),
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
