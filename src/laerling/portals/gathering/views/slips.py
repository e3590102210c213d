"""Slips: ordered, made by the worker meanwhile, and fetched as PDF by who shows once more who they are."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from laerling.audit import actions as audit
from laerling.gatherings import actions, desk, queries
from laerling.portals.shell.fresh import fresh
from laerling.portals.shell.staff import StaffRequest, page


@require_POST
@page(action="gathering.plan")
def order(request: StaffRequest, gathering_id: UUID) -> HttpResponse:
    """Have the slips made, and go where they will lie."""
    paper = actions.order_slips(scope=request.scope, gathering_id=gathering_id, by=request.actor, now=request.now)
    return redirect("gathering:slips-show", gathering_id=gathering_id, paper_id=paper)


@page(action="gathering.plan")
@require_safe
def show(request: StaffRequest, gathering_id: UUID, paper_id: UUID) -> HttpResponse:
    """Say whether the slips are ready; the page asks again by itself until they are."""
    gathering = queries.get(request.scope, gathering_id, request.now)
    context = {
        "gathering": gathering,
        "paper_id": paper_id,
        "is_ready": desk.slips(gathering_id, paper_id).exists(),
        "hours": desk.KEPT_SECONDS // 3600,
        "crumbs": [
            (_("Gatherings"), reverse("gathering:gatherings")),
            (gathering.plan.name, reverse("gathering:show", args=(gathering_id,))),
            (_("Slips"), ""),
        ],
    }
    return render(request, "gathering/slips.html", context)


@page(action="gathering.plan", limit="export")
@fresh()
def pdf(request: StaffRequest, gathering_id: UUID, paper_id: UUID) -> HttpResponse:
    """Hand out the slips. Whoever holds them holds the links of everybody on them (M21)."""
    queries.get(request.scope, gathering_id, request.now)
    try:
        paper = desk.slips(gathering_id, paper_id).read_bytes()
    except FileNotFoundError:
        raise Http404 from None
    about = f"gathering:{gathering_id}"
    audit.record("gatherings.slips.fetched", by=request.actor, now=request.now, about=about, scope=request.scope.key)
    response = HttpResponse(paper, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="lapper.pdf"'
    return response
