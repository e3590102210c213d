"""Training offices and establishments of the invented Norway."""

# Shares and spans of an invented country are its data.
# ruff: noqa: PLR2004

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from random import Random
from typing import Any, Final

from laerling.demo.norway.counties import COUNTIES, CountyShape
from laerling.demo.norway.courses import MENDED_LATE, Count, Course, draw_course
from laerling.demo.norway.numbers import email, landline, mobile
from laerling.demo.norway.trades import TRADES, Trade
from laerling.demo.norway.words import FIRM_WORDS, PLACE_FIRST, PLACE_LAST

N_OFFICES: Final = 250
N_ESTABLISHMENTS: Final = 10_000
# The last office of a county that has several is tiny: its results are never shown by themselves.
TINY_OFFICE: Final = 0.06
FEW_OFFICES: Final = 4
CLOSED_OFFICE_SHARE: Final = 0.02
# Offices that stand as closed by mistake, and offices that lack an address or a number in NOR, or both.
REFUSED_OFFICE_SHARE: Final = 0.012
SILENT_OFFICE_SHARES: Final = ((0.04, ("email", "phone")), (0.02, ("email",)), (0.03, ("phone",)))
# One office of this county is not in NOR before October, however small the country is.
ASTRAY: Final = "15"
# Establishments that NLR has not approved; how many of them it has not heard of; and how large one is on purpose in
# each county that has many.
NOT_APPROVED_SHARE: Final = 0.03
LACKING_IN_NLR: Final = 0.4
COSTLY_SIZE: Final = 14
MANY_ESTABLISHMENTS: Final = 40
FEW_ESTABLISHMENTS: Final = 3
# Of last year's registers: how many of those closed since were active, and how many other establishments were not approved.
CLOSED_SINCE: Final = 0.8
NOT_APPROVED_LAST_YEAR: Final = 0.004
MEMBER_SHARE: Final = 0.72
# One establishment in twelve is a member of a neighbour county's office.
ABROAD_SHARE: Final = 0.08

# What an office takes care of: its name and the sectors of its members. The last takes all.
FOCUSES: Final = (
    ("Opplæringskontoret for byggfag i {}", ("building", "plumbing", "groundwork", "cleaning"), 22),
    ("Opplæringskontoret for elektrofag i {}", ("electro", "energy", "it"), 16),
    ("Opplæringskontoret for helse- og oppvekstfag i {}", ("municipality", "hospital"), 14),
    ("Opplæringskontoret for mat og reiseliv i {}", ("restaurant", "food", "hotel"), 9),
    ("Opplæringskontoret for industrifag i {}", ("industry", "process"), 15),
    ("Opplæringskontoret for bil og transport i {}", ("garage", "transport"), 9),
    ("Maritimt opplæringskontor i {}", ("sea", "fish"), 6),
    ("Opplæringskontoret for servicefag i {}", ("retail", "security", "hairdressing", "media", "craft", "garden"), 8),
    ("{} opplæringskontor", tuple(FIRM_WORDS), 9),
)

# Contracts per establishment, on average: municipalities and hospitals train by the dozen, hairdressers one by one.
SECTOR_SIZE: Final[dict[str, float]] = {
    "municipality": 26, "hospital": 16, "process": 11, "sea": 9, "energy": 7, "industry": 6, "security": 6,
    "hairdressing": 2, "craft": 1.5, "garden": 2,
}  # fmt: skip
USUAL_SIZE: Final = 3.6
FIRM_PARTS: Final = ("Nord", "Sør", "Øst", "Vest", "Indre", "Ytre")
PUBLIC_PARTS: Final[dict[str, tuple[str, ...]]] = {
    "municipality": ("helse og omsorg", "barnehage", "skole og SFO", "hjemmetjenesten", "servicetorget"),
    "hospital": ("nord", "sør", "øst", "vest"),
}


