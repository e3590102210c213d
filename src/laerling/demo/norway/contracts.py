"""Fifty thousand contracts, as the extracts of a round show them, and as last year's showed them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate
from random import Random
from typing import Final

from laerling.demo.norway import faults
from laerling.demo.norway.calendar import (
    A_YEAR_AGO,
    COHORTS,
    GONE_COHORTS,
    REGISTERED_IN_TIME,
    Days,
    end_day,
    start_day,
    written,
)
from laerling.demo.norway.counties import COUNTIES
from laerling.demo.norway.courses import Count, Planted
from laerling.demo.norway.fates import Fates
from laerling.demo.norway.layout import Col, Row
from laerling.demo.norway.organisations import Establishment, sectors
from laerling.demo.norway.people import People
from laerling.demo.norway.trades import Trade

KINDS: Final = (("L", 0.915), ("O", 0.05), ("F", 0.026), ("P", 0.003), ("V", 0.006))
# How many of a closed office's contracts are moved to the establishment itself, by 15 September and by 1 October.
CLOSED_OFFICE_MENDED: Final = (0.0, 0.3, 0.7)
NO_MEMBER_SHARE: Final = 0.012
NO_PARTY_SHARE: Final = 0.0015
SAME_PERSON_SHARE: Final = 0.009
SIBLING_SHARE: Final = 0.012
OTHER_COUNTY_SHARE: Final = 0.01
GONE_SHARE: Final = sum(share for _, share in GONE_COHORTS)


@dataclass(frozen=True, slots=True)
class Made:
    """One contract: its row in each extract of the round (None where it is not known), last year's, what is wrong."""

    rows: tuple[Row | None, Row | None, Row | None]
    last_year: Row | None = None
    planted: list[Planted] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Base:
    """A contract as it truly is, before anything happens to it, and whose it is."""

    row: Row
    establishment: Establishment
    cohort: str
    start: date
    end: date
    is_sibling: bool
    is_second: bool


def make_contracts(rng: Random, establishments: list[Establishment], *, n: int, days: Days) -> Iterator[Made]:
    """Yield `n` contracts of a round."""
    maker, before = _Maker(rng, days), _Maker(rng, Days(days.year - 1))
    for number, drawn in enumerate(_drawn(rng, establishments, COHORTS, n)):
        base = maker.base(number, *drawn)
        last_year = before.last_year(base) if _was_registered(rng, base) else None
        rows, planted = maker.extracts(base)
        yield Made(rows, last_year, planted)


def make_gone_contracts(
    rng: Random, establishments: list[Establishment], *, n: int, days: Days, first: int
) -> Iterator[Row]:
    """Yield `n` contracts of last year that are over, as its final extract had them; numbered from `first`."""
    maker = _Maker(rng, Days(days.year - 1))
    for number, drawn in enumerate(_drawn(rng, establishments, GONE_COHORTS, n), start=first):
        yield maker.gone(maker.base(number, *drawn))


def _drawn(
    rng: Random, establishments: list[Establishment], cohorts: tuple[tuple[str, float], ...], n: int
) -> Iterator[tuple[Establishment, str, str]]:
    """Draw establishment, cohort and kind of all contracts: in one go, because that is quick."""
    return zip(
        rng.choices(establishments, [establishment.size for establishment in establishments], k=n),
        rng.choices([name for name, _ in cohorts], [weight for _, weight in cohorts], k=n),
        rng.choices([kind for kind, _ in KINDS], [weight for _, weight in KINDS], k=n),
        strict=True,
    )


def _was_registered(rng: Random, base: _Base) -> bool:
    """Whether last year's final extract knew the contract."""
    if base.cohort not in A_YEAR_AGO or base.start >= date(base.start.year, 10, 1):
        return False
    return base.cohort != "last_autumn" or rng.random() < REGISTERED_IN_TIME


