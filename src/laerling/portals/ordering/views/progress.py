"""How far the round has come: by part, day by day, what was delivered, and who has not begun. Never by name."""

from dataclasses import replace
from hashlib import sha256
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from laerling.access.policy import may
from laerling.invitations.tallies import queries as tallies
from laerling.portals.ordering import curves, following
from laerling.portals.ordering.following import Choice
from laerling.portals.ordering.tables import Table, percent, workbook
from laerling.portals.shell.staff import StaffRequest, page
from laerling.portals.shell.templatetags.shell import moment
from laerling.rounds import queries as rounds
from laerling.rounds import rules
from laerling.rounds.rules import Phase, RoundFacts

PAGE_SIZE = 100
DAYS_ON_A_PAGE = 14
# The parameter by which a page says what it shows, when it asks whether there is anything new.
_SEEN = "sett"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page(action="progress.read")
def progress(request: StaffRequest) -> HttpResponse:
    """Show answered of invited, and of each part: counties, offices, establishments or trades."""
    this_round = rounds.current(request.now)
    chosen = following.choice(request, request.scope)
    table = following.parts_table(request.scope, this_round, chosen)
    return _answer(request, this_round, "index", chosen, {"table": table})


@page(action="progress.read")
def delivery(request: StaffRequest) -> HttpResponse:
    """Show who has had e-mail, SMS or neither, and what was answered in the days after each dispatch."""
    this_round = rounds.current(request.now)
    chosen = following.choice(request, request.scope)
    table = following.delivery_table(request.scope, this_round, chosen)
    effects = following.effects_table(request.scope, this_round, request.now)
    return _answer(request, this_round, "delivery", chosen, {"table": table, "effects": effects})


@page(action="progress.read")
def days(request: StaffRequest) -> HttpResponse:
    """Show the response rate day by day against the same day of the round before, as a chart and as a table."""
    this_round = rounds.current(request.now)
    chosen, counties = _with_county(request, this_round)
    curve = _curve(request, this_round, chosen, counties)
    sent = () if chosen.county else tallies.effects(request.scope, this_round, now=request.now)
    sent_on = [(one.on - this_round.opens_on).days + 1 for one in sent]
    context = {
        "table": curves.days_table(curve),
        "curve": curve,
        "sentence": curves.sentence(curve),
        "counties": counties,
        "chart": curves.drawn(curve, this_round, sent_on=sent_on) if curve.days else None,
        "marks_sent": bool(sent_on),
    }
    return _answer(request, this_round, "days", chosen, context)


@page(action="progress.read")
def silent(request: StaffRequest) -> HttpResponse:
    """Show which counties, or which of a county's offices, have not begun. An office has nobody below it."""
    if request.scope.unit_kind == "office":
        raise Http404
    this_round = rounds.current(request.now)
    chosen = following.choice(request, request.scope)
    table = following.silent_table(request.scope, this_round, request.now)
    context = {"table": table, "n_silent": sum(1 for row in table.rows if row.status and row.status[0] == "danger")}
    return _answer(request, this_round, "silent", chosen, context)


@page(action="progress.read", limit="export")
def as_xlsx(request: StaffRequest) -> HttpResponse:
    """Send one of the tables as an Excel workbook: `tabell` says which, the rest of the choice is the page's own."""
    this_round = rounds.current(request.now)
    found = _table(request, this_round)
    about = [
        f"{_('The Apprentice Survey %(year)s') % {'year': this_round.year}}, {request.scope.unit_name}. {found.title}.",
        _("* means that the figure is not shown, to protect those who answered."),
        _("Figures of fewer than a hundred people move once a day, or when at least five more have answered."),
    ]
    if counted_at := tallies.counted_at(this_round.year):
        about.append(_("Counted %(at)s.") % {"at": moment(counted_at)})
    name = f"status-{this_round.year}-{found.key}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(workbook(found, about=tuple(about)), content_type=_XLSX, headers=headers)


def _table(request: StaffRequest, this_round: RoundFacts) -> Table:
    chosen, counties = _with_county(request, this_round)
    key = request.GET.get("tabell", "deler")
    if key == "dager":
        return curves.days_table(_curve(request, this_round, chosen, counties))
    if key == "levering":
        return following.delivery_table(request.scope, this_round, chosen)
    if key == "utsendelser":
        return following.effects_table(request.scope, this_round, request.now)
    if key == "ikke-begynt" and request.scope.unit_kind != "office":
        return following.silent_table(request.scope, this_round, request.now)
    return following.parts_table(request.scope, this_round, chosen)


def _with_county(request: StaffRequest, this_round: RoundFacts) -> tuple[Choice, dict[str, str]]:
    """Return the choice, and the counties that may be chosen: none but for those above counties."""
    chosen = following.choice(request, request.scope)
    if request.scope.unit_kind not in {"nation", "governor"}:
        return chosen, {}
    shown = [one for one in tallies.parts(request.scope, this_round, by="county") if one.n_answered is not None]
    counties = {one.code: one.name for one in shown}
    return Choice(chosen.by, chosen.sort, chosen.county if chosen.county in counties else ""), counties


def _curve(request: StaffRequest, this_round: RoundFacts, chosen: Choice, counties: dict[str, str]) -> curves.Curve:
    name = counties.get(chosen.county, request.scope.unit_name)
    return curves.curve(request.scope, this_round, county=chosen.county, name=name, now=request.now)


def _answer(
    request: StaffRequest, this_round: RoundFacts, name: str, chosen: Choice, context: dict[str, Any]
) -> HttpResponse:
    """Show a page, or say that there is nothing new to one that is open and asks."""
    whole = tallies.whole(request.scope, this_round)
    seen = _seen(whole, context)
    if request.htmx and request.GET.get(_SEEN) == seen:
        return HttpResponse(status=204)
    rest: dict[str, str] = {key: str(value) for key, value in request.GET.items() if key not in {_SEEN, "page"}}
    table: Table = context["table"]
    size = DAYS_ON_A_PAGE if name == "days" else PAGE_SIZE
    found: Page[Any] = Paginator(table.rows, size).get_page(request.GET.get("page"))
    # Only what is shown is written out: the country has well over a thousand establishments.
    found.object_list = list(replace(table, rows=tuple(found.object_list)).lines)
    more = {
        "round": this_round,
        "whole": whole,
        "whole_share": percent(whole.pct) if whole.pct is not None else "",
        "counted_at": tallies.counted_at(this_round.year),
        "page": found,
        "choice": chosen,
        "divisions": [
            (by, following.DIVISION_LABELS[by], following.DIVISION_WORDS[by]) for by in tallies.divisions(request.scope)
        ],
        "sorts": following.SORTS,
        "here": name,
        "has_below": request.scope.unit_kind != "office",
        "live": f"{request.path}?{urlencode({**rest, _SEEN: seen, 'page': str(found.number)})}",
        "may_mend": may(request.scope, "finding.read"),
        "nobody_reached": not whole.n_reached and _may_send(request, this_round),
    }
    return render(request, f"ordering/progress/{name}.html", {**more, **context})


def _seen(whole: object, context: dict[str, Any]) -> str:
    """Return what names the figures of a page: another figure, another name."""
    figures = repr((whole, context["table"], context.get("effects")))
    return sha256(figures.encode()).hexdigest()[:16]


def _may_send(request: StaffRequest, this_round: RoundFacts) -> bool:
    is_open = this_round.closed_at is None and rules.phase(this_round, request.now) is Phase.OPEN
    return is_open and may(request.scope, "dispatch.order")