@dataclass(frozen=True, slots=True)
class Office:
    """A training office: where it is situated, which sectors it serves, whether it still exists, how it is reached.

    `refused` tells in which extracts NOR does not have it as active though it is; `is_lacking` that NOR has not heard
    of it before it is mended. `silent` tells in which it has no `silent_fields` ("email", "phone"). `was_active` is
    what last year's NOR said.
    """

    orgnr: str
    name: str
    county: CountyShape
    sectors: frozenset[str]
    active: bool
    was_active: bool
    weight: float
    spans_border: bool
    email: str
    phone: str
    refused: Course | None = None
    is_lacking: bool = False
    silent: Course | None = None
    silent_fields: tuple[str, ...] = ()

    def nor_row(self, extract: Count | None) -> tuple[str, ...] | None:
        """Return the office as NOR has it at an extract, or had it last year (None); None where NOR lacks it."""
        if self.is_lacking and self.refused and self.refused.is_untold(extract):
            return None
        is_active = self.was_active if extract is None else self.active and not _is_at(self.refused, extract)
        reach = {"email": self.email, "phone": self.phone}
        if extract is None or _is_at(self.silent, extract):
            reach |= dict.fromkeys(self.silent_fields, "")
        return self.orgnr, self.name, self.county.code, "aktiv" if is_active else "nedlagt", *reach.values()


@dataclass(frozen=True, slots=True)
class Supervisor:
    """A training supervisor as the register writes one: id, name, e-mail and mobile."""

    fields: tuple[str, str, str, str]


@dataclass(slots=True)
class Establishment:
    """A training establishment; `size` is its expected number of contracts, `office` the one it belongs to.

    `refused` tells in which extracts NLR does not have it as approved; `is_lacking` that NLR has not heard of it before
    it is mended. `was_approved` is what last year's NLR said.
    """

    orgnr: str
    name: str
    county: CountyShape
    sector: str
    size: float
    office: Office | None
    refused: Course | None
    is_lacking: bool
    was_approved: bool
    supervisors: list[Supervisor] = field(default_factory=list)

    def nlr_row(self, extract: Count | None) -> tuple[str, ...] | None:
        """Return the establishment as NLR has it at an extract, or had it last year (None); None where NLR lacks it."""
        if self.is_lacking and self.refused and self.refused.is_untold(extract):
            return None
        is_approved = self.was_approved if extract is None else not _is_at(self.refused, extract)
        return self.orgnr, self.name, self.county.code, "godkjent" if is_approved else "ikke godkjent"


def _is_at(course: Course | None, extract: Count) -> bool:
    return course is not None and course.at[extract]


def sectors() -> dict[str, tuple[Trade, ...]]:
    """Every sector with the trades it trains in."""
    return {sector: tuple(trade for trade in TRADES if trade.sector == sector) for sector in FIRM_WORDS}


def share_places(rng: Random) -> dict[str, list[str]]:
    """Share the invented places out among the counties (by code), so that a name tells where one is."""
    places = [first + last for first in PLACE_FIRST for last in PLACE_LAST]
    rng.shuffle(places)
    return {county.code: places[number :: len(COUNTIES)] for number, county in enumerate(COUNTIES)}


def make_offices(rng: Random, *, scale: float, numbers: Iterator[str], places: dict[str, list[str]]) -> list[Office]:
    """Make the training offices of every county; one in five also has members across the county's border."""
    offices: list[Office] = []
    focus_weights = [focus[2] for focus in FOCUSES]
    for county in COUNTIES:
        n_offices = max(2, round(N_OFFICES * scale * county.weight / 100))
        # The first two serve one large field and everything: nobody is left without an office.
        focuses = [FOCUSES[-1], FOCUSES[0], *rng.choices(FOCUSES, focus_weights, k=n_offices)][:n_offices]
        for number, (pattern, served, _) in enumerate(focuses):
            place = places[county.code][number % len(places[county.code])]
            is_tiny = number == n_offices - 1 and n_offices > FEW_OFFICES
            weight = rng.lognormvariate(0, 0.6) * (0.5 if served == FOCUSES[-1][1] else 1)
            offices.append(
                Office(
                    orgnr=next(numbers),
                    name=pattern.format(place),
                    county=county,
                    sectors=frozenset(served),
                    weight=weight * (TINY_OFFICE if is_tiny else 1),
                    spans_border=number == 1 or rng.random() < 0.18,
                    **_standing(
                        rng, number, is_astray=county.code == ASTRAY and number == (2 if n_offices > FEW_OFFICES else 0)
                    ),
                    **_reach(rng, place, len(offices)),
                )
            )
    return offices


def _standing(rng: Random, number: int, *, is_astray: bool) -> dict[str, Any]:
    """Whether an office is, and was, in NOR. The first two of a county are there, but for the one astray."""
    drawn = rng.random() if number > 1 else 1.0
    if is_astray:
        return {"active": True, "was_active": True, "refused": MENDED_LATE, "is_lacking": True}
    is_closed = drawn < CLOSED_OFFICE_SHARE
    is_refused = not is_closed and drawn < CLOSED_OFFICE_SHARE + REFUSED_OFFICE_SHARE
    return {
        "active": not is_closed,
        "was_active": not is_closed or rng.random() < CLOSED_SINCE,
        "refused": draw_course(rng) if is_refused else None,
    }