class _Maker:
    """Makes one contract after the other, seen from one round."""

    def __init__(self, rng: Random, days: Days) -> None:
        self.rng = rng
        self.days = days
        self.people = People(rng, days.year)
        self.fates = Fates(rng, days)
        self.counties = {county.code: county for county in COUNTIES}
        self.trades = {
            sector: (trades, list(accumulate(trade.weight for trade in trades))) for sector, trades in sectors().items()
        }
        # By county, the latest contract with nothing wrong in it that every extract knows.
        self.neighbours: dict[str, Row] = {}

    def base(self, number: int, establishment: Establishment, cohort: str, kind: str) -> _Base:
        """Return a contract as it truly is."""
        trades, weights = self.trades[establishment.sector]
        trade = self.rng.choices(trades, cum_weights=weights)[0]
        start = start_day(self.rng, cohort, self.days)
        end = end_day(self.rng, start, cohort, trade.months, self.days)
        county = establishment.county
        if self.rng.random() < OTHER_COUNTY_SHARE:
            county = self.counties[self.rng.choice(county.neighbours)]
        neighbour, drawn = self.neighbours.get(county.code), self.rng.random()
        is_second = neighbour is not None and drawn < SAME_PERSON_SHARE
        is_sibling = neighbour is not None and not is_second and drawn < SAME_PERSON_SHARE + SIBLING_SHARE
        if neighbour and is_second:
            person = tuple(neighbour[Col.PERSON : Col.WRITTEN_FORM + 1])
        else:
            family = neighbour[Col.NAME] if neighbour and is_sibling else ""
            person = self.people.apprentice(county, trade.women_pct, sibling_of=family)
        row = [
            *(county.code, written(self.days.final), f"{start.year}{number:06d}", *person, kind),
            *self._training(trade, start, end),
            *self._party(establishment),
            *self.people.supervisor(establishment).fields,
        ]
        return _Base(row, establishment, cohort, start, end, is_sibling, is_second)

    def extracts(self, base: _Base) -> tuple[tuple[Row | None, Row | None, Row | None], list[Planted]]:
        """Return the contract's rows in the extracts of this round, and what was planted in them."""
        like = base.row[:]
        self.fates.early(like, base.start, base.cohort)
        rows = like[:], like[:], like
        for extract, counted in enumerate(self.days.counted):
            rows[extract][Col.COUNT_DATE] = written(counted)
        self._leave_closed_office(rows, base.establishment)
        clean = like[:]
        self.fates.september(rows)
        unknown = self.fates.unknown_to(base.start)
        first, second, final = (None if is_unknown else row for row, is_unknown in zip(rows, unknown, strict=True))
        planted = self._spoil((first, second, final), clean, base)
        if not planted and not any(unknown) and like[Col.MOBILE] == clean[Col.MOBILE]:
            self.neighbours[like[Col.COUNTY]] = clean
        return (first, second, final), planted

    def last_year(self, base: _Base) -> Row:
        """Return a contract of the next round as this round's final extract had it."""
        row = base.row[:]
        row[Col.COUNT_DATE] = written(self.days.final)
        self.fates.early(row, base.start, A_YEAR_AGO[base.cohort])
        self._spoil((None, None, row), row[:], base)
        return row

    def gone(self, base: _Base) -> Row:
        """Return a contract as this round's final extract had it."""
        row = base.row
        self.fates.early(row, base.start, base.cohort)
        clean = row[:]
        if not self._spoil((None, None, row), clean, base):
            self.neighbours[row[Col.COUNTY]] = clean
        return row

    def _spoil(self, rows: faults.Rows, clean: Row, base: _Base) -> list[Planted]:
        found = faults.draw(self.rng, is_sibling=base.is_sibling, is_second_contract=base.is_second)
        if not found:
            return []
        around = faults.Around(
            days=self.days,
            office=base.establishment.office,
            neighbour=self.neighbours.get(clean[Col.COUNTY]),
            is_near=self.fates.is_near(clean, base.start, base.end),
        )
        return faults.spoil(self.rng, rows, found, like=clean, around=around)

    def _training(self, trade: Trade, start: date, end: date) -> tuple[str, ...]:
        approved = date.fromordinal(start.toordinal() - 8 - int(self.rng.random() * 50))
        return trade.code, trade.name, trade.programme, written(start), written(end), *("",) * 4, written(approved)

    def _party(self, establishment: Establishment) -> tuple[str, str, str, str, str]:
        """Return the contract party: an office with its member, or the establishment itself; rarely nobody."""
        office = establishment.office
        if self.rng.random() < NO_PARTY_SHARE:
            return "", "", "", "", ""
        if office is None:
            return "B", establishment.orgnr, establishment.name, "", ""
        member = ("", "") if self.rng.random() < NO_MEMBER_SHARE else (establishment.orgnr, establishment.name)
        return "K", office.orgnr, office.name, *member

    def _leave_closed_office(self, rows: tuple[Row, Row, Row], establishment: Establishment) -> None:
        """Move the contract of a closed office to the establishment itself, in the extracts it has been mended in."""
        office = establishment.office
        if office is None or office.active or not rows[Count.FINAL][Col.PARTY]:
            return
        drawn = self.rng.random()
        for row, share in zip(rows, CLOSED_OFFICE_MENDED, strict=True):
            if drawn < share:
                row[Col.PARTY_KIND : Col.MEMBER_NAME + 1] = ["B", establishment.orgnr, establishment.name, "", ""]
