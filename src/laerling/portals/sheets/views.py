"""Sheets to read on the screen and to print. Nothing here is about anybody, so anybody may have it."""

import json
from datetime import datetime
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from laerling import papers
from laerling.kernel import clock
from laerling.portals.sheets.writing import FORMS, KINDS, UnknownSheet, sheet
from laerling.portals.shell.routes import open_page
from laerling.rounds import queries as rounds

_FOR = {
    "apprentice": _("For apprentices"),
    "candidate": _("For training candidates"),
    "establishment": _("For training establishments"),
    "helper": _("For whoever helps at a gathering"),
}
_FORM_NAMES = {"nb": "bokmål", "nn": "nynorsk"}


@open_page(why="information for everybody")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the sheets of the round that is on, in both written forms."""
    lines = [
        (_FOR[kind], [(form, _FORM_NAMES[form], reverse("sheets:paper", args=(kind, form))) for form in FORMS])
        for kind in KINDS
    ]
    return render(request, "sheets/index.html", {"lines": lines, "round": rounds.current(clock.now())})


@open_page(why="information for everybody")
@require_safe
def paper(_request: HttpRequest, kind: str, form: str) -> HttpResponse:
    """Hand out one sheet as PDF, to be read in the browser or printed."""
    this_round = rounds.current(clock.now())
    try:
        content = json.dumps(sheet(kind, form, this_round))
    except UnknownSheet:
        raise Http404 from None
    pdf = _paper(content, form, this_round.opens_at)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{kind}-{form}-{this_round.year}.pdf"'
    return response


@lru_cache(maxsize=2 * len(FORMS) * len(KINDS))
def _paper(content: str, form: str, made_at: datetime) -> bytes:
    """Return the PDF of a sheet, given as JSON: set once for as long as its words stay the same."""
    return papers.typeset("sheet", json.loads(content), language=form, made_at=made_at)
