"""All counties side by side, for the Directorate: who has looked, what is left, what is said and what is proved."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from laerling.portals.checking import bars, choices, words
from laerling.portals.checking.views.asking import asked
from laerling.portals.shell.staff import StaffRequest, page
from laerling.register import queries as register
from laerling.register.queries import CountyLine


@dataclass(frozen=True, slots=True)
class Line:
    """One county's September, with its figures in the order of the table."""

    county: CountyLine
    share: str
    severities: tuple[tuple[str, int], ...]
    statuses: tuple[tuple[str, int], ...]
    query: str


@page(action="finding.read")
def index(request: StaffRequest) -> HttpResponse:
    """Show every county of the round's time; those that have not looked stand first. Others than the nation get 404."""
    if not request.scope.is_national:
        raise Http404
    here = asked(request)
    counties = register.counties_side_by_side(here.this_round.year, request.now)
    lines = [_line(county) for county in sorted(counties, key=_silent_first)]
    context = {
        "lines": lines,
        "severities": list(words.SEVERITIES.values()),
        "statuses": [words.STATES[code] for code in ("seen", "being_mended", "mended")],
        "n_silent": sum(1 for county in counties if county.last_look_on is None and county.n_open),
        "n_open": sum(county.n_open for county in counties),
        "n_closed": sum(county.n_closed for county in counties),
        "n_asked": sum(county.n_asked for county in counties),
        "n_unreached": sum(county.n_asked - county.n_reachable for county in counties),
        "crumbs": ((_("Quality check"), reverse("checking:home")), (_("The counties"), "")),
    }
    return render(request, "checking/counties.html", here.context | context)


def _silent_first(county: CountyLine) -> tuple[bool, str]:
    return county.last_look_on is not None, county.name


def _line(county: CountyLine) -> Line:
    return Line(
        county=county,
        share=bars.share(county.n_reachable, county.n_asked),
        severities=tuple((str(label), county.by_severity.get(code, 0)) for code, label in words.SEVERITIES.items()),
        statuses=tuple(
            (str(words.STATES[code]), county.by_status.get(code, 0)) for code in ("seen", "being_mended", "mended")
        ),
        query=choices.query({"fylke": county.code}),
    )
