"""Planning gatherings: the list, the form, one of them, calling it off and taking that back."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from laerling.gatherings import actions, queries
from laerling.gatherings.types import Planned
from laerling.invitations import queries as invitations
from laerling.kernel.errors import Refusal
from laerling.portals.gathering.forms import PlanForm, as_planned
from laerling.portals.shell.staff import StaffRequest, page
from laerling.rounds import queries as rounds
from laerling.sample import queries as sample


@page(action="gathering.plan")
def gatherings(request: StaffRequest) -> HttpResponse:
    """List the unit's gatherings of the round, the next one first."""
    this_round = rounds.current(request.now)
    found = queries.planned(request.scope, this_round.year, request.now)
    context = {"gatherings": found, "round": this_round, "is_over": request.now >= this_round.closes_at}
    return render(request, "gathering/index.html", context)


@page(action="gathering.plan")
def new(request: StaffRequest) -> HttpResponse:
    """Show the form, or plan what was filled in and go to it."""
    year = rounds.current(request.now).year
    form = _form(request, year, {"id": uuid4(), "group": "all"})
    if request.method == "POST" and form.is_valid():
        given = {"plan": form.plan(), "gathering_id": form.cleaned_data["id"]}
        try:
            made = actions.plan(scope=request.scope, round_year=year, by=request.actor, now=request.now, **given)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The gathering is planned."))
            return redirect("gathering:show", gathering_id=made)
    return _fill_in(request, form, {"crumbs": _crumbs(_("New gathering"))})


@page(action="gathering.plan")
def show(request: StaffRequest, gathering_id: UUID) -> HttpResponse:
    """Show one gathering and what can be done for it."""
    gathering = queries.get(request.scope, gathering_id, request.now)
    context = {"gathering": gathering, "whom": _whom(request, gathering), "crumbs": _crumbs(gathering.plan.name)}
    return render(request, "gathering/show.html", context)


@page(action="gathering.plan")
def change(request: StaffRequest, gathering_id: UUID) -> HttpResponse:
    """Show the form with what is planned, or change it."""
    gathering = queries.get(request.scope, gathering_id, request.now)
    form = _form(request, gathering.round, as_planned(gathering.plan))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(
                scope=request.scope,
                gathering_id=gathering_id,
                plan=form.plan(),
                by=request.actor,
                now=request.now,
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The gathering is changed."))
            return redirect("gathering:show", gathering_id=gathering_id)
    context = {"gathering": gathering, "crumbs": _crumbs(gathering.plan.name)}
    return _fill_in(request, form, context)


@require_POST
@page(action="gathering.plan")
def cancel(request: StaffRequest, gathering_id: UUID) -> HttpResponse:
    """Call a gathering off. The page it comes to has the way back."""
    actions.cancel(scope=request.scope, gathering_id=gathering_id, by=request.actor, now=request.now)
    return redirect("gathering:show", gathering_id=gathering_id)


@require_POST
@page(action="gathering.plan")
def restore(request: StaffRequest, gathering_id: UUID) -> HttpResponse:
    """Take back that a gathering was called off."""
    actions.restore(scope=request.scope, gathering_id=gathering_id, by=request.actor, now=request.now)
    messages.success(request, _("The gathering is planned again."))
    return redirect("gathering:show", gathering_id=gathering_id)


def _fill_in(request: StaffRequest, form: PlanForm, context: dict[str, Any]) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, "gathering/form.html", context | {"form": form}, status=status)


def _form(request: StaffRequest, year: int, initial: dict[str, Any]) -> PlanForm:
    return PlanForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        is_county=request.scope.unit_kind == "county",
        trades=sample.trades(request.scope, year),
        establishments=invitations.establishments(request.scope, year),
    )


def _whom(request: StaffRequest, gathering: Planned) -> list[str]:
    """Return in words whom a gathering is for: each line narrows what stands before it."""
    audience = gathering.plan.audience
    trades = dict(sample.trades(request.scope, gathering.round))
    places = dict(invitations.establishments(request.scope, gathering.round))
    return [
        _("Those of independent establishments") if audience.offices else _("All our apprentices"),
        *([", ".join(trades.get(code, code) for code in audience.trades)] if audience.trades else []),
        *(
            [", ".join(places.get(orgnr, orgnr) for orgnr in audience.establishments)]
            if audience.establishments
            else []
        ),
    ]


def _crumbs(last: str) -> list[tuple[str, str]]:
    return [(_("Gatherings"), reverse("gathering:gatherings")), (last, "")]
