"""How many have answered, by unit; never by name."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import number_format

from laerling.access.policy import may
from laerling.invitations import queries as invitations
from laerling.invitations.rules import Unit
from laerling.portals.shell.staff import StaffRequest, page
from laerling.rounds import queries as rounds
from laerling.rounds import rules
from laerling.rounds.rules import Phase, RoundFacts


@dataclass(frozen=True, slots=True)
class Line:
    """One unit's figures; `share` in per cent with its sign, empty where the answers are hidden."""

    unit: Unit
    share: str


@page(action="progress.read")
def progress(request: StaffRequest) -> HttpResponse:
    """Show answered of invited: per county for the nation, per office for a county, per county for an office."""
    this_round = rounds.current(request.now)
    units = invitations.progress(request.scope, this_round.year)
    if request.scope.is_national:
        # Those that have not begun stand first: the Directorate looks for them (M2).
        units = tuple(sorted(units, key=lambda unit: (unit.n_reached > 0, unit.name)))
    totals = invitations.totals(request.scope, this_round.year)
    return render(
        request,
        "ordering/progress/index.html",
        {
            "round": this_round,
            "lines": [Line(unit, share(unit)) for unit in units],
            "totals": totals,
            "total_share": share(totals),
            "n_silent": sum(1 for unit in units if not unit.n_reached) if request.scope.is_national else 0,
            "nobody_reached": not totals.n_reached and _may_send(request, this_round),
            "by_office": request.scope.unit_kind == "county",
        },
    )


def _may_send(request: StaffRequest, this_round: RoundFacts) -> bool:
    is_open = this_round.closed_at is None and rules.phase(this_round, request.now) is Phase.OPEN
    return is_open and may(request.scope, "dispatch.order")


def share(unit: Unit) -> str:
    """Return answered of invited in per cent with one decimal, empty where it is hidden or nobody is invited."""
    if unit.n_answered is None or not unit.n_invited:
        return ""
    return f"{number_format(100 * unit.n_answered / unit.n_invited, 1)} %"
