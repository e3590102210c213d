"""Preliminary against final: who came in, who fell out, whose register values changed, and why."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from laerling.audit import actions as audit
from laerling.portals.ordering import differing
from laerling.portals.ordering.forms.dispatches import INDEPENDENT
from laerling.portals.shell.fresh import fresh
from laerling.portals.shell.staff import StaffRequest, page
from laerling.rounds import queries as rounds
from laerling.sample import queries as sample
from laerling.sample.queries import BothDraws, DifferenceCount, DifferenceKind

PAGE_SIZE = 50
_LONGEST_SEARCH = 80
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# How the address names the parts.
_PARTS: dict[str, DifferenceKind] = {"inn": "in", "ut": "out", "endret": "changed"}


@dataclass(frozen=True, slots=True)
class Choice:
    """What the address asks for. `unit` is a county for the nation, an office for a county."""

    part: str
    unit: str
    search: str

    @property
    def kind(self) -> DifferenceKind:
        """The kind of difference."""
        return _PARTS[self.part]


@page(action="register.read")
def differences(request: StaffRequest) -> HttpResponse:
    """Show how the final list differs from the preliminary one: counts per county or office, then the people."""
    this_round = rounds.current(request.now)
    draws = sample.both_draws(this_round.year)
    context: dict[str, Any] = {
        "round": this_round,
        "counts": sample.counts(request.scope, this_round.year),
        "draws": draws,
        "crumbs": (
            (_("The round"), reverse("ordering:home")),
            (_("The list"), reverse("ordering:people")),
            (_("Preliminary against final"), ""),
        ),
    }
    if draws is not None:
        context |= _compared(request, draws, _choice(request))
    return render(request, "ordering/people/differences.html", context)


@page(action="register.read", limit="export")
@fresh()
def as_xlsx(request: StaffRequest) -> HttpResponse:
    """Send the differences of the same choice as an Excel workbook. That it was fetched is written down."""
    year = rounds.current(request.now).year
    draws = sample.both_draws(year)
    if draws is None:
        raise Http404
    choice = _choice(request)
    # Read in one go: a sequence that is walked one by one would ask for each.
    lines = [differing.difference_line(one) for one in _find(request, draws, choice)[:]]
    audit.record(
        "sample.differences.fetched",
        by=request.actor,
        now=request.now,
        about=f"round:{year}",
        scope=request.scope.key,
        kind=choice.kind,
        n=len(lines),
    )
    name = f"endringer-{year}-{choice.part}.xlsx"
    return HttpResponse(
        differing.workbook(lines, year=year),
        content_type=_XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _compared(request: StaffRequest, draws: BothDraws, choice: Choice) -> dict[str, Any]:
    nation = request.scope.is_national
    # A whole nation's register values are compared county by county: all at once takes longer than a page should.
    units = sample.difference_counts(request.scope, draws, by="county" if nation else "office", with_changed=not nation)
    must_choose = nation and choice.kind == "changed" and not choice.unit
    listing = () if must_choose else _find(request, draws, choice)
    found = Paginator(listing, PAGE_SIZE).get_page(request.GET.get("page"))
    return {
        "units": [(line, line.code or INDEPENDENT) for line in units],
        "has_units": request.scope.unit_kind != "office",
        "by_county": nation,
        "must_choose": must_choose,
        "parts": _parts(units, choice, found, nation=nation),
        "choice": choice,
        "page": found,
        "lines": [differing.difference_line(one) for one in found],
        "address": _address(choice),
    }


def _choice(request: HttpRequest) -> Choice:
    part = request.GET.get("vis", "")
    # PostgreSQL has no place for a zero character in a text.
    search = request.GET.get("sok", "").replace("\x00", "").strip()[:_LONGEST_SEARCH]
    unit = request.GET.get("enhet", "").replace("\x00", "")[:_LONGEST_SEARCH]
    return Choice(part if part in _PARTS else "inn", unit, search)


def _find(request: StaffRequest, draws: BothDraws, choice: Choice) -> Any:
    unit: dict[str, str] = {}
    if choice.unit and request.scope.is_national:
        unit = {"county": choice.unit}
    elif choice.unit and request.scope.unit_kind == "county":
        unit = {"office": "" if choice.unit == INDEPENDENT else choice.unit}
    return sample.differences(request.scope, draws, choice.kind, search=choice.search, **unit)


def _parts(
    units: tuple[DifferenceCount, ...], choice: Choice, found: Page[Any], *, nation: bool
) -> list[tuple[str, str, int | None, bool]]:
    """Return the parts of the page: the address's word, the label, how many where it is known, whether it is shown."""
    mine = [line for line in units if choice.unit in {"", line.code or INDEPENDENT}]
    n: dict[str, int | None] = {
        "inn": sum(line.n_in for line in mine),
        "ut": sum(line.n_out for line in mine),
        "endret": None if nation else sum(line.n_changed or 0 for line in mine),
    }
    if nation and choice.kind == "changed" and choice.unit and not choice.search:
        n["endret"] = found.paginator.count
    return [(part, str(differing.KINDS[kind]), n[part], part == choice.part) for part, kind in _PARTS.items()]


def _address(choice: Choice) -> str:
    return urlencode({"vis": choice.part, "enhet": choice.unit, "sok": choice.search})
