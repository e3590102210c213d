"""Steering the round: what is done, what is next, and the few things the Directorate does by hand.

Staff pages cannot read the urn. What touches it is asked for here and done by the worker.
"""

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from laerling.audit import actions as audit
from laerling.kernel import jobs
from laerling.kernel.errors import Refusal
from laerling.portals.ordering import steering
from laerling.portals.ordering.forms.steering import OpenedForm
from laerling.portals.ordering.words import number
from laerling.portals.shell.fresh import fresh
from laerling.portals.shell.staff import StaffRequest, page
from laerling.responses import actions as responses
from laerling.responses import desk
from laerling.rounds import queries as rounds
from laerling.rounds.rules import RoundFacts
from laerling.sample import actions as sample

# What the worker may have met, by code, so that the page can say it in the reader's language.
_REFUSALS: dict[str, type[Refusal]] = {
    refusal.code: refusal
    for refusal in (
        responses.AlreadyOpened,
        responses.BackupKeyNotDestroyed,
        responses.NotThisUrn,
        responses.UnreadableOpened,
        responses.UrnChanged,
        responses.UrnDestroyed,
        responses.UrnNotClosed,
    )
}


@page(action="round.steer")
def steer(request: StaffRequest) -> HttpResponse:
    """Show the round's steps, and beside each what can be done."""
    this_round = rounds.current(request.now)
    return _steps(request, this_round, OpenedForm())


@require_POST
@page(action="round.steer")
def draw(request: StaffRequest) -> HttpResponse:
    """Draw the list of the newest extract. The final list is frozen as it is drawn, and refused when asked for again."""
    this_round = rounds.current(request.now)
    stage = steering.look(request.scope, this_round).can_draw or "final"
    receipt = sample.draw(round_year=this_round.year, stage=stage, by=request.actor, now=request.now)
    messages.success(
        request,
        _("The list is drawn: %(asked)s people are asked, %(excluded)s contracts are not.")
        % {"asked": number(receipt.n_asked), "excluded": number(receipt.n_excluded)},
    )
    return redirect("ordering:steer")


@require_POST
@page(action="round.steer")
def export(request: StaffRequest) -> HttpResponse:
    """Ask for the urn's file."""
    return _ask(request, steering.EXPORT_JOB)


@page(action="round.steer", limit="export")
@fresh()
def urn(request: StaffRequest) -> HttpResponseBase:
    """Hand out the exported urn. Its ballots are sealed: only two key holders together can open them."""
    year = rounds.current(request.now).year
    path = desk.exported(year)
    try:
        file = path.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    audit.record("responses.urn.fetched", by=request.actor, now=request.now, about=f"round:{year}")
    return FileResponse(file, as_attachment=True, filename=path.name, content_type="application/octet-stream")


@require_POST
@page(action="round.steer")
@fresh(back="ordering:steer")
def take_in_opened(request: StaffRequest) -> HttpResponse:
    """Lay the opened file on the desk and let the worker take it in."""
    this_round = rounds.current(request.now)
    form = OpenedForm(request.POST, request.FILES)
    if not form.is_valid():
        return _steps(request, this_round, form, status=422)
    file_id = desk.lay_opened(this_round.year, form.cleaned_data["file"].chunks())
    return _ask(request, steering.IMPORT_JOB, file_id=file_id)


@require_POST
@page(action="round.steer")
@fresh()
def open_demo_urn(request: StaffRequest) -> HttpResponse:
    """Open the urn with the demo's own key files. There is no such page outside a demo."""
    if not steering.demo_opens():
        raise Http404
    return _ask(request, steering.DEMO_JOB)


@require_POST
@page(action="release.make")
@fresh()
def make_release(request: StaffRequest) -> HttpResponse:
    """Ask for the protected release."""
    return _ask(request, steering.RELEASE_JOB)


@transaction.atomic
def _ask(request: StaffRequest, job: str, **ids: str) -> HttpResponse:
    """Enqueue a job on the round's urn and go back to the steps. Asked for while it waits, it waits once."""
    year = rounds.current(request.now).year
    if job == steering.IMPORT_JOB or not jobs.waiting(job, round_year=year):
        desk.refuse(year, "")
        jobs.enqueue(job, lock=f"urn:{year}", round_year=year, account=request.actor.id, **ids)
    return redirect(f"{reverse('ordering:steer')}#steps")


def _steps(request: StaffRequest, this_round: RoundFacts, form: OpenedForm, status: int = 200) -> HttpResponse:
    seen = steering.look(request.scope, this_round)
    refused = _REFUSALS.get(desk.refused(this_round.year))
    context = {
        "round": this_round,
        "steps": steering.steps(this_round, seen, now=request.now),
        "seen": seen,
        "form": form,
        "has_urn_file": desk.exported(this_round.year).exists(),
        "refusal": str(refused(year=this_round.year)) if refused else "",
        "demo_opens": steering.demo_opens(),
    }
    return render(request, "ordering/steering/index.html", context, status=status)
