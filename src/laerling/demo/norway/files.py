"""Writes the register files of an invented Norway into a folder: this year's three extracts, and last year's final one."""

import csv
import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from random import Random
from typing import Final, TypeVar

from laerling.demo.norway import faults
from laerling.demo.norway.calendar import Days
from laerling.demo.norway.contracts import GONE_SHARE, make_contracts, make_gone_contracts
from laerling.demo.norway.courses import STAYS, Count, Planted
from laerling.demo.norway.layout import NLR_HEADER, NOR_HEADER, VIGO_HEADER, Col, Row
from laerling.demo.norway.numbers import organisation_numbers
from laerling.demo.norway.organisations import Establishment, Office, make_establishments, make_offices, share_places

Thing = TypeVar("Thing")

N_CONTRACTS: Final = 51_500
SEED: Final = 2026
# The generator tells how far it has come this often (contracts).
_REPORT_EVERY: Final = 1_000
# How many rows that must be set aside come again in the second and the final extract, and in last year's.
_BAD_ROWS_LEFT: Final = {Count.FIRST: None, Count.SECOND: 5, Count.FINAL: 2, None: 3}


@dataclass(frozen=True, slots=True)
class ExtractFiles:
    """The files of the three registers at one count date, and how many rows VIGO's has, header not counted."""

    nor: Path
    nlr: Path
    vigo: Path
    counted_on: date
    n_rows: int


@dataclass(frozen=True, slots=True)
class RegisterFiles:
    """All register files of a round, and last year's final ones.

    `offices_across` names, by county, the office there that has most contracts in other counties. `planted` tells
    what was put wrong on purpose this year, and in which extracts.
    """

    first: ExtractFiles
    second: ExtractFiles
    last: ExtractFiles
    last_year: ExtractFiles
    n_offices: int
    n_establishments: int
    offices_across: Mapping[str, str]
    planted: tuple[Planted, ...]

    @property
    def nor(self) -> Path:
        """The training offices of September."""
        return self.first.nor

    @property
    def nlr(self) -> Path:
        """The establishments of September."""
        return self.first.nlr

    @property
    def preliminary(self) -> Path:
        """The contracts of 1 September."""
        return self.first.vigo

    @property
    def final(self) -> Path:
        """The contracts of 1 October."""
        return self.last.vigo


@dataclass(frozen=True, slots=True)
class _Country:
    """Everything that goes into files: contracts by extract, None for last year's."""

    offices: list[Office]
    establishments: list[Establishment]
    contracts: Mapping[Count | None, list[Row]]
    planted: list[Planted]


def write_register_files(
    *,
    folder: Path,
    year: int = 2026,
    seed: int = SEED,
    scale: float = 1.0,
    on_progress: Callable[[int], None] | None = None,
) -> RegisterFiles:
    """Write NOR, NLR and VIGO of 1 September, 15 September and 1 October of `year`, and of 1 October the year before.

    Files are named by register, stage, and count date; the same seed gives the same bytes. `scale` shrinks the country
    (0.01 is about 500 contracts); `on_progress` gets the number of contracts made since it was last called,
    `n_invented(scale)` in all.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rng = Random(seed)  # noqa: S311  not a secret: a country that is the same every time
    days = Days(year)
    with _no_garbage_to_collect():
        country = _invent(rng, days, scale, on_progress or _silent)
    first, second, last = (_write_extract(folder, country, extract, days) for extract in Count)
    return RegisterFiles(
        first=first,
        second=second,
        last=last,
        last_year=_write_extract(folder, country, None, Days(year - 1)),
        n_offices=len(country.offices),
        n_establishments=len(country.establishments),
        offices_across=_offices_across(country.offices, country.contracts[Count.FINAL]),
        planted=(*country.planted, *_planted_units(country)),
    )


def invent_units(rng: Random, *, scale: float) -> tuple[list[Office], list[Establishment]]:
    """Return the offices and establishments of a country: those of the register files where `rng` comes fresh from SEED."""
    numbers, places = organisation_numbers(rng), share_places(rng)
    offices = make_offices(rng, scale=scale, numbers=numbers, places=places)
    return offices, make_establishments(rng, offices, scale=scale, numbers=numbers, places=places)


def n_contracts(scale: float = 1.0) -> int:
    """How many contracts a round's registers have in a country of this scale."""
    return max(200, round(N_CONTRACTS * scale))


