"""A county's own rounds, where the others lie, and which counties to choose among (M13, M26). Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal

from laerling.organisations.rules import Structure, inherited
from laerling.rounds.rules import standard_calendar

Kinship = Literal["own", "before", "after"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a county's round lies: `own` is the code it had then; where it had none, `elsewhere` are the others'."""

    own: str | None
    elsewhere: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CountyChoice:
    """A county to choose: when it stood, how it is related to one's own, and whether whoever asks may read it."""

    code: str
    name: str
    since: date
    until: date | None
    kinship: Kinship
    may_read: bool


def structure_day(year: int) -> date:
    """Return the day whose counties a round is collected and shown on: its first answering day (M26)."""
    day = standard_calendar(year)["opens_on"]
    return date(day.year, day.month, day.day)


def place_in(structure: Structure, code: str, year: int) -> Place:
    """Return where a county's round lies.

    Its own where it stood then, or where the very county of its name did: the new Akershus has the old one's rounds to
    2019. Viken had none in 2019: that year lies with Akershus, Buskerud and Østfold.
    """
    grounds = structure.grounds(code, structure_day(year))
    if len(grounds) == 1 and _name(structure, grounds[0]) == _name(structure, code):
        return Place(grounds[0])
    return Place(None, grounds)


def choices(structure: Structure, own: str, *, held: Collection[str], on: date) -> tuple[CountyChoice, ...]:
    """Return a county and those it descends from or went into, its own first, then the latest dissolved ones.

    `held` are the counties that whoever asks has access to: the history of a dissolved county needs access to it too.
    """
    names = {one.code: one.name for one in structure.counties}
    before = [one.code for one in inherited(own, structure.changes, names)]
    county = structure.county(own)
    after = [code for code in structure.grounds(own, on) if code != own] if county and not county.stood_on(on) else []
    kin: list[tuple[str, Kinship]] = [(own, "own")]
    kin += [(code, "after") for code in after]
    kin += [(code, "before") for code in before if code not in after]
    return tuple(_choice(structure, code, kinship, held) for code, kinship in kin if code in names)


def _choice(structure: Structure, code: str, kinship: Kinship, held: Collection[str]) -> CountyChoice:
    found = structure.county(code)
    if found is None:
        raise KeyError(code)
    return CountyChoice(code, found.name, found.since, found.until, kinship, code in held)


def _name(structure: Structure, code: str) -> str:
    found = structure.county(code)
    return found.name if found else code
