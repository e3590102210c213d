"""Questions about who is what, and when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from laerling.organisations import rules
from laerling.organisations.models import (
    County,
    CountyChange,
    CountyGovernor,
    GovernedCounty,
    TrainingEstablishment,
    TrainingOffice,
)
from laerling.organisations.rules import Change, Inherited, Standing, Structure


@dataclass(frozen=True, slots=True)
class CountyRow:
    """A county by code and name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """A training office as NOR has it; `county` is where it is situated.

    `email` and `phone` are as they stand there, empty where NOR has none; None where no extract had such columns.
    """

    orgnr: str
    name: str
    county: str
    active: bool
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class EstablishmentRow:
    """A training establishment as NLR has it."""

    orgnr: str
    name: str
    county: str
    approved: bool


def counties_on(day: date) -> tuple[CountyRow, ...]:
    """Return the counties that existed on `day`, in the order of their codes."""
    return tuple(CountyRow(c.code, c.name) for c in County.objects.on(day).order_by("code"))


def all_county_codes() -> frozenset[str]:
    """Return every code a county has ever had."""
    return frozenset(County.objects.values_list("code", flat=True))


def county_name(code: str) -> str:
    """Return the county's name, or its code where it is unknown."""
    return County.objects.filter(code=code).values_list("name", flat=True).first() or code


def county_authority(code: str) -> str:
    """Return the name of the county authority; in Oslo that is the municipality."""
    return _authority(code, county_name(code))


def county_authorities() -> dict[str, str]:
    """Return the names of all county authorities, old and new, by code.

    Of two that had the same name, the one that is no more says until when: "Østfold fylkeskommune (til 2020)".
    """
    rows = list(County.objects.values_list("code", "name", "valid_to"))
    standing = {name for _code, name, valid_to in rows if valid_to is None}
    return {
        code: _authority(code, name) + (f" (til {valid_to.year})" if valid_to and name in standing else "")
        for code, name, valid_to in rows
    }


def county_names() -> dict[str, str]:
    """Return the names of all counties, old and new, by code."""
    return dict(County.objects.values_list("code", "name"))


def predecessors(code: str) -> tuple[CountyRow, ...]:
    """Return the counties that went into this one (M26)."""
    changes = CountyChange.objects.filter(new_id=code).select_related("old").order_by("old_id")
    return tuple(CountyRow(change.old.code, change.old.name) for change in changes)


def heritage() -> dict[str, tuple[Inherited, ...]]:
    """Return the dissolved counties whose history is a county's own, for every county that has some (M26). Two queries."""
    names, changes = county_names(), _changes()
    return {code: rules.inherited(code, changes, names) for code in sorted({change.new for change in changes})}


def structure() -> Structure:
    """Return all counties there have been and how they became one another (M26). Two queries."""
    rows = County.objects.order_by("code").values_list("code", "name", "valid_from", "valid_to")
    return Structure(tuple(Standing(*row) for row in rows), _changes())


def governors_on(day: date) -> dict[str, str]:
    """Return the names of the state administrators of a day, by code."""
    return dict(CountyGovernor.objects.on(day).values_list("code", "name"))


def governor_names() -> dict[str, str]:
    """Return the names of all state administrators, those there were as well, by code."""
    return dict(CountyGovernor.objects.values_list("code", "name"))


def governors_of_counties(day: date) -> dict[str, str]:
    """Return which state administrator covers each county of a day, by the county's code."""
    holding = GovernedCounty.objects.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)
    return dict(holding.values_list("county_id", "governor_id"))


def counties_of_offices() -> dict[str, str]:
    """Return where each training office is situated, by organisation number."""
    return dict(TrainingOffice.objects.values_list("orgnr", "county_id"))


def office(orgnr: str) -> OfficeRow | None:
    """Return one training office, or None."""
    found = TrainingOffice.objects.filter(orgnr=orgnr).first()
    if found is None:
        return None
    return OfficeRow(found.orgnr, found.name, found.county_id, found.active, found.email, found.phone)


def office_names(orgnrs: Collection[str] | None = None) -> dict[str, str]:
    """Return the names of training offices, all or some, by organisation number."""
    offices = TrainingOffice.objects.all() if orgnrs is None else TrainingOffice.objects.filter(orgnr__in=orgnrs)
    return dict(offices.values_list("orgnr", "name"))


def establishment_names(orgnrs: Collection[str]) -> dict[str, str]:
    """Return the names of training establishments, by organisation number."""
    return dict(TrainingEstablishment.objects.filter(orgnr__in=orgnrs).values_list("orgnr", "name"))


def offices_situated_in(county: str) -> dict[str, str]:
    """Return the names of the training offices situated in a county, by organisation number."""
    return dict(TrainingOffice.objects.filter(county=county).values_list("orgnr", "name"))


def active_office_numbers() -> frozenset[str]:
    """Return the organisation numbers that NOR has as active."""
    return frozenset(TrainingOffice.objects.filter(active=True).values_list("orgnr", flat=True))


def approved_establishment_numbers() -> frozenset[str]:
    """Return the organisation numbers that NLR has as approved."""
    return frozenset(TrainingEstablishment.objects.filter(approved=True).values_list("orgnr", flat=True))


def _changes() -> tuple[Change, ...]:
    rows = CountyChange.objects.order_by("on", "old_id").values_list("old_id", "new_id", "on", "kind")
    return tuple(Change(old, new, on, kind) for old, new, on, kind in rows)  # type: ignore[arg-type]  # the table has two kinds


def _authority(code: str, name: str) -> str:
    return "Oslo kommune" if code == "03" else f"{name} fylkeskommune"
