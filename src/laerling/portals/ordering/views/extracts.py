"""Extracts: the register files that came in, checking another, and taking it in or throwing it away."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from laerling.kernel.errors import Refusal
from laerling.portals.ordering import words
from laerling.portals.ordering.forms.extracts import ExtractForm
from laerling.portals.shell.fresh import fresh
from laerling.portals.shell.staff import StaffRequest, page
from laerling.register import actions
from laerling.register import queries as register
from laerling.register.actions import ImportReceipt
from laerling.register.queries import ExtractRow
from laerling.register.words import REFUSED
from laerling.rounds import queries as rounds
from laerling.rounds.rules import RoundFacts

PAGE_SIZE = 100


@page(action="register.upload")
def extracts(request: StaffRequest) -> HttpResponse:
    """Show the files that came in for the round, the newest first, and what became of each."""
    this_round = rounds.current(request.now)
    found = Paginator(register.received(this_round.year), PAGE_SIZE).get_page(request.GET.get("page"))
    lines = [(row, *_names(row), words.EXTRACT_STATES[row.state]) for row in found]
    return render(request, "ordering/extracts/index.html", {"round": this_round, "page": found, "lines": lines})


@page(action="register.upload")
@fresh()
def new(request: StaffRequest) -> HttpResponse:
    """Check a register file and go to what it would bring, or say in one sentence at the form why not."""
    this_round = rounds.current(request.now)
    is_sent = request.method == "POST"
    initial = {"stage": _stage(this_round, request.now)}
    form = ExtractForm(request.POST, request.FILES) if is_sent else ExtractForm(initial=initial)
    status = 422 if is_sent else 200
    if is_sent and form.is_valid():
        try:
            receipt = _receive(request, form, this_round)
        except Refusal as refusal:
            form.add_error("file", str(refusal))
            status = refusal.status
        else:
            if receipt.seen_before:
                messages.info(request, _seen(receipt))
            return redirect("ordering:extracts-show", extract_id=receipt.extract_id)
    context = {"round": this_round, "form": form, "crumbs": _crumbs(_("New extract"))}
    return render(request, "ordering/extracts/new.html", context, status=status)


@page(action="register.upload")
def show(request: StaffRequest, extract_id: UUID) -> HttpResponse:
    """Show one extract: what it would bring or has brought, and the rows set aside by rule; never the values."""
    row = _extract(extract_id)
    found = Paginator(register.set_aside(row.id), PAGE_SIZE).get_page(request.GET.get("page"))
    name, stage = _names(row)
    return render(
        request,
        "ordering/extracts/show.html",
        {
            "extract": row,
            "name": name,
            "stage": stage,
            "state": words.EXTRACT_STATES[row.state],
            "refused": REFUSED.get(row.refusal, ""),
            "page": found,
            "counts": [(count, _rule(count.rule)) for count in register.set_aside_counts(row.id)],
            "lines": [(place, _rule(place.rule)) for place in found],
            "days": actions.DAYS_TO_DECIDE,
            "crumbs": _crumbs(name),
        },
    )


@require_POST
@page(action="register.upload")
def accept(request: StaffRequest, extract_id: UUID) -> HttpResponse:
    """Take a checked file in, and go to its receipt."""
    row = _extract(extract_id)
    receipt = actions.accept(extract_id=row.id, by=request.actor, now=request.now)
    if receipt.seen_before:
        messages.info(request, _seen(receipt))
    else:
        messages.success(request, _("The file is taken in."))
    return redirect("ordering:extracts-show", extract_id=row.id)


@require_POST
@page(action="register.upload")
def discard(request: StaffRequest, extract_id: UUID) -> HttpResponse:
    """Throw a checked file away, and go to the list."""
    row = _extract(extract_id)
    actions.discard(extract_id=row.id, by=request.actor, now=request.now)
    messages.success(request, _("The file is thrown away. Nothing changed. Send it again if you need it after all."))
    return redirect("ordering:extracts")


def _receive(request: StaffRequest, form: ExtractForm, this_round: RoundFacts) -> ImportReceipt:
    sent = form.cleaned_data["file"]
    return actions.receive(
        content=sent.file,
        filename=sent.name,
        register=form.cleaned_data["register"],
        round_year=this_round.year,
        stage=form.cleaned_data["stage"],
        by=request.actor,
        now=request.now,
    )


def _extract(extract_id: UUID) -> ExtractRow:
    row = register.extract(extract_id)
    if row is None:
        raise Http404
    return row


def _seen(receipt: ImportReceipt) -> str:
    if receipt.state == "checked":
        return _("This very file is checked already, and waits to be taken in.")
    return _("This very file has been taken in before. Nothing changed.")


def _stage(this_round: RoundFacts, now: datetime) -> str:
    return "preliminary" if now < this_round.corrections_due_at else "final"


def _names(row: ExtractRow) -> tuple[str, str]:
    """Return an extract's register and list in words. NOR and NLR count for both lists."""
    stage = str(words.STAGES[row.stage]) if row.register == "vigo" else _("Both lists")
    return str(words.REGISTERS[row.register]), stage


def _rule(rule: str) -> str:
    return str(words.ROW_RULES.get(rule, rule))


def _crumbs(here: str) -> tuple[tuple[str, str], ...]:
    return (
        (_("The round"), reverse("ordering:home")),
        (_("Extracts"), reverse("ordering:extracts")),
        (here, ""),
    )
