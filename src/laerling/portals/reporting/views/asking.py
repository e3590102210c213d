"""What every view of results asks first: which unit, which round, and whether the results are out."""

from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from laerling.portals.shell.staff import StaffRequest
from laerling.reports import queries
from laerling.reports.types import Unit
from laerling.rounds.rules import RoundFacts


def nation_name() -> str:
    """Return what the nation is called as a unit."""
    return _("The whole country")


def unit_in_sight(request: StaffRequest, of: tuple[str, str]) -> Unit:
    """Return the unit of the address. Raises Http404 where whoever asks may not see it, as if it did not exist (M14)."""
    found = queries.unit(request.scope, *of, nation=nation_name())
    if found is None:
        raise Http404
    return found


def not_yet(request: StaffRequest, this_round: RoundFacts) -> TemplateResponse:
    """Return the page that says why there are no results, and when they come."""
    return TemplateResponse(
        request,
        "reporting/not_yet.html",
        {"round": this_round, "is_late": request.now >= this_round.results_at},
    )
