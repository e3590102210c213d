"""Writes the register files of an invented Norway into a folder."""

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

from laerling.demo.norway import faults
from laerling.demo.norway.calendar import Days
from laerling.demo.norway.contracts import make_contracts
from laerling.demo.norway.layout import ORGANISATION_HEADER, VIGO_HEADER, Col, Row
from laerling.demo.norway.numbers import organisation_numbers
from laerling.demo.norway.organisations import Establishment, Office, make_establishments, make_offices, share_places

N_CONTRACTS: Final = 51_500
SEED: Final = 2026
# The generator tells how far it has come this often (contracts).
_REPORT_EVERY: Final = 1_000


@dataclass(frozen=True, slots=True)
class RegisterFiles:
    """The four files of a round and how many rows each has, header not counted.

    `offices_across` names, by county, the office there that has most contracts in other counties.
    """

    nor: Path
    nlr: Path
    preliminary: Path
    final: Path
    n_offices: int
    n_establishments: int
    n_preliminary: int
    n_final: int
    offices_across: Mapping[str, str]


def write_register_files(
    *,
    folder: Path,
    year: int = 2026,
    seed: int = SEED,
    scale: float = 1.0,
    on_progress: Callable[[int], None] | None = None,
) -> RegisterFiles:
    """Write nor.csv, nlr.csv, vigo-preliminary.csv and vigo-final.csv; the same seed gives the same bytes.

    `scale` shrinks the country (0.01 is about 500 contracts); `on_progress` gets the number of contracts made since
    it was last called, `n_contracts(scale)` in all.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rng = Random(seed)  # noqa: S311  not a secret: a country that is the same every time
    numbers = organisation_numbers(rng)
    places = share_places(rng)
    offices = make_offices(rng, scale=scale, numbers=numbers, places=places)
    establishments = make_establishments(rng, offices, scale=scale, numbers=numbers, places=places)
    preliminary, final = _contracts(rng, establishments, year, n_contracts(scale), on_progress or _silent)
    files = RegisterFiles(
        nor=folder / "nor.csv",
        nlr=folder / "nlr.csv",
        preliminary=folder / "vigo-preliminary.csv",
        final=folder / "vigo-final.csv",
        n_offices=len(offices),
        n_establishments=len(establishments),
        n_preliminary=len(preliminary),
        n_final=len(final),
        offices_across=_offices_across(offices, final),
    )
    _write(files.nor, ORGANISATION_HEADER, map(_office_row, offices))
    # The registers are written by different systems: this one still uses the old Windows character set.
    _write(files.nlr, ORGANISATION_HEADER, map(_establishment_row, establishments), encoding="cp1252")
    _write(files.preliminary, VIGO_HEADER, preliminary, encoding="utf-8-sig")
    _write(files.final, VIGO_HEADER, final, encoding="utf-8-sig")
    return files


def n_contracts(scale: float = 1.0) -> int:
    """How many contracts a country of this scale has."""
    return max(200, round(N_CONTRACTS * scale))


def _contracts(
    rng: Random, establishments: list[Establishment], year: int, n: int, on_progress: Callable[[int], None]
) -> tuple[list[Row], list[Row]]:
    preliminary: list[Row] = []
    final: list[Row] = []
    for number, (before, after) in enumerate(make_contracts(rng, establishments, n=n, days=Days(year)), start=1):
        if before is not None:
            preliminary.append(before)
        if after is not None:
            final.append(after)
        if number % _REPORT_EVERY == 0:
            on_progress(_REPORT_EVERY)
    on_progress(n % _REPORT_EVERY)
    bad = faults.bad_rows(rng, preliminary)
    preliminary += bad
    # Most bad rows are mended too; two come again.
    final += faults.bad_rows(rng, final)[:2]
    return preliminary, final


def _offices_across(offices: list[Office], contracts: list[Row]) -> dict[str, str]:
    """Find, by county, the active office there with most contracts registered by other counties."""
    homes = {office.orgnr: office.county.code for office in offices if office.active}
    abroad = Counter(
        row[Col.PARTY] for row in contracts if row[Col.COUNTY] != homes.get(row[Col.PARTY], row[Col.COUNTY])
    )
    # The most abroad comes last and stays.
    return {homes[orgnr]: orgnr for orgnr, _ in reversed(abroad.most_common())}


def _silent(_: int) -> None:
    """Nobody wants to know how far it has come."""


def _office_row(office: Office) -> tuple[str, ...]:
    return office.orgnr, office.name, office.county.code, "aktiv" if office.active else "nedlagt"


def _establishment_row(establishment: Establishment) -> tuple[str, ...]:
    status = "godkjent" if establishment.approved else "ikke godkjent"
    return establishment.orgnr, establishment.name, establishment.county.code, status


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]], *, encoding: str = "utf-8") -> None:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(header)
        writer.writerows(rows)