def n_invented(scale: float = 1.0) -> int:
    """How many contracts are invented for it in all, those of last year that are over among them."""
    return n_contracts(scale) + round(n_contracts(scale) * GONE_SHARE)


def _invent(rng: Random, days: Days, scale: float, on_progress: Callable[[int], None]) -> _Country:
    offices, establishments = invent_units(rng, scale=scale)
    contracts: dict[Count | None, list[Row]] = {Count.FIRST: [], Count.SECOND: [], Count.FINAL: [], None: []}
    planted: list[Planted] = []
    n, n_all = n_contracts(scale), n_invented(scale)
    for made in _told(make_contracts(rng, establishments, n=n, days=days), on_progress):
        for extract, row in zip((*Count, None), (*made.rows, made.last_year), strict=True):
            if row is not None:
                contracts[extract].append(row)
        planted += made.planted
    gone = make_gone_contracts(rng, establishments, n=n_all - n, days=days, first=n)
    contracts[None] += _told(gone, on_progress)
    for extract, rows in contracts.items():
        rows.extend(faults.bad_rows(rng, rows)[: _BAD_ROWS_LEFT[extract]])
    return _Country(offices, establishments, contracts, planted)


@contextmanager
def _no_garbage_to_collect() -> Iterator[None]:
    """Rows are many and hold no circles: looking through them again and again takes a quarter of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _told(things: Iterable[Thing], on_progress: Callable[[int], None]) -> Iterator[Thing]:
    """Yield the things, and tell how many there were now and then."""
    n = 0
    for n, thing in enumerate(things, start=1):
        yield thing
        if n % _REPORT_EVERY == 0:
            on_progress(_REPORT_EVERY)
    on_progress(n % _REPORT_EVERY)


def _planted_units(country: _Country) -> Iterator[Planted]:
    """Tell what is wrong with offices and establishments this year. A closed office stays closed: its contracts move."""
    for office in country.offices:
        course = office.refused if office.active else STAYS
        if course:
            yield Planted("office_not_in_nor", office.orgnr, course.name, course.at)
        if office.silent:
            yield Planted("office_without_contact", office.orgnr, office.silent.name, office.silent.at)
    for establishment in country.establishments:
        if refused := establishment.refused:
            yield Planted("establishment_not_in_nlr", establishment.orgnr, refused.name, refused.at)


def _offices_across(offices: list[Office], contracts: list[Row]) -> dict[str, str]:
    """Find, by county, the office there that is in order and has most contracts registered by other counties."""
    homes = {office.orgnr: office.county.code for office in offices if office.active and not office.refused}
    n_all = Counter(row[Col.PARTY] for row in contracts)
    n_abroad = Counter(
        row[Col.PARTY] for row in contracts if row[Col.COUNTY] != homes.get(row[Col.PARTY], row[Col.COUNTY])
    )
    # In a small country there may be none across a border; the most abroad comes last and stays.
    return {homes[orgnr]: orgnr for orgnr in sorted(homes, key=lambda orgnr: (n_abroad[orgnr], n_all[orgnr]))}


def _silent(_: int) -> None:
    """Nobody wants to know how far it has come."""


def _write_extract(folder: Path, country: _Country, extract: Count | None, days: Days) -> ExtractFiles:
    counted_on = days.final if extract is None else days.counted[extract]
    stage = "final" if counted_on == days.final else "preliminary"
    rows = country.contracts[extract]
    nor, nlr, vigo = (folder / f"{register}-{stage}-{counted_on}.csv" for register in ("nor", "nlr", "vigo"))
    files = ExtractFiles(nor, nlr, vigo, counted_on, len(rows))
    _write(files.nor, NOR_HEADER, (office.nor_row(extract) for office in country.offices))
    # The registers are written by different systems: this one still uses the old Windows character set.
    establishments = (establishment.nlr_row(extract) for establishment in country.establishments)
    _write(files.nlr, NLR_HEADER, establishments, encoding="cp1252")
    _write(files.vigo, VIGO_HEADER, rows, encoding="utf-8-sig")
    return files


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str] | None], *, encoding: str = "utf-8") -> None:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerows(chain([header], filter(None, rows)))
