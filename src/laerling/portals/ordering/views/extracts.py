"""Extracts: the register files taken in, taking in another, and what became of each."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from laerling.kernel.errors import Refusal
from laerling.portals.ordering import words
from laerling.portals.ordering.forms.extracts import ExtractForm
from laerling.portals.shell.fresh import fresh
from laerling.portals.shell.staff import StaffRequest, page
from laerling.register import actions
from laerling.register import queries as register
from laerling.register.actions import ImportReceipt
from laerling.register.queries import ExtractRow
from laerling.rounds import queries as rounds
from laerling.rounds.rules import RoundFacts

PAGE_SIZE = 100


@page(action="register.upload")
def extracts(request: StaffRequest) -> HttpResponse:
    """Show the files taken in for the round, the newest first."""
    this_round = rounds.current(request.now)
    lines = [(row, *_names(row)) for row in register.extracts(this_round.year)]
    return render(request, "ordering/extracts/index.html", {"round": this_round, "lines": lines})


@page(action="register.upload")
@fresh()
def new(request: StaffRequest) -> HttpResponse:
    """Take in a register file, or say in one sentence at the form why not. A refused file changes nothing."""
    this_round = rounds.current(request.now)
    is_sent = request.method == "POST"
    initial = {"stage": _stage(this_round, request.now)}
    form = ExtractForm(request.POST, request.FILES) if is_sent else ExtractForm(initial=initial)
    status = 422 if is_sent else 200
    if is_sent and form.is_valid():
        try:
            receipt = _take_in(request, form, this_round)
        except Refusal as refusal:
            form.add_error("file", str(refusal))
            status = refusal.status
        else:
            _say(request, receipt)
            return redirect("ordering:extracts-show", extract_id=receipt.extract_id)
    context = {"round": this_round, "form": form, "crumbs": _crumbs(_("New extract"))}
    return render(request, "ordering/extracts/new.html", context, status=status)


@page(action="register.upload")
def show(request: StaffRequest, extract_id: UUID) -> HttpResponse:
    """Show one extract's receipt: its counts, and the rows set aside by row, column and rule; never the values."""
    this_round = rounds.current(request.now)
    row = next((one for one in register.extracts(this_round.year) if one.id == str(extract_id)), None)
    if row is None:
        raise Http404
    found = Paginator(register.set_aside(row.id), PAGE_SIZE).get_page(request.GET.get("page"))
    name, stage = _names(row)
    return render(
        request,
        "ordering/extracts/show.html",
        {
            "extract": row,
            "name": name,
            "stage": stage,
            "page": found,
            "lines": [(place, words.ROW_RULES.get(place.rule, place.rule)) for place in found],
            "crumbs": _crumbs(name),
        },
    )


def _take_in(request: StaffRequest, form: ExtractForm, this_round: RoundFacts) -> ImportReceipt:
    sent = form.cleaned_data["file"]
    return actions.import_file(
        content=sent.file,
        filename=sent.name,
        register=form.cleaned_data["register"],
        round_year=this_round.year,
        stage=form.cleaned_data["stage"],
        by=request.actor,
        now=request.now,
    )


def _say(request: StaffRequest, receipt: ImportReceipt) -> None:
    if receipt.seen_before:
        messages.info(request, _("This very file has been taken in before. Nothing changed."))
        return
    messages.success(request, _("The file is taken in."))
    if receipt.unknown_columns:
        columns = ", ".join(receipt.unknown_columns)
        messages.info(request, _("Columns we do not know were passed over: %(columns)s.") % {"columns": columns})


def _stage(this_round: RoundFacts, now: datetime) -> str:
    return "preliminary" if now < this_round.corrections_due_at else "final"


def _names(row: ExtractRow) -> tuple[str, str]:
    """Return an extract's register and list in words. NOR and NLR count for both lists."""
    stage = str(words.STAGES[row.stage]) if row.register == "vigo" else _("Both lists")
    return str(words.REGISTERS[row.register]), stage


def _crumbs(here: str) -> tuple[tuple[str, str], ...]:
    return (
        (_("The round"), reverse("ordering:home")),
        (_("Extracts"), reverse("ordering:extracts")),
        (here, ""),
    )
