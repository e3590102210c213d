"""Dispatches: what was sent, what became of it, stopping it."""

from datetime import datetime
from uuid import UUID

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
from laerling.invitations.rules import channels
from laerling.invitations.types import DispatchDetail
from laerling.organisations import queries as organisations
from laerling.outbox import queries as outbox
from laerling.outbox.channels import sms
from laerling.portals.ordering import wording, words
from laerling.portals.shell.staff import StaffRequest, page
from laerling.rounds import queries as rounds
from laerling.rounds import rules
from laerling.rounds.rules import Phase, RoundFacts
from laerling.sample import queries as sample

PAGE_SIZE = 30


@page(action="dispatch.read")
def dispatches(request: StaffRequest) -> HttpResponse:
    """Show the unit's dispatches of this round, newest first, what is left of the quota, and what would help now."""
    this_round = rounds.current(request.now)
    found = Paginator(invitations.dispatches(request.scope, this_round.year), PAGE_SIZE)
    open_now = is_open(this_round, request.now)
    can_order = open_now and may(request.scope, "dispatch.order")
    return render(
        request,
        "ordering/dispatches/index.html",
        {
            "round": this_round,
            "page": found.get_page(request.GET.get("page")),
            "is_open": open_now,
            "is_over": request.now >= this_round.closes_at,
            "can_order": can_order,
            "quota": invitations.quota(request.scope, this_round.year) if sms.is_set_up() else None,
            "advice": words.advice_lines(invitations.advice(request.scope, this_round.year, now=request.now))
            if can_order
            else (),
        },
    )


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
            "by_channel": {name: words.outcomes(counts) for name, counts in found.by_channel.items()},
            "left_out": words.not_sent(found.reasons),
            "refused": words.not_reached(found.reasons),
            "delays": _delays(found, request.now),
            "audience": _audience(found, request.scope, this_round.year),
            "shown": wording.shown(found.texts, last_day=this_round.closes_on),
            "can_undo": found.row.state == "waiting" and may(request.scope, "dispatch.order"),
            "can_stop": found.row.state == "running" and may(request.scope, "dispatch.order"),
            "can_repeat": is_open(this_round, request.now) and may(request.scope, "dispatch.order"),
            "crumbs": crumbs(_("Dispatch")),
        },
    )


@require_POST
@page(action="dispatch.order")
def stop(request: StaffRequest, dispatch_id: UUID) -> HttpResponse:
    """Undo a dispatch that has not begun, or stop one that is leaving: what has not left stays here."""
    found = invitations.dispatch(dispatch_id, request.scope)
    actions.stop_dispatch(dispatch_id=dispatch_id, scope=request.scope, by=request.actor, now=request.now)
    if found.row.state == "waiting":
        messages.success(
            request,
            _(
                "The dispatch is undone. Nothing was sent. The same people are chosen here; a line of your own must be written again."
            ),
        )
        return redirect(f"{reverse('ordering:dispatches-new')}?fra={dispatch_id}")
    messages.success(request, _("The dispatch is stopped. Messages that had left cannot be called back."))
    return redirect("ordering:dispatches-show", dispatch_id=dispatch_id)


def is_open(this_round: RoundFacts, now: datetime) -> bool:
    """Return whether messages can be sent now."""
    return this_round.closed_at is None and rules.phase(this_round, now) is Phase.OPEN


def crumbs(here: str) -> tuple[tuple[str, str], ...]:
    """Return the way to a page about dispatches."""
    return (
        (_("The round"), reverse("ordering:home")),
        (_("Dispatches"), reverse("ordering:dispatches")),
        (here, ""),
    )


def _delays(found: DispatchDetail, now: datetime) -> tuple[words.Delay, ...]:
    """Return what keeps messages that wait from leaving now: a provider that fails."""
    if found.row.state != "running":
        return ()
    shut = ((channel, outbox.shut_until(channel, now)) for channel in channels(found.row.channel))
    return tuple(words.Delay(channel, until) for channel, until in shut if until)


def _audience(found: DispatchDetail, scope: Scope, year: int) -> tuple[str, ...]:
    """Return in words whom a dispatch was narrowed to; empty where it was for everybody."""
    chosen = found.row.audience
    codes = (*chosen.counties, *chosen.offices, *chosen.establishments, *chosen.trades)
    names = {"": _("Independent establishments")}
    if codes:
        names |= organisations.county_names() | organisations.office_names() | dict(sample.trades(scope, year))
        names |= organisations.establishment_names(chosen.establishments)
    return (*words.groups(chosen), *(names.get(code, code) for code in codes))
