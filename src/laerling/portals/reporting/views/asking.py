"""What every view of results asks first: which unit, which round, whether the results are out, and what to compare with."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from laerling.access.policy import may
from laerling.access.types import Scope
from laerling.kernel.clock import in_oslo
from laerling.portals.reporting.addresses import unit_of
from laerling.portals.reporting.tabs import TABS, Tab
from laerling.portals.shell import units
from laerling.portals.shell.staff import StaffRequest
from laerling.release.queries import ANSWERED, ReleaseFacts
from laerling.reports import queries
from laerling.reports.types import Stamp, Unit, UnitGroup
from laerling.rounds import queries as rounds
from laerling.rounds.rules import RoundFacts


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the portal a page stands: whose results, of which round, what they are set beside, and the ways on.

    `units` are the unit itself, its county, the nation, and the `chosen` ones of the address; `query` keeps those.
    """

    unit: Unit
    year: int
    facts: ReleaseFacts
    stamp: Stamp
    years: tuple[int, ...]
    switch: tuple[UnitGroup, ...]
    units: tuple[Unit, ...]
    chosen: tuple[Unit, ...]
    language: str
    tabs: tuple[Tab, ...] = TABS

    @property
    def query(self) -> str:
        """The chosen units as the end of an address, "?med=county/46", or nothing."""
        return "?" + "&".join(f"med={one.address}" for one in self.chosen) if self.chosen else ""


def nation_name() -> str:
    """Return what the nation is called as a unit."""
    return _("The whole country")


def language() -> str:
    """Return the reader's language."""
    return get_language() or "nb"


def place(request: StaffRequest, year: int, of: tuple[str, str]) -> Place | HttpResponse:
    """Return where the page stands, or the page that must come instead.

    Whoever may not see the unit gets one and the same page, whether the unit exists or not (M14). Raises Http404 for a
    round that does not exist.
    """
    facts = queries.facts_of(year, request.now)
    nation = nation_name()
    unit = queries.unit(request.scope, *of, nation=nation, facts=facts)
    if unit is None:
        return TemplateResponse(request, "reporting/not_yours.html", status=404)
    if facts is None:
        return not_yet(request, rounds.get(year))
    lies_in = queries.lies_in(unit, facts)
    beside = queries.compared(unit, facts, nation=nation)
    chosen = queries.chosen(request.scope, _wanted(request), beside=beside, nation=nation, facts=facts)
    found = Place(
        unit=unit,
        year=year,
        facts=facts,
        stamp=queries.stamp(facts),
        years=queries.years(request.now),
        switch=queries.choosable(request.scope, facts, nation=nation, held=held(request)),
        units=(*beside, *chosen),
        chosen=chosen,
        language=language(),
    )
    if lies_in is not None:
        seen = [(one, way_to(request, one)) for one in lies_in]
        told = {"place": found, "lies_in": seen, "all_open": all(way == "open" for _one, way in seen), "tab": ""}
        return TemplateResponse(request, "reporting/no_such_year.html", told)
    return found


def item_asked(request: StaffRequest, here: Place) -> str:
    """Return the code of the item the address asks for (`mal`), the first the round has without one."""
    items = queries.items_of(here.facts, here.language)
    return request.GET.get("mal") or (items[0].code if items else ANSWERED)


def held(request: StaffRequest) -> tuple[Scope, ...]:
    """Return all units that whoever asks may act for; the door has looked them up."""
    return units.scopes(request, on=in_oslo(request.now).date())


def readable_counties(request: StaffRequest) -> frozenset[str] | None:
    """Return the counties whose figures whoever asks may read, None for all (M13, M14)."""
    if request.scope.is_national:
        return None
    own = queries.own_counties(request.scope)
    if request.scope.unit_kind == "county":
        own |= {one.unit_code for one in held(request) if one.unit_kind == "county" and may(one, "results.read")}
    return own


def way_to(request: StaffRequest, unit: Unit) -> str:
    """Return how a county's results are reached: "open" at once, "switch" by acting for it, "" not at all."""
    if queries.unit(request.scope, *unit.key, nation=nation_name()) is not None:
        return "open"
    return "switch" if unit.code in (readable_counties(request) or ()) else ""


def _wanted(request: StaffRequest) -> list[tuple[str, str]]:
    return [unit for text in request.GET.getlist("med") if (unit := unit_of(text)) is not None]


def unit_in_sight(request: StaffRequest, of: tuple[str, str]) -> Unit:
    """Return the unit of the address. Raises Http404 where whoever asks may not see it, as if it did not exist (M14)."""
    found = queries.unit(request.scope, *of, nation=nation_name())
    if found is None:
        raise Http404
    return found


def not_yet(request: StaffRequest, this_round: RoundFacts) -> TemplateResponse:
    """Return the page that says why there are no results, and when they come."""
    return TemplateResponse(
        request,
        "reporting/not_yet.html",
        {"round": this_round, "is_late": request.now >= this_round.results_at},
    )
