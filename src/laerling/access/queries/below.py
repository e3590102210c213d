"""Questions about the units below one: who administers users there, and which dissolved ones a person could have."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from laerling.access.models import Grant
from laerling.access.queries.people import Person, Reader
from laerling.access.queries.units import unit_names
from laerling.access.rules import Asking
from laerling.access.types import Unit, UnitKind
from laerling.organisations import queries as organisations
from laerling.organisations.rules import Change


@dataclass(frozen=True, slots=True)
class UnitBelow:
    """A unit below, how many have access to it, and how many of them administer its users."""

    unit: Unit
    name: str
    n_people: int
    n_administrators: int
    n_unconfirmed: int


def units_below(by: Reader, kind: UnitKind, *, days: Asking) -> tuple[UnitBelow, ...]:
    """Return the standing units of a kind below the reader's, by name. Two queries, however many units.

    `n_unconfirmed` counts people whom the year's confirmation asks about and who are not confirmed (M13).
    """
    units = [unit for unit in by.lattice.below(by.scope.unit, kind) if not by.lattice.heirs.get(unit.code)]
    names = unit_names(units)
    holding = Grant.objects.filter(unit_kind=kind, account__email__isnull=False, account__is_active=True).on(by.on)
    asked = Q(confirmed_on=None) | Q(confirmed_on__lt=days.asked_from)
    counted = holding.values("unit_code").annotate(
        n_people=Count("account_id", distinct=True),
        n_administrators=Count("account_id", distinct=True, filter=Q(role="user_administrator")),
        n_unconfirmed=Count("account_id", distinct=True, filter=asked & Q(valid_from__lt=days.new_from)),
    )
    found = {row.pop("unit_code"): row for row in counted}
    none = {"n_people": 0, "n_administrators": 0, "n_unconfirmed": 0}
    lines = (UnitBelow(unit, names[unit], **found.get(unit.code, none)) for unit in units)
    return tuple(sorted(lines, key=lambda line: line.name))


@dataclass(frozen=True, slots=True)
class Proposal:
    """A dissolved county that a person could be given, as one they act for has taken over from it.

    `came_to` is the county it went into, with all that went in or came out together; never given by itself (M13).
    """

    unit: Unit
    name: str
    heir: str
    came_from: tuple[str, ...]
    became: tuple[str, ...]
    change: Change


def proposals(by: Reader, person: Person) -> tuple[Proposal, ...]:
    """Return the dissolved counties that a person does not have, and that one of their counties has taken over from."""
    standing = (grant.unit for grant in person.ahead if not by.lattice.heirs.get(grant.unit.code))
    counties = {unit.code for unit in standing if unit.kind == "county"}
    if not counties:
        return ()
    has = {grant.unit for grant in person.ahead}
    names = organisations.county_names()
    found: dict[Unit, Proposal] = {}
    heritage = organisations.heritage()
    changes = {one.change for ancestors in heritage.values() for one in ancestors}
    for county in sorted(counties):
        for one in heritage.get(county, ()):
            unit = Unit("county", one.code)
            if unit not in has and by.giveable(unit):
                found.setdefault(unit, _proposal(unit, names[county], one.change, changes, names))
    return tuple(found.values())


def _proposal(unit: Unit, heir: str, change: Change, changes: Iterable[Change], names: dict[str, str]) -> Proposal:
    beside = [one for one in changes if one.on == change.on]
    came_from = sorted(names[one.old] for one in beside if one.new == change.new)
    became = sorted(names[one.new] for one in beside if one.old == change.old)
    return Proposal(unit, names[unit.code], heir, tuple(came_from), tuple(became), change)
