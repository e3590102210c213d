"""Fifty thousand contracts, as the preliminary and as the final extract of a round shows them."""

# Shares and spans of an invented country are its data.
# ruff: noqa: PLR2004

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import Final

from laerling.demo.norway import faults
from laerling.demo.norway.calendar import COHORTS, Days, end_day, start_day, written
from laerling.demo.norway.counties import COUNTIES
from laerling.demo.norway.layout import Col, Row
from laerling.demo.norway.organisations import Establishment, sectors
from laerling.demo.norway.people import People
from laerling.demo.norway.trades import Trade

KINDS: Final = (("L", 0.915), ("O", 0.05), ("F", 0.026), ("P", 0.003), ("V", 0.006))
CLOSED_OFFICE_MENDED: Final = 0.7
NO_MEMBER_SHARE: Final = 0.012
NO_PARTY_SHARE: Final = 0.0015
SAME_PERSON_SHARE: Final = 0.009
OTHER_COUNTY_SHARE: Final = 0.01

Pair = tuple[Row | None, Row | None]


@dataclass(frozen=True, slots=True)
class _Draws:
    """What is drawn once for all contracts, because drawing in one go is quick."""

    establishments: list[Establishment]
    cohorts: list[str]
    kinds: list[str]


def make_contracts(rng: Random, establishments: list[Establishment], *, n: int, days: Days) -> Iterator[Pair]:
    """Yield (preliminary row, final row) per contract; None where the extract does not know the contract."""
    draws = _Draws(
        rng.choices(establishments, [establishment.size for establishment in establishments], k=n),
        rng.choices([name for name, _ in COHORTS], [weight for _, weight in COHORTS], k=n),
        rng.choices([kind for kind, _ in KINDS], [weight for _, weight in KINDS], k=n),
    )
    maker = _Maker(rng, days)
    for number, (establishment, cohort, kind) in enumerate(
        zip(draws.establishments, draws.cohorts, draws.kinds, strict=True)
    ):
        yield maker.pair(number, establishment, cohort, kind)


