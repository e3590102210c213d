"""Dispatches: what was sent, what a new one would do, ordering it, stopping it."""

from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from laerling.access.policy import may
from laerling.access.types import Scope
from laerling.invitations import actions
from laerling.invitations import queries as invitations
from laerling.invitations.types import DispatchDetail
from laerling.kernel.errors import Refusal
from laerling.organisations import queries as organisations
from laerling.portals.ordering import letters, words
from laerling.portals.ordering.forms.dispatches import DispatchForm
from laerling.portals.shell.fresh import fresh
from laerling.portals.shell.staff import StaffRequest, page
from laerling.rounds import queries as rounds
from laerling.rounds import rules
from laerling.rounds.rules import Phase, RoundFacts
from laerling.sample import queries as sample

PAGE_SIZE = 30
# Refusals of `invitations.texts`: they belong beside the line they are about.
_ABOUT_LINES: Final = frozenset({"unknown_placeholder", "link_in_text", "line_too_long", "line_in_one_form"})


@page(action="dispatch.read")
def dispatches(request: StaffRequest) -> HttpResponse:
    """Show the unit's dispatches of this round, newest first."""
    this_round = rounds.current(request.now)
    found = Paginator(invitations.dispatches(request.scope, this_round.year), PAGE_SIZE)
    is_open = _is_open(this_round, request.now)
    return render(
        request,
        "ordering/dispatches/index.html",
        {
            "round": this_round,
            "page": found.get_page(request.GET.get("page")),
            "is_open": is_open,
            "is_over": request.now >= this_round.closes_at,
            "can_order": is_open and may(request.scope, "dispatch.order"),
        },
    )


@page(action="dispatch.order")
@fresh(when=lambda request: "send" in request.POST)
def new(request: StaffRequest) -> HttpResponse:
    """Fill in a dispatch, see what it would do, then order it. Only the last step changes anything."""
    this_round = rounds.current(request.now)
    form = _form(request, this_round)
    context = {
        "round": this_round,
        "is_open": _is_open(this_round, request.now),
        "is_over": request.now >= this_round.closes_at,
        "form": form,
        "crumbs": _crumbs(_("New dispatch")),
    }
    if request.method != "POST":
        return render(request, "ordering/dispatches/new.html", context)
    status = 422
    if form.is_valid():
        status = 200
        order = form.order(round_year=this_round.year)
        looked_at = form.cleaned_data["seen"] == form.fingerprint()
        try:
            if "send" in request.POST and looked_at:
                ordered = actions.order_dispatch(order=order, scope=request.scope, by=request.actor, now=request.now)
                messages.success(request, _("The dispatch is ordered."))
                return redirect("ordering:dispatches-show", dispatch_id=ordered.pk)
            actions.require_open(order, now=request.now)
            preview = invitations.preview(order, request.scope, now=request.now)
            context |= {"preview": preview, "letters": letters.shown(preview.texts, last_day=this_round.closes_on)}
            context["changed"] = "send" in request.POST
            form.remember()
        except Refusal as refusal:
            if isinstance(refusal, actions.OrderedAlready):
                form.begin_anew()
            form.add_error(_field_of(refusal, form), str(refusal))
            status = refusal.status
    return render(request, "ordering/dispatches/new.html", context, status=status)


@page(action="dispatch.read")
def show(request: StaffRequest, dispatch_id: UUID) -> HttpResponse:
    """Show one dispatch: its texts as they were sent, and what became of the messages."""
    this_round = rounds.current(request.now)
    found = invitations.dispatch(dispatch_id, request.scope)
    return render(
        request,
        "ordering/dispatches/show.html",
        {
            "dispatch": found.row,
            "outcomes": words.outcomes(found.row.counts),
            "left_out": words.not_sent(found.reasons),
            "audience": _audience(found, request.scope, this_round.year),
            "letters": letters.shown(found.texts, last_day=this_round.closes_on),
            "can_stop": found.row.state in {"waiting", "running"} and may(request.scope, "dispatch.order"),
            "crumbs": _crumbs(_("Dispatch")),
        },
    )


@require_POST
@page(action="dispatch.order")
def stop(request: StaffRequest, dispatch_id: UUID) -> HttpResponse:
    """Stop a dispatch: what has not left stays here."""
    actions.stop_dispatch(dispatch_id=dispatch_id, scope=request.scope, by=request.actor, now=request.now)
    messages.success(request, _("The dispatch is stopped. Messages that had left cannot be called back."))
    return redirect("ordering:dispatches-show", dispatch_id=dispatch_id)


def _form(request: StaffRequest, this_round: RoundFacts) -> DispatchForm:
    year, scope = this_round.year, request.scope
    by_office = scope.unit_kind == "county"
    units = [(unit.code, unit.name) for unit in invitations.progress(scope, year)]
    return DispatchForm(
        request.POST if request.method == "POST" else None,
        offices=units if by_office else (),
        counties=() if by_office else units,
        trades=sample.trades(scope, year),
        now=request.now,
        initial={"id": uuid4(), "kind": "invitation"},
    )


def _field_of(refusal: Refusal, form: DispatchForm) -> str | None:
    """Return the field to mend, where it can be told which of the two own lines a refusal is about."""
    written = {name: bool(form.cleaned_data.get(name)) for name in ("line_nb", "line_nn")}
    if refusal.code not in _ABOUT_LINES or len(set(written.values())) == 1:
        return None
    wanted = refusal.code != "line_in_one_form"
    return next(name for name, is_written in written.items() if is_written == wanted)


def _is_open(this_round: RoundFacts, now: datetime) -> bool:
    return this_round.closed_at is None and rules.phase(this_round, now) is Phase.OPEN


def _audience(found: DispatchDetail, scope: Scope, year: int) -> tuple[str, ...]:
    """Return in words whom a dispatch was narrowed to; empty where it was for everybody."""
    chosen = found.row.audience
    codes = (*chosen.counties, *chosen.offices, *chosen.trades)
    if not codes:
        return ()
    names = {"": _("Independent establishments")}
    names |= organisations.county_names() | organisations.office_names() | dict(sample.trades(scope, year))
    return tuple(names.get(code, code) for code in codes)


def _crumbs(here: str) -> tuple[tuple[str, str], ...]:
    return (
        (_("The round"), reverse("ordering:home")),
        (_("Dispatches"), reverse("ordering:dispatches")),
        (here, ""),
    )
