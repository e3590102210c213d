"""What if: another rule tried on an extract, who comes in and who falls out. The address holds the whole choice."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from laerling.kernel.errors import Refusal
from laerling.organisations import queries as organisations
from laerling.portals.ordering.forms.whatif import RuleForm, initial
from laerling.portals.ordering.words import STAGES
from laerling.portals.shell.staff import StaffRequest, page
from laerling.rounds import queries as rounds
from laerling.sample import queries as sample
from laerling.sample.queries import Crossing, Trial
from laerling.sample.rules import RuleDates
from laerling.sample.words import REASONS

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class CrossingLine:
    """Somebody who comes in or falls out, in words."""

    crossing: Crossing
    name: str
    trade: str
    county: str
    reasons: tuple[str, ...]


@page(action="sample.try")
def what_if(request: StaffRequest) -> HttpResponse:
    """Show what another rule would do to an extract's list; with nothing filled in, the round's own rule to change."""
    extracts = sample.stages_in()
    year, stage = _chosen(request, extracts)
    context: dict[str, Any] = {
        "crumbs": (
            (_("The round"), reverse("ordering:home")),
            (_("The list"), reverse("ordering:people")),
            (_("What if"), ""),
        ),
        "extracts": [(f"{y}-{s}", y, STAGES[s], (y, s) == (year, stage)) for y, s in extracts],
    }
    if not year:
        return render(request, "ordering/whatif/index.html", context)
    own = sample.rule_dates(rounds.get(year))
    is_tried = "maneder" in request.GET
    form = RuleForm(request.GET) if is_tried else RuleForm(initial=initial(own))
    status = 200
    if is_tried:
        try:
            context |= _tried(request, form, year, stage, own)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        status = 200 if form.is_valid() else 422
    context |= {"form": form, "year": year, "stage": stage, "stage_name": STAGES[stage], "own": own}
    return render(request, "ordering/whatif/index.html", context, status=status)


def _chosen(request: HttpRequest, extracts: Iterable[tuple[int, str]]) -> tuple[int, str]:
    """Return the round and stage the address names, else the newest; 0 and nothing where there is none."""
    known = {f"{year}-{stage}": (year, stage) for year, stage in extracts}
    return known.get(request.GET.get("uttrekk", ""), next(iter(known.values()), (0, "")))


def _tried(request: StaffRequest, form: RuleForm, year: int, stage: str, own: RuleDates) -> dict[str, Any]:
    if not form.is_valid():
        return {}
    trial = sample.try_rule(round_year=year, stage=stage, own=own, rule=form.rule())
    names = organisations.county_names()
    counties = {line.code for line in trial.by_county}
    county = request.GET.get("fylke", "") if request.GET.get("fylke") in counties else ""
    is_out = request.GET.get("vis") == "ut"
    crossings = [one for one in (trial.fell_out if is_out else trial.came_in) if county in {"", one.county_code}]
    shown = Paginator(crossings, PAGE_SIZE).get_page(request.GET.get("page"))
    return {
        "trial": trial,
        "lines": _lines(shown, names),
        "page": shown,
        "is_out": is_out,
        "county": county,
        "county_name": names.get(county, ""),
        "choice": _choice(request),
        **_totals(trial),
    }


def _totals(trial: Trial) -> dict[str, int]:
    return {"n_in": len(trial.came_in), "n_out": len(trial.fell_out), "n_diff": trial.n_after - trial.n_before}


def _lines(shown: Page[Crossing], names: Mapping[str, str]) -> list[CrossingLine]:
    people = sample.crossing_people(one.contract_id for one in shown)
    return [
        CrossingLine(
            crossing=one,
            name=people[one.contract_id][0],
            trade=people[one.contract_id][1],
            county=names.get(one.county_code, one.county_code),
            reasons=tuple(str(REASONS.get(reason, reason)) for reason in one.reasons),
        )
        for one in shown
    ]


def _choice(request: HttpRequest) -> str:
    """Return the address's rule and extract, for links that show another part of the same result."""
    kept = request.GET.copy()
    for name in ("vis", "fylke", "page"):
        kept.pop(name, None)
    return kept.urlencode()