class _Maker:
    """Makes one contract after the other."""

    def __init__(self, rng: Random, days: Days) -> None:
        self.rng = rng
        self.days = days
        self.people = People(rng, days.year)
        self.counties = {county.code: county for county in COUNTIES}
        self.trades = {
            sector: (trades, list(accumulate(trade.weight for trade in trades))) for sector, trades in sectors().items()
        }
        self.previous: Row | None = None
        self.changes: tuple[tuple[float, Callable[[Row], None]], ...] = (
            (0.006, self._end_in_september),
            (0.006, self._interrupt_in_september),
            (0.004, self._prolong),
            (0.02, self._new_mobile),
        )

    def pair(self, number: int, establishment: Establishment, cohort: str, kind: str) -> Pair:
        """Return the contract in both extracts."""
        trades, weights = self.trades[establishment.sector]
        trade = self.rng.choices(trades, cum_weights=weights)[0]
        start = start_day(self.rng, cohort, self.days)
        final = self._row(number, establishment, trade, kind, start)
        final[Col.ENDS] = written(end_day(self.rng, start, cohort, trade.months, self.days))
        self._fates(final, start, cohort)
        preliminary = final[:]
        preliminary[Col.COUNT_DATE] = written(self.days.preliminary)
        self._party(preliminary, final, establishment)
        faults.spoil(self.rng, preliminary, final)
        self._changes(final)
        self.previous = final
        return self._known(preliminary, final, start)

    def _row(self, number: int, establishment: Establishment, trade: Trade, kind: str, start: date) -> Row:
        rng = self.rng
        county = establishment.county
        if rng.random() < OTHER_COUNTY_SHARE:
            county = self.counties[rng.choice(county.neighbours)]
        person: tuple[str, ...] = self.people.apprentice(county, trade.women_pct)
        if self.previous and rng.random() < SAME_PERSON_SHARE:
            person = tuple(self.previous[Col.PERSON : Col.WRITTEN_FORM + 1])
        return [
            county.code,
            written(self.days.final),
            f"{start.year}{number:06d}",
            *person,
            kind,
            trade.code,
            trade.name,
            trade.programme,
            written(start),
            *("",) * 5,
            written(start - timedelta(days=8 + int(rng.random() * 50))),
            *("",) * 5,
            *self.people.supervisor(establishment).fields,
        ]

    def _party(self, preliminary: Row, final: Row, establishment: Establishment) -> None:
        """Write the contract party: an office with its member, or the establishment itself; rarely nobody."""
        rng, office = self.rng, establishment.office
        if rng.random() < NO_PARTY_SHARE:
            return
        own = ("B", establishment.orgnr, establishment.name, "", "")
        if office is None:
            preliminary[Col.PARTY_KIND : Col.MEMBER_NAME + 1] = final[Col.PARTY_KIND : Col.MEMBER_NAME + 1] = own
            return
        member = ("", "") if rng.random() < NO_MEMBER_SHARE else (establishment.orgnr, establishment.name)
        through_office = ("K", office.orgnr, office.name, *member)
        preliminary[Col.PARTY_KIND : Col.MEMBER_NAME + 1] = through_office
        mended = not office.active and rng.random() < CLOSED_OFFICE_MENDED
        final[Col.PARTY_KIND : Col.MEMBER_NAME + 1] = own if mended else through_office

    def _fates(self, row: Row, start: date, cohort: str) -> None:
        """Interruptions, ends and missing approvals that both extracts know of."""
        rng, days = self.rng, self.days
        drawn = rng.random()
        if cohort == "finished":
            if drawn < 0.9:
                row[Col.ENDED], row[Col.END_CODE] = row[Col.ENDS], "FU"
        elif drawn < 0.018 and start < days.preliminary:
            since = max(start, date(days.year, 1, 5)) + timedelta(days=int(rng.random() * 60))
            row[Col.ENDED], row[Col.END_CODE] = written(min(since, days.preliminary)), rng.choice(("HE", "AB", "OP"))
        elif drawn < 0.022:
            row[Col.APPROVED] = "" if rng.random() < 0.7 else written(days.final + timedelta(days=1))
        elif drawn < 0.055 and cohort != "this_autumn":
            row[Col.INTERRUPTED_FROM], row[Col.INTERRUPTED_TO] = self._interruption(start)

    def _interruption(self, start: date) -> tuple[str, str]:
        """Long past, running without end, or touching the answering days on the very edge."""
        rng, days = self.rng, self.days
        drawn = rng.random()
        earliest = start + timedelta(days=30)
        if drawn < 0.42:
            since = min(earliest + timedelta(days=int(rng.random() * 90)), days.preliminary - timedelta(days=40))
            return written(since), written(since + timedelta(days=14 + int(rng.random() * 20)))
        if drawn < 0.7:
            return written(max(earliest, days.preliminary - timedelta(days=int(rng.random() * 200)))), ""
        if drawn < 0.9:
            until = days.opens + timedelta(days=int(rng.random() * 5) - 2)
            return written(days.preliminary - timedelta(days=int(rng.random() * 60))), written(until)
        return written(days.closes + timedelta(days=int(rng.random() * 3) - 1)), ""

    def _changes(self, final: Row) -> None:
        drawn = self.rng.random()
        for share, change in self.changes:
            drawn -= share
            if drawn < 0:
                change(final)
                return

    def _end_in_september(self, row: Row) -> None:
        if not row[Col.END_CODE]:
            day = self.days.preliminary + timedelta(days=2 + int(self.rng.random() * 26))
            row[Col.ENDED], row[Col.END_CODE] = written(day), self.rng.choice(("HE", "OP"))

    def _interrupt_in_september(self, row: Row) -> None:
        if not row[Col.INTERRUPTED_FROM] and not row[Col.END_CODE]:
            since = self.days.preliminary + timedelta(days=3 + int(self.rng.random() * 25))
            row[Col.INTERRUPTED_FROM] = written(since)

    def _prolong(self, row: Row) -> None:
        if not row[Col.END_CODE]:
            row[Col.ENDS] = written(self.days.final + timedelta(days=100 + int(self.rng.random() * 300)))

    def _new_mobile(self, row: Row) -> None:
        row[Col.MOBILE] = self.people.apprentice(self.counties[row[Col.COUNTY]], 50)[5]

    def _known(self, preliminary: Row, final: Row, start: date) -> Pair:
        """Contracts of September come too late for the preliminary extract; a very few disappear again."""
        drawn = self.rng.random()
        late = start >= self.days.preliminary or (start.year == self.days.year and start.month == 8 and drawn < 0.08)
        if late:
            return None, final
        return preliminary, (None if drawn > 0.9988 else final)
