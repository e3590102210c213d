"""The list of what is wrong: filters and search over all of it, several changed at once, and undone again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from laerling.kernel.clock import in_oslo
from laerling.kernel.errors import Refusal
from laerling.portals.checking import choices, undoing, words
from laerling.portals.checking.choices import Choice
from laerling.portals.checking.filters import filters
from laerling.portals.checking.lines import line
from laerling.portals.checking.views.asking import Asked, asked
from laerling.portals.shell.staff import StaffRequest, page
from laerling.register import actions
from laerling.register import queries as register

PAGE_SIZE: Final = 50
_MOST_TICKED: Final = 500
_DIGITS: Final = 15
_NOBODY: Final = "-"


@dataclass(frozen=True, slots=True)
class Told:
    """What a form that changes several says, and what it lacks: empty strings where nothing is said."""

    ticked: tuple[int, ...] = ()
    all_found: bool = False
    status: str = ""
    assign_to: str = ""
    reason: str = ""
    fault: str = ""


@page(action="finding.read")
def index(request: StaffRequest) -> HttpResponse:
    """Show the findings that the address asks for, what costs most first."""
    return _shown(request, asked(request), Told())


@require_POST
@page(action="finding.mend")
def change(request: StaffRequest) -> HttpResponse:
    """Change those ticked, or all that the address asks for; say what is missing at the form."""
    here = asked(request)
    told = Told(
        ticked=_ticked(request.POST.getlist("valg")),
        all_found="alle" in request.POST,
        status=request.POST.get("status", ""),
        assign_to=request.POST.get("tildel", ""),
        reason=request.POST.get("grunn", "").strip(),
    )
    ids = _ids(here, told)
    fault = _lacks(told, ids)
    if not fault:
        try:
            receipt = actions.change_findings(
                finding_ids=ids,
                scope=request.scope,
                status=told.status or None,
                reason=told.reason or None,
                assign_to={"": None, _NOBODY: ""}.get(told.assign_to, told.assign_to),
                by=request.actor,
                now=request.now,
            )
        except Refusal as refusal:
            if refusal.status == 404:  # noqa: PLR2004  what does not exist is answered as everywhere
                raise
            fault = str(refusal)
        else:
            undoing.remember(request, receipt)
            return redirect(_address(request, here.choice))
    told = Told(told.ticked, told.all_found, told.status, told.assign_to, told.reason, fault)
    return _shown(request, here, told, status=422)


@require_POST
@page(action="finding.mend")
def undo(request: StaffRequest) -> HttpResponse:
    """Put back what the last change replaced."""
    receipt = actions.undo_changes(batch=undoing.batch(request), scope=request.scope, by=request.actor, now=request.now)
    undoing.forget(request)
    sentence = ngettext("%(n)s fault is as it was.", "%(n)s faults are as they were.", receipt.n_changed)
    messages.success(request, sentence % {"n": receipt.n_changed})
    return redirect(_address(request, asked(request).choice))


def _shown(request: StaffRequest, here: Asked, told: Told, *, status: int = 200) -> HttpResponse:
    this_round, choice = here.this_round, here.choice
    found = Paginator(register.findings(choice.scope, this_round.year, choice.chosen), PAGE_SIZE)
    shown = found.get_page(request.GET.get("page"))
    first = shown.start_index() - 1
    lines = [(number, line(finding)) for number, finding in enumerate(shown, start=max(first, 0))]
    numbered = {**choice.asked, "page": str(shown.number) if shown.number > 1 else ""}
    ticks_all = request.GET.get("kryss") == "alle" and not told.ticked
    context: dict[str, Any] = {
        "page": shown,
        "lines": lines,
        "has_shapes": any(one.finding.shape for _number, one in lines),
        "ticked": {one.finding.id for _number, one in lines} if ticks_all else set(told.ticked),
        "ticks_all": ticks_all,
        "tick_query": choices.query({**numbered, "kryss": "alle"}),
        "here_query": choices.query(numbered),
        "filters": filters(choice, this_round.year, on=in_oslo(request.now).date(), may_mend=here.context["may_mend"]),
        "statuses": words.STATUSES.items(),
        "people": _people(request) if here.context["may_mend"] else (),
        "told": told,
        "undo": undoing.offered(request),
        "has_extract": bool(lines) or register.latest_changes(choice.scope, this_round.year).at is not None,
        "crumbs": ((_("Quality check"), reverse("checking:home")), (_("Faults"), "")),
    }
    return render(request, "checking/findings.html", here.context | context, status=status)


def _people(request: StaffRequest) -> list[tuple[str, str]]:
    people = register.people_to_assign(request.scope, on=in_oslo(request.now).date())
    return [(one.id, one.name) for one in people]


def _ticked(values: Sequence[str]) -> tuple[int, ...]:
    """Return the numbers that were ticked; what is no number is nothing the page sent."""
    numbers = (value for value in values[:_MOST_TICKED] if value.isascii() and value.isdigit())
    return tuple(int(number) for number in numbers if len(number) <= _DIGITS)


def _ids(here: Asked, told: Told) -> tuple[int, ...]:
    if not told.all_found:
        return told.ticked
    return tuple(one.id for one in register.findings(here.choice.scope, here.this_round.year, here.choice.chosen))


def _lacks(told: Told, ids: tuple[int, ...]) -> str:
    """Return what the form lacks in one sentence; empty where it lacks nothing."""
    if not ids:
        return _("Tick the faults you want to change.")
    if not (told.status or told.assign_to):
        return _("Choose a status, or whom to assign to.")
    return ""


def _address(request: StaffRequest, choice: Choice) -> str:
    number = request.GET.get("page", "")
    kept = {**choice.asked, "page": number if number.isdigit() else ""}
    # The fragment leads from the form at the foot to the receipt at the top.
    return f"{reverse('checking:findings')}{choices.query(kept)}#main"
