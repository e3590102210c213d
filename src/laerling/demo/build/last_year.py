"""How last year's round went, day by day: in step with its results, written to a file, and taken in by the door for it."""

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from math import exp
from pathlib import Path
from typing import Final

from laerling.demo.build.steps import Progress, Step
from laerling.invitations.tallies import actions as tallies
from laerling.kernel.types import SYSTEM
from laerling.organisations import queries as organisations
from laerling.rounds import queries as rounds
from laerling.rounds.rules import RoundFacts

_COLUMNS: Final = ("year", "day", "county", "office", "invited", "answered")
# Invitations leave on the first days, reminders a week apart; each brings a wave that dies out in some days.
_WAVES: Final = ((0, 0.45), (8, 0.25), (16, 0.17), (30, 0.13))
_DIES_OUT_IN: Final = 5.0
_Unit = tuple[str, str]


def steps(*, folder: Path, year: int, at: datetime) -> tuple[Step, ...]:
    """Return the step that takes in the days of the year before `year`; `folder` holds a folder for each earlier round."""
    return (Step("Last year, day by day", at, 1, "files", partial(_take_in, folder / str(year - 1), year - 1, at)),)


def _take_in(folder: Path, year: int, at: datetime, _progress: Progress) -> None:
    file = folder.with_name(f"svar-{year}.csv")
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter=";")
        writer.writerow(_COLUMNS)
        writer.writerows(_rows(rounds.get(year), _counted(folder / "invited.csv"), _counted(folder / "answers.csv")))
    with file.open("rb") as content:
        tallies.import_earlier(content=content, by=SYSTEM, now=at)


def _rows(that_round: RoundFacts, invited: Counter[_Unit], answered: Counter[_Unit]) -> Iterator[tuple[object, ...]]:
    # An office's row stands under the county where it is situated.
    situated = organisations.counties_of_offices()
    n_days = (that_round.closes_on - that_round.opens_on).days + 1
    for (kind, code), n_invited in sorted(invited.items()):
        county, office = (code, "") if kind == "county" else (situated.get(code, ""), code)
        if not county:
            continue
        for number in range(n_days):
            day = that_round.opens_on + timedelta(days=number)
            come = int(answered[kind, code] * (_come_in(number + 1) / _come_in(n_days)))
            yield that_round.year, day.isoformat(), county, office, n_invited, come


def _counted(file: Path) -> Counter[_Unit]:
    """Return how many people of a round's file each county and office has."""
    found: Counter[_Unit] = Counter()
    with file.open(encoding="utf-8", newline="") as content:
        for row in csv.DictReader(content, delimiter=";"):
            for kind in ("county", "office"):
                if row[kind]:
                    found[kind, row[kind]] += int(row.get("n", 1))
    return found


def _come_in(n_days: int) -> float:
    """Return what part of all answers has come after so many days."""
    return sum(part * (1 - exp(-(n_days - begins) / _DIES_OUT_IN)) for begins, part in _WAVES if n_days > begins)
