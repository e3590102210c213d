"""The wall: the page that is projected, readable from ten metres, with neither a name nor a single answer."""

from math import ceil
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from laerling import papers
from laerling.gatherings import queries, room
from laerling.portals.shell.staff import StaffRequest, page


@page(action="gathering.plan")
@require_safe
def wall(request: StaffRequest, gathering_id: UUID) -> HttpResponse:
    """Show the QR code and the code of the room, and how many have delivered. It reloads itself when the code changes."""
    shown = queries.wall(request.scope, gathering_id, request.now)
    seconds = ceil((shown.changes_at - request.now).total_seconds()) + 1
    context = {
        "gathering_id": gathering_id,
        "wall": shown,
        "address": room.address("").partition("://")[2].partition("?")[0],
        "qr": papers.qr(room.address(shown.code)) if shown.code else "",
        # Until the room is open it looks again often.
        "reload": seconds if shown.code else 10,
        "seconds": seconds,
    }
    return render(request, "gathering/wall.html", context)
