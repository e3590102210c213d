"""Sheets to read on the screen and to print. Nothing here is about anybody, so anybody may have it."""

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
from laerling.rounds.rules import RoundFacts

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
def paper(request: HttpRequest, kind: str, form: str) -> HttpResponse:
    """Hand out one sheet as PDF, to be read in the browser or printed."""
    this_round = rounds.current(clock.now())
    try:
        content = _paper(kind, form, _Key(this_round))
    except UnknownSheet:
        raise Http404 from None
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{kind}-{form}-{this_round.year}.pdf"'
    return response


class _Key:
    """A round as what a sheet depends on: alike when all its facts are."""

    def __init__(self, this_round: RoundFacts) -> None:
        self.round = this_round
        self._facts = repr(this_round)

    def __hash__(self) -> int:
        return hash(self._facts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self._facts == other._facts


@lru_cache(maxsize=2 * len(FORMS) * len(KINDS))
def _paper(kind: str, form: str, key: _Key) -> bytes:
    return papers.typeset("sheet", sheet(kind, form, key.round), language=form, made_at=key.round.opens_at)
