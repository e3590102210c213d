"""A county's training offices and their one-time sign-ins: issue, print, end (M12)."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laerling.access import actions as access
from laerling.access import queries
from laerling.access.queries import OfficeLine
from laerling.audit import actions as audit
from laerling.kernel import clock
from laerling.portals.shell.fresh import fresh
from laerling.portals.shell.staff import StaffRequest, page
from laerling.portals.signin.forms.offices import IssueForm


@page(action="office.issue")
@fresh(when=lambda request: request.method == "POST")
@require_http_methods(["GET", "POST"])
def offices(request: StaffRequest) -> HttpResponse:
    """Show the county's offices, and issue sign-ins: for one of them, or for all where nobody has a way in."""
    today = clock.in_oslo(request.now).date()
    lines = queries.office_sign_ins(request.scope, on=today)
    form = IssueForm(request.POST if request.method == "POST" else None, today=today)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            chosen = _chosen(request, lines)
            if not chosen:
                messages.info(request, _("Every office has one already. Nothing was made."))
                return redirect("signin:offices")
            issued = access.issue(
                offices=chosen, valid_to=form.valid_to, scope=request.scope, by=request.actor, now=request.now
            )
            _say(request, len(issued.ids))
            return redirect("signin:offices")
    wanted = request.GET.get("sok", "").strip()
    shown = [line for line in lines if wanted.lower() in line.name.lower() or wanted == line.orgnr]
    context = {
        "lines": shown,
        "wanted": wanted,
        "form": form,
        "n_without": sum(_has_none(line) for line in lines),
        "n_unused": sum(line.state == "unused" for line in lines),
        "n_offices": len(lines),
    }
    return render(request, "signin/offices.html", context, status=status)


@page(action="office.issue")
@fresh()
@require_GET
def letters(request: StaffRequest) -> HttpResponse:
    """Show the letters for all unused sign-ins, one sheet each, to print or keep as PDF."""
    today = clock.in_oslo(request.now).date()
    wanted = request.GET.get("kontor", "")
    found = [one for one in queries.office_letters(request.scope, on=today) if wanted in {"", one.orgnr}]
    audit.record(
        "access.office_letters.shown", by=request.actor, now=request.now, scope=request.scope.key, n=len(found)
    )
    return render(request, "signin/letters.html", {"letters": found, "today": today, "address": _sign_in_address()})


@require_POST
@page(action="office.issue")
def revoke(request: StaffRequest, sign_in_id: UUID) -> HttpResponse:
    """End a sign-in at once."""
    access.revoke(sign_in_id=sign_in_id, scope=request.scope, by=request.actor, now=request.now)
    messages.success(request, _("The sign-in no longer works."))
    return redirect("signin:offices")


def _chosen(request: StaffRequest, lines: tuple[OfficeLine, ...]) -> set[str]:
    """Return the office of the button that was pressed, or all that have no sign-in that works or is in use."""
    one = request.POST.get("office", "")
    return {one} if one else {line.orgnr for line in lines if _has_none(line)}


def _has_none(line: OfficeLine) -> bool:
    return line.state in {"none", "expired", "revoked"} and not line.has_account


def _say(request: StaffRequest, n_issued: int) -> None:
    made = ngettext("A sign-in is made.", "%(n)s sign-ins are made.", n_issued) % {"n": n_issued}
    what_next = _("Print the letters and send them by post.")
    messages.success(request, f"{made} {what_next}")


def _sign_in_address() -> str:
    """Return the sign-in's address as it is written on paper."""
    return f"{settings.STAFF_URL.rstrip('/')}{reverse('signin:office')}"
