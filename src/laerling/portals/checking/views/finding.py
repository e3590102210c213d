"""One finding: what is wrong, what it costs, where it is mended, what has been done about it, and what is next."""

from dataclasses import dataclass
from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from laerling.kernel.clock import in_oslo
from laerling.kernel.errors import Refusal
from laerling.portals.checking import choices, history, undoing, words
from laerling.portals.checking.forms.finding import FindingForm
from laerling.portals.checking.lines import line
from laerling.portals.checking.views.asking import Asked, asked, may_mend
from laerling.portals.shell.staff import StaffRequest, page
from laerling.register import actions
from laerling.register import queries as register
from laerling.register.queries import FindingRow

_DIGITS: Final = 6


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Where the findings before and after stand in the list one came from: addresses, empty where there is none."""

    before: str = ""
    after: str = ""


@page(action="finding.read")
def show(request: StaffRequest, finding_id: int) -> HttpResponse:
    """Show one finding, and take in what is said of it. Another's is answered like one that does not exist (M14)."""
    here = asked(request)
    this_finding = register.finding(request.scope, here.this_round.year, finding_id)
    if this_finding is None or (request.method == "POST" and not may_mend(request)):
        raise Http404
    neighbours = _neighbours(request, here, finding_id)
    form = _form(request, this_finding)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and _is_saved(request, finding_id, form):
            goes_on = "neste" in request.POST
            return redirect(neighbours.after if goes_on and neighbours.after else request.get_full_path())
    context = {
        "line": line(this_finding),
        "form": form,
        "steps": history.steps(register.finding_history(request.scope, here.this_round.year, finding_id)),
        "meaning": words.meaning(this_finding.kind),
        "who_mends": words.who(this_finding.mended_by),
        "how": words.how(this_finding.kind, this_finding.column),
        "register": words.REGISTERS[this_finding.mended_in],
        "still_wrong": _is_still_wrong(here, this_finding),
        "neighbours": neighbours,
        "undo": undoing.offered(request, only_once=True),
        "crumbs": _crumbs(here, words.label(this_finding.kind)),
    }
    return render(request, "checking/finding.html", here.context | context, status=status)


def _form(request: StaffRequest, this_finding: FindingRow) -> FindingForm:
    people = register.people_to_assign(request.scope, on=in_oslo(request.now).date()) if may_mend(request) else ()
    return FindingForm(
        request.POST if request.method == "POST" else None,
        people=[(one.id, one.name) for one in people],
        assigned=(this_finding.assigned_to_id, this_finding.assigned_to_name),
        initial={
            "status": this_finding.status,
            "reason": this_finding.reason,
            "note": this_finding.note,
            "assigned": this_finding.assigned_to_id,
        },
    )


def _is_saved(request: StaffRequest, finding_id: int, form: FindingForm) -> bool:
    """Save what is said, or put the refusal's sentence on the form."""
    given = form.cleaned_data
    is_moved = given["assigned"] != form.initial["assigned"]
    try:
        receipt = actions.change_findings(
            finding_ids=[finding_id],
            scope=request.scope,
            status=given["status"],
            reason=given["reason"] if given["status"] == "will_not_be_mended" else "",
            note=given["note"],
            assign_to=given["assigned"] if is_moved else None,
            by=request.actor,
            now=request.now,
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    undoing.remember(request, receipt)
    return True


def _is_still_wrong(here: Asked, this_finding: FindingRow) -> bool:
    """Whether somebody said it was mended before the newest extract came, which shows it all the same."""
    if this_finding.status != "mended" or this_finding.closed_at is not None or this_finding.changed_at is None:
        return False
    newest = register.latest_changes(here.choice.scope, here.this_round.year).at
    return newest is not None and newest > this_finding.changed_at


def _neighbours(request: StaffRequest, here: Asked, finding_id: int) -> Neighbours:
    """Return where to go on in the list one came from, by the place `?nr=` says one stood at."""
    number = request.GET.get("nr", "")
    if not (number.isascii() and number.isdigit() and len(number) <= _DIGITS):
        return Neighbours()
    place = int(number)
    first = max(place - 1, 0)
    around = register.findings(here.choice.scope, here.this_round.year, here.choice.chosen)[first : place + 2]
    found = dict(enumerate((one.id for one in around), start=first))
    # What no longer fits the choice has left the list: then the one after stands at its place.
    after = place + 1 if found.get(place) == finding_id else place

    def address(where: int) -> str:
        if where not in found or found[where] == finding_id:
            return ""
        tail = choices.query({**here.choice.asked, "nr": str(where)})
        return f"{reverse('checking:finding', kwargs={'finding_id': found[where]})}{tail}"

    return Neighbours(address(place - 1), address(after))


def _crumbs(here: Asked, label: str) -> tuple[tuple[str, str], ...]:
    return (
        (_("Quality check"), reverse("checking:home")),
        (_("Faults"), f"{reverse('checking:findings')}{here.choice.query}"),
        (label, ""),
    )
