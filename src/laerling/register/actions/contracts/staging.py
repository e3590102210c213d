"""The contracts of a file, read and checked, laid into the staging table under their extract, or straight home."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
from django.utils.formats import date_format

from laerling.kernel.db import copy_blocks, copy_text
from laerling.register.actions.headings import Headings
from laerling.register.actions.progress import Progress, watched
from laerling.register.actions.tally import Tally
from laerling.register.layouts import layout
from laerling.register.models import Extract
from laerling.register.reading import Batch, Table
from laerling.register.refusals import SeveralCountDates, WrongCountDate
from laerling.register.rules.rows import CONTACTS, ContractRules, RowFault, RowReader
from laerling.register.rules.values import Bounds, Read
from laerling.rounds.rules import RoundFacts

_REFERENCE: Final = layout("vigo")
FIELDS: Final = (*_REFERENCE.names, *(f"{name}_state" for name in CONTACTS))
_COUNT_DATE: Final = _REFERENCE.position("count_date")
_NUMBER: Final = _REFERENCE.position("number")
# Where None may stand: dates that need not be there.
_NULLS: Final = tuple(
    place for place, column in enumerate(_REFERENCE.columns) if column.read == "date" and not column.required
)
# So many contract numbers are looked up as they are before they are sorted in among the others.
_RECENT: Final = 20_000
# How long before the preliminary extract's day its count date may lie.
_PRELIMINARY_DAYS: Final = 31


def stage(
    table: Table,
    headings: Headings,
    *,
    bounds: Bounds,
    this_round: RoundFacts,
    extract: Extract,
    straight: bool,
    progress: Progress,
) -> Tally:
    """Read and check a file's rows; the good ones lie in the staging table then, or with `straight` among the contracts.

    Raises WrongCountDate or SeveralCountDates.
    """
    tally = Tally()
    reader = RowReader(headings.layout, headings.places, bounds)
    dates = _CountDates(*count_dates(this_round, extract.stage))
    batches = watched(table.batches, table.n_expected, progress)
    first = {"round_id": str(extract.round_id), "stage": extract.stage, "extract_id": str(extract.id)}
    copy_blocks(
        "register_contract" if straight else "register_stagedcontract",
        (*first, *FIELDS),
        (
            copy_text(columns, first=list(first.values()), nulls_in=_NULLS)
            for columns in _good_rows(batches, reader, dates, tally)
        ),
    )
    tally.count_date = date.fromisoformat(dates.seen) if dates.seen else None
    tally.store(str(extract.id))
    return tally


def count_dates(this_round: RoundFacts, stage: str) -> tuple[date, date]:
    """Return the first and last count date an extract of a stage may have.

    The final extract is of 1 October (M8); later ones, until the last day to answer, bring changes that are marked. A
    preliminary one is of the weeks around 1 September and before the final one.
    """
    if stage == "final":
        return this_round.final_extract_on, this_round.closes_on
    first = this_round.preliminary_extract_on - timedelta(days=_PRELIMINARY_DAYS)
    return first, this_round.final_extract_on - timedelta(days=1)


class _CountDates:
    """Holds a file to one count date that fits."""

    def __init__(self, first: date, last: date) -> None:
        self._bounds = first, last
        self.seen = ""

    def check(self, days: Sequence[Read]) -> None:
        """Look at rows' count dates; those that are no date are the rows' own fault.

        Raises WrongCountDate or SeveralCountDates.
        """
        first, last = self._bounds
        for day in {day for day in days if isinstance(day, str)}:
            if not first.isoformat() <= day <= last.isoformat():
                raise WrongCountDate(first=date_format(first, "j. F Y"), last=date_format(last, "j. F Y"))
            if day != (self.seen or day):
                raise SeveralCountDates
            self.seen = day


def _good_rows(
    batches: Iterator[Batch], reader: RowReader, dates: _CountDates, tally: Tally
) -> Iterator[list[Sequence[Any]]]:
    """Yield the good rows as columns, batch by batch; what is wrong with the others goes into the tally."""
    rules, met = ContractRules(reader.layout), _Numbers()
    twice = (RowFault(reader.layout.heading("number"), "number_twice"),)
    for batch in batches:
        tally.n_rows += batch.n_rows
        for number, fields in batch.odd:
            tally.set_aside(number, [RowFault("", "quotation_mark" if fields is None else "number_of_fields")])
        if not batch.numbers:
            continue
        numbers, columns = batch.numbers, reader.read(batch.columns)
        dates.check(columns[_COUNT_DATE])
        bad = reader.bad(columns)
        bad |= rules.misfits(columns, bad)
        numbers, columns = _without(bad, numbers, columns, lambda row: reader.faults(row) or rules.faults(row), tally)
        again = met.again(columns[_NUMBER])
        _numbers, columns = _without(again, numbers, columns, lambda _row: twice, tally)
        if columns[_NUMBER]:
            yield [*columns, *rules.states(columns)]


def _without(
    bad: set[int],
    numbers: Sequence[int],
    columns: list[list[Read]],
    faults: Callable[[Sequence[Read]], Iterable[RowFault]],
    tally: Tally,
) -> tuple[Sequence[int], list[list[Read]]]:
    """Set the bad rows aside, and return the others as numbers and columns."""
    if not bad:
        return numbers, columns
    for place in sorted(bad):
        tally.set_aside(numbers[place], faults([column[place] for column in columns]))
    kept = [place for place in range(len(numbers)) if place not in bad]
    return [numbers[place] for place in kept], [[column[place] for place in kept] for column in columns]


class _Numbers:
    """Remembers which contract numbers have been met, by eight bytes each: a million take no more than a photo.

    Two different numbers would be taken for one where their hashes are the same: of 60,000, once in ten thousand
    million files. The hash is keyed anew in each process, so nobody can aim for it.
    """

    def __init__(self) -> None:
        self._sorted = np.empty(0, dtype=np.int64)
        self._recent: set[int] = set()

    def again(self, numbers: Sequence[Read]) -> set[int]:
        """Return the places of numbers that stood in the file before, and remember the others."""
        hashes = list(map(hash, numbers))
        were_met = self._are_sorted(hashes)
        fresh, places = set(hashes), set[int]()
        if were_met.any() or len(fresh) < len(hashes) or not self._recent.isdisjoint(fresh):
            known = set(self._recent)
            for place, one in enumerate(hashes):
                if were_met[place] or one in known:
                    places.add(place)
                known.add(one)
        self._recent |= fresh
        if len(self._recent) > _RECENT:
            recent = np.sort(np.fromiter(self._recent, np.int64, len(self._recent)))
            # Two runs in order are merged by the stable sort; what stands twice is found all the same.
            self._sorted = np.sort(np.concatenate((self._sorted, recent)), kind="stable")
            self._recent.clear()
        return places

    def _are_sorted(self, hashes: list[int]) -> "np.ndarray[tuple[int], np.dtype[np.bool]]":
        if not len(self._sorted):
            return np.zeros(len(hashes), dtype=bool)
        at = np.minimum(np.searchsorted(self._sorted, hashes), len(self._sorted) - 1)
        return np.equal(self._sorted[at], hashes)
