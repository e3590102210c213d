"""How last year's round went, day by day: invented, written to a file, and taken in by the door for earlier rounds."""

import csv
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from math import exp
from pathlib import Path
from typing import Final

from laerling.access.policy import whole
from laerling.access.types import UnitKind
from laerling.demo.answers import effect
from laerling.demo.build.steps import Progress, Step
from laerling.invitations.tallies import actions as tallies
from laerling.kernel.types import SYSTEM
from laerling.organisations import queries as organisations
from laerling.rounds import queries as rounds
from laerling.rounds.rules import RoundFacts
from laerling.sample import queries as sample

_COLUMNS: Final = ("year", "day", "county", "office", "invited", "answered")
# What a round ends at, and how units differ.
_ENDS_AT: Final = 0.61
_SPREAD: Final = 0.06
# Invitations leave on the first days, reminders a week apart; each brings a wave that dies out in some days.
_WAVES: Final = ((0, 0.45), (8, 0.25), (16, 0.17), (30, 0.13))
_DIES_OUT_IN: Final = 5.0


def steps(*, folder: Path, year: int, at: datetime) -> tuple[Step, ...]:
    """Return the step that takes in the days of the year before `year`."""
    return (Step("Last year, day by day", at, 1, "files", partial(_take_in, folder, year - 1, at)),)


def _take_in(folder: Path, year: int, at: datetime, _progress: Progress) -> None:
    file = folder / f"svar-{year}.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter=";")
        writer.writerow(_COLUMNS)
        writer.writerows(_rows(rounds.get(year)))
    with file.open("rb") as content:
        tallies.import_earlier(content=content, by=SYSTEM, now=at)


def _rows(that_round: RoundFacts) -> Iterator[tuple[object, ...]]:
    units: list[tuple[UnitKind, str, str]] = [
        ("county", county.code, county.code) for county in organisations.counties_on(that_round.opens_on)
    ]
    # An office's row stands under the county where it is situated.
    units += [("office", orgnr, county) for orgnr, county in organisations.counties_of_offices().items()]
    n_days = (that_round.closes_on - that_round.opens_on).days + 1
    for kind, code, county in units:
        counts = sample.counts(whole(kind, code), that_round.year)
        if counts is None or not counts.n_asked:
            continue
        ends_at = max(0.2, _ENDS_AT + effect("last year", code, _SPREAD))
        for number in range(n_days):
            day = that_round.opens_on + timedelta(days=number)
            answered = int(counts.n_asked * ends_at * _come_in(number + 1))
            office = code if kind == "office" else ""
            yield that_round.year, day.isoformat(), county, office, counts.n_asked, min(answered, counts.n_asked)


def _come_in(n_days: int) -> float:
    """Return what part of all answers has come after so many days."""
    return sum(part * (1 - exp(-(n_days - begins) / _DIES_OUT_IN)) for begins, part in _WAVES if n_days > begins)
