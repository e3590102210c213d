"""Questions about who is what, and when."""

from dataclasses import dataclass
from datetime import date

from laerling.organisations.models import County, CountyChange, TrainingEstablishment, TrainingOffice


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
    return "Oslo kommune" if code == "03" else f"{county_name(code)} fylkeskommune"


def county_names() -> dict[str, str]:
    """Return the names of all counties, old and new, by code."""
    return dict(County.objects.values_list("code", "name"))


def predecessors(code: str) -> tuple[CountyRow, ...]:
    """Return the counties that went into this one (M26)."""
    changes = CountyChange.objects.filter(new_id=code).select_related("old").order_by("old_id")
    return tuple(CountyRow(change.old.code, change.old.name) for change in changes)


def office(orgnr: str) -> OfficeRow | None:
    """Return one training office, or None."""
    found = TrainingOffice.objects.filter(orgnr=orgnr).first()
    if found is None:
        return None
    return OfficeRow(found.orgnr, found.name, found.county_id, found.active, found.email, found.phone)


def office_names() -> dict[str, str]:
    """Return the names of all training offices by organisation number."""
    return dict(TrainingOffice.objects.values_list("orgnr", "name"))


def offices_situated_in(county: str) -> dict[str, str]:
    """Return the names of the training offices situated in a county, by organisation number."""
    return dict(TrainingOffice.objects.filter(county=county).values_list("orgnr", "name"))


def active_office_numbers() -> frozenset[str]:
    """Return the organisation numbers that NOR has as active."""
    return frozenset(TrainingOffice.objects.filter(active=True).values_list("orgnr", flat=True))


def approved_establishment_numbers() -> frozenset[str]:
    """Return the organisation numbers that NLR has as approved."""
    return frozenset(TrainingEstablishment.objects.filter(approved=True).values_list("orgnr", flat=True))
