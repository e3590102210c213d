"""The first page: where the round is, what is next, what is left."""

from django.http import HttpResponse
from django.shortcuts import render

from laerling.portals.ordering import calendars, overview
from laerling.portals.shell.staff import StaffRequest, page
from laerling.rounds import queries as rounds


@page(action="round.read")
def home(request: StaffRequest) -> HttpResponse:
    """Show the round for the unit one acts for."""
    this_round = rounds.current(request.now)
    seen = overview.figures(request.scope, this_round)
    return render(
        request,
        "ordering/home/index.html",
        {
            "round": this_round,
            "phase": calendars.phase_sentence(this_round, request.now),
            "milestones": calendars.lines(this_round, request.now),
            "figures": seen,
            "next": overview.next_step(request.scope, this_round, seen, now=request.now),
        },
    )
