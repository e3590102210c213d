"""The workbook back again: what it would change is shown first, and done at the last press."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from laerling.kernel.errors import Refusal
from laerling.portals.checking import pasting, undoing
from laerling.portals.checking.forms.paste import PasteForm
from laerling.portals.checking.views.asking import Asked, asked
from laerling.portals.checking.working import Cells, from_file, from_text
from laerling.portals.shell.staff import StaffRequest, page
from laerling.register import actions


@page(action="finding.mend")
def paste(request: StaffRequest) -> HttpResponse:
    """Take a list back: read it and show what it would change; then, at the second press, change it."""
    here = asked(request)
    if request.method != "POST":
        return _shown(request, here, PasteForm())
    if "rader" in request.POST:
        return _done(request)
    form = PasteForm(request.POST, request.FILES)
    if not form.is_valid():
        return _shown(request, here, form, status=422)
    field = "file" if form.cleaned_data["file"] is not None else "cells"
    try:
        rows = pasting.rows_of(_cells(form, field))
        found = pasting.preview(rows, scope=request.scope, round_year=here.this_round.year)
    except Refusal as refusal:
        form.add_error(field, str(refusal))
        return _shown(request, here, form, status=refusal.status)
    return _shown(request, here, PasteForm(), preview=found)


def _cells(form: PasteForm, field: str) -> list[Cells]:
    given = form.cleaned_data[field]
    return from_file(given.file) if field == "file" else from_text(given)


def _done(request: StaffRequest) -> HttpResponse:
    rows = pasting.carried(request.POST["rader"])
    receipt = actions.paste_back(rows=rows, scope=request.scope, by=request.actor, now=request.now)
    undoing.remember(request, receipt)
    if receipt.refused:
        n = len(receipt.refused)
        sentence = ngettext("%(n)s row could not be used.", "%(n)s rows could not be used.", n)
        messages.warning(request, sentence % {"n": n})
    return redirect("checking:findings")


def _shown(
    request: StaffRequest,
    here: Asked,
    form: PasteForm,
    *,
    preview: pasting.Preview | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "preview": preview,
        "crumbs": ((_("Quality check"), reverse("checking:home")), (_("Paste back"), "")),
    }
    return render(request, "checking/paste.html", here.context | context, status=status)
