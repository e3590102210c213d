"""The reach forecast: how many can be reached by e-mail, SMS, either or neither, and where it is worst."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from laerling.access.types import Scope
from laerling.portals.checking import bars
from laerling.portals.checking.bars import Bar, share
from laerling.portals.checking.choices import query
from laerling.portals.checking.views.asking import asked
from laerling.portals.shell.staff import StaffRequest, page
from laerling.sample import queries as sample
from laerling.sample.queries import ReachCount, ReachLine, ReachTable

# Differences smaller than this, in percentage points, are no difference to a reader.
_NO_DIFFERENCE: Final = 0.05
# How many offices and trades the page shows at first: the nation has 250 of each, and those worst off stand first.
_FIRST: Final = 30


@dataclass(frozen=True, slots=True)
class Line:
    """One office or trade: its figures, the share that can be reached, and the change since last year in points."""

    name: str
    count: ReachCount
    share: str
    bar: Bar
    change: str


@page(action="finding.read")
def index(request: StaffRequest) -> HttpResponse:
    """Show the forecast for the newest draw, in all, per office and per trade, against last year's; `vis=alle` shows every line."""
    here = asked(request)
    scope, year = here.choice.scope, here.this_round.year
    now, before = sample.reach(scope, year), _last_year(scope, year)
    offices = _lines(now.by_office, before.by_office if before else ()) if scope.unit_kind != "office" else []
    trades = _lines(now.by_trade, before.by_trade if before else ())
    shown = len(offices) + len(trades) if request.GET.get("vis") == "alle" else _FIRST
    context = {
        "reach": now.total,
        "bar": bars.reach_bar(now.total),
        "share": share(now.total.n_either, now.total.n),
        "before": before.total if before else None,
        "before_bar": bars.reach_bar(before.total) if before else None,
        "before_share": share(before.total.n_either, before.total.n) if before else "",
        "change": _change(now.total, before.total if before else None),
        "offices": offices[:shown],
        "trades": trades[:shown],
        "n_offices": len(offices),
        "n_trades": len(trades),
        "all_query": query({**here.choice.asked, "vis": "alle"}),
        "last_year": year - 1,
        "crumbs": ((_("Quality check"), reverse("checking:home")), (_("Who can be reached"), "")),
    }
    return render(request, "checking/reach.html", here.context | context)


def _last_year(scope: Scope, year: int) -> ReachTable | None:
    """Return last year's figures, None where nobody was asked then."""
    found = sample.reach(scope, year - 1)
    return found if found.total.n else None


def _lines(lines: Iterable[ReachLine], before: Iterable[ReachLine]) -> list[Line]:
    """Return lines with most people out of reach first."""
    then = {line.code: line.count for line in before}
    ordered = sorted(lines, key=lambda line: (-line.count.n_none, line.name))
    return [
        Line(
            name=line.name or _("Without training office"),
            count=line.count,
            share=share(line.count.n_either, line.count.n),
            bar=bars.reach_bar(line.count),
            change=_change(line.count, then.get(line.code)),
        )
        for line in ordered
    ]


def _change(now: ReachCount, before: ReachCount | None) -> str:
    """Return the change in the share that can be reached, in percentage points with a sign; empty without last year."""
    if before is None or not now.n or not before.n:
        return ""
    points = 100 * now.n_either / now.n - 100 * before.n_either / before.n
    if abs(points) < _NO_DIFFERENCE:
        return _("as last year")
    sign = "+" if points > 0 else "−"
    return f"{sign}{number_format(abs(points), 1)}"