def _reach(rng: Random, place: str, serial: int) -> dict[str, Any]:
    """How an office is reached, and whether NOR knows."""
    found: dict[str, Any] = {
        "email": email(f"kontoret {place}", serial),
        "phone": mobile(rng) if rng.random() < 0.4 else landline(rng),
    }
    drawn = rng.random()
    for share, fields in SILENT_OFFICE_SHARES:
        drawn -= share
        if drawn < 0:
            return found | {"silent": draw_course(rng), "silent_fields": fields}
    return found


def make_establishments(
    rng: Random, offices: list[Office], *, scale: float, numbers: Iterator[str], places: dict[str, list[str]]
) -> list[Establishment]:
    """Make the establishments, most of them members of an office that serves their sector."""
    trades = sectors()
    kinds = list(trades)
    kind_weights = [sum(t.weight for t in trades[kind]) / SECTOR_SIZE.get(kind, USUAL_SIZE) for kind in kinds]
    homes = _Homes(offices)
    n = max(60, round(N_ESTABLISHMENTS * scale))
    # However small the country, every county has a few.
    few = COUNTIES * FEW_ESTABLISHMENTS
    counties = [*few, *rng.choices(COUNTIES, [county.weight for county in COUNTIES], k=n - len(few))]
    taken: set[str] = set()
    establishments = []
    for county, sector in zip(counties, rng.choices(kinds, kind_weights, k=n), strict=True):
        establishments.append(
            Establishment(
                orgnr=next(numbers),
                name=_firm_name(rng, sector, places[county.code], taken),
                county=county,
                sector=sector,
                size=SECTOR_SIZE.get(sector, USUAL_SIZE) * rng.lognormvariate(-0.5, 1.0),
                office=homes.choose(rng, county, sector) if rng.random() < MEMBER_SHARE else None,
                refused=draw_course(rng) if rng.random() < NOT_APPROVED_SHARE else None,
                is_lacking=rng.random() < LACKING_IN_NLR,
                was_approved=rng.random() >= NOT_APPROVED_LAST_YEAR,
            )
        )
    _make_one_costly(establishments)
    return establishments


def _make_one_costly(establishments: list[Establishment]) -> None:
    """In every county that has many, one establishment with a dozen apprentices is not in NLR, and is mended late."""
    for county in COUNTIES:
        own = [one for one in establishments if one.county is county]
        if len(own) >= MANY_ESTABLISHMENTS:
            min(own, key=lambda one: abs(one.size - COSTLY_SIZE)).refused = MENDED_LATE


class _Homes:
    """Which offices an establishment may belong to, by county and sector."""

    def __init__(self, offices: list[Office]) -> None:
        self.offices = offices
        self.known: dict[tuple[str, str, bool], tuple[list[Office], list[float]]] = {}

    def choose(self, rng: Random, county: CountyShape, sector: str) -> Office | None:
        """Pick an office by size; now and then one of a neighbour county that works across the border."""
        found, weights = self._candidates(county, sector, abroad=rng.random() < ABROAD_SHARE)
        if not found:
            found, weights = self._candidates(county, sector, abroad=False)
        return rng.choices(found, cum_weights=weights)[0] if found else None

    def _candidates(self, county: CountyShape, sector: str, *, abroad: bool) -> tuple[list[Office], list[float]]:
        key = (county.code, sector, abroad)
        if key not in self.known:
            codes = county.neighbours if abroad else (county.code,)
            found = [
                office
                for office in self.offices
                if office.county.code in codes and sector in office.sectors and (office.spans_border or not abroad)
            ]
            self.known[key] = found, list(accumulate(office.weight for office in found))
        return self.known[key]


def _firm_name(rng: Random, sector: str, places: list[str], taken: set[str]) -> str:
    """Return a name nobody else has: place and trade, then also the part of the place."""
    firm = f"{rng.choice(places)} {rng.choice(FIRM_WORDS[sector])}"
    public = sector in PUBLIC_PARTS
    for part in ("", *rng.sample(PUBLIC_PARTS.get(sector, FIRM_PARTS), 4), f"avdeling {len(taken)}"):
        name = f"{firm}, {part}".removesuffix(", ") if public else " ".join(filter(None, (firm, part, "AS")))
        if name not in taken:
            break
    taken.add(name)
    return name
