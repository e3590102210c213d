"""Offices and establishments of the invented Norway through the years: founded, closed, renamed, always on one ground."""

# Shares and spans of an invented country are its data.

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Final

from laerling.demo.norway.files import SEED, invent_units
from laerling.demo.norway.numbers import organisation_numbers
from laerling.demo.norway.organisations import Establishment, Office

# Which county of 2012 a unit of a county of today lies in, with weights; the others have been one county all along.
_GROUNDS: Final = {
    "31": (("01", 1),), "32": (("02", 1),), "33": (("06", 1),), "34": (("04", 52), ("05", 48)), "39": (("07", 1),),
    "40": (("08", 1),), "42": (("09", 38), ("10", 62)), "46": (("12", 80), ("14", 20)), "50": (("16", 70), ("17", 30)),
    "55": (("19", 1),), "56": (("20", 1),),
}  # fmt: skip
_FIRST, _NOW = 2012, 2026
# How many offices were founded on the way, had one before them that closed, and were called something else.
_FOUNDED, _AFTER_ANOTHER, _RENAMED = 0.1, 0.1, 0.1
# How many establishments there were from the start. Before each of the others there was one that closed.
_OLD_ESTABLISHMENTS: Final = 0.55
_MEMBERS_OF_THE_CLOSED: Final = 0.6


@dataclass(frozen=True, slots=True)
class OfficeThen:
    """A training office: the county of today it lies in, the rounds it had people in, and its name before `renamed`."""

    orgnr: str
    name: str
    county: str
    ground: str
    first: int = _FIRST
    last: int = _NOW
    old_name: str = ""
    renamed: int = _FIRST

    def name_in(self, year: int) -> str:
        """Return what it was called in a round."""
        return self.old_name if year < self.renamed else self.name


@dataclass(frozen=True, slots=True)
class EstablishmentThen:
    """An establishment: its ground is the county of 2012 it lies in; offices by place in the country's list, or None.

    `before` is the office it was a member of as long as that existed.
    """

    orgnr: str
    name: str
    sector: str
    size: float
    county: str
    ground: str
    first: int
    last: int
    office: int | None
    before: int | None


@dataclass(frozen=True, slots=True)
class Country:
    """All offices and establishments there have been, with the general office of each county of today."""

    offices: tuple[OfficeThen, ...]
    establishments: tuple[EstablishmentThen, ...]
    general: dict[str, int]

    def office_of(self, establishment: EstablishmentThen, year: int) -> int | None:
        """Return the place of the office an establishment belonged to in a round; None where it was independent."""
        if establishment.before is not None and year <= self.offices[establishment.before].last:
            return establishment.before
        if establishment.office is None or self.offices[establishment.office].first <= year:
            return establishment.office
        return self.general[establishment.county]


def make_country(scale: float) -> Country:
    """Return the country that the register files of today are of, with what was before."""
    now_offices, now_establishments = invent_units(Random(SEED), scale=scale)  # noqa: S311  not a secret
    rng = Random(SEED + 1)  # noqa: S311  the same
    taken = {office.orgnr for office in now_offices} | {one.orgnr for one in now_establishments}
    numbers = (number for number in organisation_numbers(rng) if number not in taken)
    place = {office.orgnr: position for position, office in enumerate(now_offices)}
    general: dict[str, int] = {}
    for office in now_offices:
        general.setdefault(office.county.code, place[office.orgnr])
    offices = [_office(rng, office, is_old=place[office.orgnr] in general.values()) for office in now_offices]
    before = _closed_offices(rng, offices, numbers)
    establishments = [then for one in now_establishments for then in _establishments(rng, one, place, before, numbers)]
    return Country(tuple(offices), tuple(establishments), general)


def _ground(rng: Random, county: str) -> str:
    grounds = _GROUNDS.get(county, ((county, 1),))
    return rng.choices([code for code, _ in grounds], [weight for _, weight in grounds])[0]


def _office(rng: Random, office: Office, *, is_old: bool) -> OfficeThen:
    found = OfficeThen(office.orgnr, office.name, office.county.code, _ground(rng, office.county.code))
    if not is_old and rng.random() < _FOUNDED:
        return replace(found, first=rng.randrange(2013, 2024))
    if rng.random() < _RENAMED:
        return replace(found, old_name=_other_name(office.name), renamed=rng.randrange(2014, 2026))
    return found


def _other_name(name: str) -> str:
    """Return an earlier name for an office: the same words, put the way it was done then."""
    kind, separator, place = name.rpartition(" i ")
    return f"{place} opplæringsring" if not separator else f"{kind} for {place}"


def _closed_offices(rng: Random, offices: list[OfficeThen], numbers: Iterator[str]) -> dict[int, int]:
    """Add offices that closed on the way to the list; return by whose members' office of today which one it was."""
    before: dict[int, int] = {}
    for position, office in enumerate(tuple(offices)):
        if office.first == _FIRST and rng.random() < _AFTER_ANOTHER:
            name = f"Opplæringsringen {office.name.rpartition(' ')[2]}"
            before[position] = len(offices)
            last = rng.randrange(2014, 2025)
            offices.append(OfficeThen(next(numbers), name, office.county, office.ground, last=last))
    return before


def _establishments(
    rng: Random, one: Establishment, place: dict[str, int], before: dict[int, int], numbers: Iterator[str]
) -> Iterator[EstablishmentThen]:
    """Yield an establishment of today, and the one that was there before it where it is new."""
    office = place[one.office.orgnr] if one.office else None
    first = _FIRST if rng.random() < _OLD_ESTABLISHMENTS else rng.randrange(_FIRST + 1, _NOW + 1)
    earlier = before.get(office) if office is not None and rng.random() < _MEMBERS_OF_THE_CLOSED else None
    ground = _ground(rng, one.county.code)
    now = EstablishmentThen(
        one.orgnr, one.name, one.sector, one.size, one.county.code, ground, first, _NOW, office, earlier
    )
    yield now
    if first > _FIRST:
        yield replace(now, orgnr=next(numbers), name=_former_name(one.name), first=_FIRST, last=first - 1)


def _former_name(name: str) -> str:
    return f"Gamle {name}"
