"""Ordering a dispatch: fill it in, see what it would do, send it. Only the last step changes anything."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from laerling.invitations import actions
from laerling.invitations import queries as invitations
from laerling.kernel.errors import Refusal
from laerling.outbox.channels import sms
from laerling.portals.ordering import wording, words
from laerling.portals.ordering.forms.dispatches import DispatchForm, Offered, as_before, start, widened
from laerling.portals.ordering.views.dispatches import crumbs, is_open
from laerling.portals.shell.fresh import fresh
from laerling.portals.shell.staff import StaffRequest, page
from laerling.rounds import queries as rounds
from laerling.rounds.rules import RoundFacts
from laerling.sample import queries as sample

# Refusals of `invitations.texts`: they belong beside the line they are about.
_ABOUT_LINES: Final = frozenset({"unknown_placeholder", "link_in_text", "line_too_long", "line_in_one_form"})
_LINES: Final = (("line_nb", "line_nn"), ("sms_nb", "sms_nn"))


@page(action="dispatch.order")
@fresh(when=lambda request: "send" in request.POST)
def new(request: StaffRequest) -> HttpResponse:
    """Show the form, filled in by the address or by an earlier dispatch (`?fra=`); its preview; or order it."""
    this_round = rounds.current(request.now)
    form = _form(request, this_round)
    context = {
        "round": this_round,
        "is_open": is_open(this_round, request.now),
        "is_over": request.now >= this_round.closes_at,
        "quota": invitations.quota(request.scope, this_round.year),
        "form": form,
        "crumbs": crumbs(_("New dispatch")),
    }
    if request.method != "POST" or not form.is_valid():
        status = 200 if request.method != "POST" else 422
        return render(request, "ordering/dispatches/new.html", context, status=status)
    order = form.order(round_year=this_round.year)
    looked_at = form.cleaned_data["seen"] == form.fingerprint()
    status = 200
    try:
        if "send" in request.POST and looked_at:
            ordered = actions.order_dispatch(order=order, scope=request.scope, by=request.actor, now=request.now)
            messages.success(request, _("The dispatch is ordered."))
            return redirect("ordering:dispatches-show", dispatch_id=ordered.pk)
        actions.require_open(order, now=request.now)
        context |= _preview(request, order, this_round) | {"changed": "send" in request.POST}
        form.remember()
    except Refusal as refusal:
        if isinstance(refusal, actions.OrderedAlready):
            form.begin_anew()
        form.add_error(_field_of(refusal, form), str(refusal))
        status = refusal.status
    return render(request, "ordering/dispatches/new.html", context, status=status)


def _preview(request: StaffRequest, order: actions.DispatchOrder, this_round: RoundFacts) -> dict[str, Any]:
    preview = invitations.preview(order, request.scope, now=request.now)
    return {
        "preview": preview,
        "spends": order.spends_quota,
        "left_out": words.left_out(preview.left_out),
        "neighbours": [words.neighbour(one) for one in preview.neighbours],
        "shown": wording.shown(preview.texts, last_day=this_round.closes_on),
    }


def _form(request: StaffRequest, this_round: RoundFacts) -> DispatchForm:
    year, scope = this_round.year, request.scope
    by_office = scope.unit_kind == "county"
    units = [(unit.code, unit.name) for unit in invitations.progress(scope, year)]
    offered = Offered(
        offices=units if by_office else (),
        counties=() if by_office else units,
        trades=sample.trades(scope, year),
        establishments=invitations.establishments(scope, year),
        by_sms=sms.is_set_up(),
    )
    return DispatchForm(_posted(request), offered=offered, now=request.now, initial=_start(request))


def _posted(request: StaffRequest) -> QueryDict | None:
    if request.method != "POST":
        return None
    return widened(request.POST) if "widen" in request.POST else request.POST


def _start(request: StaffRequest) -> dict[str, Any]:
    """Return what the form begins with: an earlier dispatch of the unit's, or what the address says."""
    try:
        earlier = UUID(request.GET.get("fra", ""))
    except ValueError:
        return start(request.GET)
    return as_before(invitations.dispatch(earlier, request.scope).row)


def _field_of(refusal: Refusal, form: DispatchForm) -> str | None:
    """Return the field to mend, where it can be told which of the own lines a refusal is about."""
    if refusal.code not in _ABOUT_LINES:
        return None
    written = [[name for name in pair if form.cleaned_data.get(name)] for pair in _LINES]
    faulty = [names for names in written if names]
    if len(faulty) != 1 or len(faulty[0]) != 1:
        return None
    (name,) = faulty[0]
    if refusal.code != "line_in_one_form":
        return name
    pair = next(pair for pair in _LINES if name in pair)
    return next(other for other in pair if other != name)
