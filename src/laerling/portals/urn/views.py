"""The key ceremony and what follows, step by step; the Directorate's own, but for what is published at the close."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from laerling.access import queries as access
from laerling.kernel import jobs
from laerling.kernel.errors import Refusal
from laerling.portals.shell.staff import StaffRequest, page
from laerling.portals.urn.forms import DestroyedForm, HolderForm, ProofForm
from laerling.portals.urn.steps import Seen, steps
from laerling.portals.urn.words import REASONS, THINGS
from laerling.responses import actions, queries
from laerling.responses.keys import HOLDERS, spoken
from laerling.responses.openedfile import report_hash, report_text
from laerling.responses.rules import RIDDLE_HOURS
from laerling.rounds import queries as rounds

_REHEARSAL_JOB = "responses.rehearse"


@page(action="round.steer")
def ceremony(request: StaffRequest) -> HttpResponse:
    """Walk the holders through it."""
    return _page(request)


@require_POST
@page(action="round.steer")
def rehearse(request: StaffRequest) -> HttpResponse:
    """Ask the worker for a rehearsal. Asked for while one goes on, it goes on once."""
    year = rounds.current(request.now).year
    if not jobs.waiting(_REHEARSAL_JOB, round_year=year):
        jobs.enqueue(_REHEARSAL_JOB, lock=f"urn:{year}", round_year=year, account=request.actor.id)
    return redirect("urn:ceremony")


@require_POST
@page(action="round.steer")
def hand_in(request: StaffRequest) -> HttpResponse:
    """Take the public half of a holder's key."""
    form = HolderForm(request.POST)
    if form.is_valid():
        try:
            actions.hand_in_holder_key(**_who(request), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("public_key", str(refusal))
        else:
            messages.success(request, _("The key of holder %(letter)s is here.") % _letter(form))
            return redirect("urn:ceremony")
    return _page(request, holder_form=form, status=422)


@require_POST
@page(action="round.steer")
def challenge(request: StaffRequest) -> HttpResponse:
    """Make a new challenge."""
    actions.make_challenge(**_who(request))
    messages.success(request, _("The challenge is made. Take the file to the offline machine."))
    return redirect("urn:ceremony")


@page(action="round.steer", limit="export")
def challenge_file(request: StaffRequest) -> HttpResponse:
    """Hand out the challenge; it is sealed to the holders."""
    year = rounds.current(request.now).year
    sealed = queries.ceremony(year).challenge
    if not sealed:
        raise Http404
    return _file(sealed, f"challenge-{year}.age", "text/plain; charset=us-ascii")


@require_POST
@page(action="round.steer")
def prove(request: StaffRequest) -> HttpResponse:
    """Take the answer to the challenge."""
    form = ProofForm(request.POST)
    if form.is_valid():
        try:
            actions.prove(**_who(request), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("answer", str(refusal))
        else:
            messages.success(request, _("Right. Two holders have shown that they can open the urn."))
            return redirect("urn:ceremony")
    return _page(request, proof_form=form, status=422)


@require_POST
@page(action="round.steer")
def destroyed(request: StaffRequest) -> HttpResponse:
    """Write down what people destroyed with their hands."""
    form = DestroyedForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.record_destroyed(
                **_who(request),
                what=given["what"],
                destroyed_at=given["at"],
                how=given["how"],
                witness=given["witness"],
            )
        except Refusal as refusal:
            form.add_error("at" if isinstance(refusal, actions.DestroyedTooEarly) else "what", str(refusal))
        else:
            messages.success(request, _("It is written down."))
            return redirect("urn:ceremony")
    return _page(request, destroyed_form=form, status=422)


@page(action="round.steer")
def protocol(request: StaffRequest) -> HttpResponse:
    """Show the protocol, to be printed and signed."""
    seen = _seen(request)
    context = {
        "round": seen.round,
        "urn": seen.urn,
        "holders": _holders(seen),
        "fingerprint": spoken(seen.urn.fingerprint),
        "root_hash": spoken(seen.urn.root_hash),
        "proofs": seen.ceremony.proofs,
        "things": _things(request, seen),
        "report_hash": spoken(report_hash(seen.ceremony.report)) if seen.ceremony.report else "",
        "report": seen.ceremony.report,
    }
    return render(request, "urn/protocol.html", context)


@page(action="round.steer", limit="export")
def report(request: StaffRequest) -> HttpResponse:
    """Hand out what went in and what came out at the opening: the very file that the offline machine wrote."""
    year = rounds.current(request.now).year
    kept = queries.ceremony(year).report
    if not kept:
        raise Http404
    return _file(report_text(kept), f"opening-{year}.report.json", "application/json")


@page(action="round.read")
def published(request: StaffRequest) -> HttpResponse:
    """Show everybody what was published at the close and at the opening: counts and hashes, and nothing of anybody."""
    this_round = rounds.current(request.now)
    urn, kept = queries.status(this_round.year), queries.ceremony(this_round.year).report
    context = {
        "round": this_round,
        "urn": urn,
        "fingerprint": spoken(urn.fingerprint),
        "root_hash": spoken(urn.root_hash),
        "left_out": [(REASONS.get(code, code), n) for code, n in sorted(kept.get("rejected", {}).items())],
    }
    return render(request, "urn/published.html", context)


def _page(request: StaffRequest, status: int = 200, **forms: Form) -> HttpResponse:
    seen = _seen(request)
    shown: dict[str, Form] = {"holder_form": HolderForm(), "proof_form": ProofForm(), "destroyed_form": DestroyedForm()}
    context = {
        "round": seen.round,
        "urn": seen.urn,
        "ceremony": seen.ceremony,
        "steps": steps(seen),
        "holders": _holders(seen),
        "things": _things(request, seen),
        "hours": RIDDLE_HOURS,
        "is_working": bool(jobs.waiting(_REHEARSAL_JOB, round_year=seen.round.year)),
        "report_hash": spoken(report_hash(seen.ceremony.report)) if seen.ceremony.report else "",
        **(shown | forms),
    }
    return render(request, "urn/ceremony.html", context, status=status)


def _seen(request: StaffRequest) -> Seen:
    this_round = rounds.current(request.now)
    found = queries.ceremony(this_round.year)
    return Seen(this_round, queries.status(this_round.year), found, request.now)


def _holders(seen: Seen) -> list[dict[str, Any]]:
    here = {holder.holder: replace(holder, fingerprint=spoken(holder.fingerprint)) for holder in seen.ceremony.holders}
    return [{"letter": letter.upper(), "key": here.get(letter)} for letter in HOLDERS]


def _things(request: StaffRequest, seen: Seen) -> list[dict[str, Any]]:
    gone = seen.ceremony.destroyed
    names = access.names_for(request.scope, [record.by for record in gone.values() if "-" in record.by])
    return [
        {"name": name, "record": gone.get(thing), "by": names.get(gone[thing].by, "") if thing in gone else ""}
        for thing, name in THINGS.items()
    ]


def _who(request: StaffRequest) -> dict[str, Any]:
    return {"round_year": rounds.current(request.now).year, "by": request.actor, "now": request.now}


def _letter(form: Form) -> dict[str, str]:
    return {"letter": form.cleaned_data["holder"].upper()}


def _file(content: str, name: str, kind: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
