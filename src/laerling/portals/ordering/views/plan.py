"""One plan for all who write to the same people: what is sent and planned, by whom, and where it goes wrong."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from laerling.access.policy import may
from laerling.invitations import queries as invitations
from laerling.invitations.queries import Planned
from laerling.kernel.clock import in_oslo
from laerling.portals.ordering import words
from laerling.portals.ordering.views.dispatches import crumbs, is_open
from laerling.portals.shell.staff import StaffRequest, page
from laerling.rounds import queries as rounds


@dataclass(frozen=True, slots=True)
class Line:
    """A dispatch of the plan in words; `clashes` says which dispatch it comes too soon after."""

    planned: Planned
    called: str
    clashes: tuple[str, ...]
    is_past: bool


@dataclass(frozen=True, slots=True)
class Week:
    """A week and what leaves in it. `is_now`: today is in it."""

    number: int
    lines: tuple[Line, ...]
    is_now: bool


@page(action="dispatch.read")
def plan(request: StaffRequest) -> HttpResponse:
    """Show the dispatches that touch the unit's people, week by week, with clashes and pauses that are too long."""
    this_round = rounds.current(request.now)
    today = in_oslo(request.now).date()
    found = invitations.plan(request.scope, this_round.year, today=today)
    lines = [_line(one, found.dispatches, today) for one in found.dispatches]
    return render(
        request,
        "ordering/plan/index.html",
        {
            "round": this_round,
            "plan": found,
            "today": today,
            "weeks": tuple(_weeks(lines, today)),
            "n_clashes": sum(1 for line in lines if line.clashes and not line.is_past),
            "can_order": is_open(this_round, request.now) and may(request.scope, "dispatch.order"),
            "crumbs": crumbs(_("The plan")),
        },
    )


def _line(one: Planned, all_of_them: tuple[Planned, ...], today: date) -> Line:
    before = {other.id: other for other in all_of_them}
    names = tuple(
        f"{words.called(other.kind, other.channel)}, {other.owner_name}"
        for other in (before[other_id] for other_id in one.clashes_with)
    )
    is_past = one.state == "done" or in_oslo(one.send_at).date() < today
    return Line(one, words.called(one.kind, one.channel), names, is_past)


def _weeks(lines: list[Line], today: date) -> Iterator[Week]:
    this_week = today.isocalendar()[:2]
    for week, of_week in groupby(lines, key=lambda line: in_oslo(line.planned.send_at).date().isocalendar()[:2]):
        yield Week(week[1], tuple(of_week), week == this_week)
