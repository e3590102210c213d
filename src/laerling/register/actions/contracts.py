"""Taking in VIGO: rows by COPY into a temporary table, then one statement into the contracts. Never model instances."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any, Final

from django.db import connection
from django.utils.formats import date_format
from psycopg import sql

from laerling.kernel.db import copy_in
from laerling.register.actions.headings import Headings
from laerling.register.actions.progress import Progress, watched
from laerling.register.actions.tally import SetAside
from laerling.register.layouts import layout
from laerling.register.models import Extract
from laerling.register.reading import Row, Table
from laerling.register.refusals import NoRows, SeveralCountDates, WrongCountDate
from laerling.register.rules.rows import CONTACTS, ContractRules, RowReader
from laerling.register.rules.values import Bad, Bounds, Read
from laerling.rounds.rules import RoundFacts

_LAYOUT: Final = layout("vigo")
_FIELDS: Final = (*_LAYOUT.names, *(f"{name}_state" for name in CONTACTS))
_STAGED: Final = ("row_number", "bad_column", "bad_rule", *_FIELDS)
_NOTHING: Final = (None,) * len(_FIELDS)
_COUNT_DATE: Final = _LAYOUT.position("count_date")
# Rows are read so many at a time, column by column.
_BATCH: Final = 1_000
# How long before the preliminary extract's day its count date may lie.
_PRELIMINARY_DAYS: Final = 31


@dataclass(slots=True)
class StagedTally:
    """The figures of a file that lies in the temporary table; the rows set aside stay there until stored."""

    n_rows: int
    n_set_aside: int
    count_date: date | None = None
    n_new: int = 0
    n_changed: int = 0
    n_unchanged: int = 0

    def first_fault(self) -> SetAside:
        """Return the first row set aside."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT row_number, bad_column, bad_rule FROM staged_contracts WHERE bad_rule IS NOT NULL"
                " ORDER BY row_number LIMIT 1"
            )
            return SetAside(*cursor.fetchone())

    def store(self, extract_id: str) -> None:
        """Write the rows set aside down under the extract, and clear the temporary table."""
        with connection.cursor() as cursor:
            cursor.execute(
                'INSERT INTO register_setasiderow (extract_id, row_number, "column", rule)'
                " SELECT %s, row_number, bad_column, bad_rule FROM staged_contracts WHERE bad_rule IS NOT NULL"
                " ORDER BY row_number",
                [extract_id],
            )
            cursor.execute("DROP TABLE staged_contracts")


def take_in(
    table: Table,
    headings: Headings,
    *,
    bounds: Bounds,
    this_round: RoundFacts,
    extract: Extract,
    progress: Progress,
) -> StagedTally:
    """Read, check and store the contracts of a file. Raises NoRows, WrongCountDate or SeveralCountDates."""
    reader = RowReader(_LAYOUT, headings.places, headings.n_fields, bounds)
    dates = _CountDates(*count_dates(this_round, extract.stage))
    _make_staging()
    copy_in("staged_contracts", _STAGED, _staged(watched(table.rows, table.n_expected, progress), reader, dates))
    _set_doubles_aside()
    tally = _count()
    if tally.n_rows == 0:
        raise NoRows
    tally.count_date = date.fromisoformat(dates.seen) if dates.seen else None
    if tally.n_rows > tally.n_set_aside:
        _upsert(extract, tally)
    return tally


def count_dates(this_round: RoundFacts, stage: str) -> tuple[date, date]:
    """Return the first and last count date an extract of a stage may have.

    The final extract is of 1 October (M8) and may be taken out anew until the survey opens; a preliminary one is of
    the weeks around 1 September and before the final one.
    """
    if stage == "final":
        return this_round.final_extract_on, this_round.opens_on
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


def _staged(rows: Iterator[Row], reader: RowReader, dates: _CountDates) -> Iterator[Sequence[Any]]:
    """Yield rows of the temporary table: a good row whole, a bad one as a line per fault with nothing else in it."""
    rules = ContractRules(_LAYOUT)
    while batch := list(islice(rows, _BATCH)):
        numbers, fitting = [], []
        for number, fields in batch:
            if fields is not None and reader.fits(fields):
                numbers.append(number)
                fitting.append(fields)
            else:
                rule = "quotation_mark" if fields is None else "number_of_fields"
                yield number, "", rule, *_NOTHING
        columns = reader.read(fitting)
        if not columns:
            continue
        dates.check(columns[_COUNT_DATE])
        for number, values in zip(numbers, zip(*columns, *rules.states(columns), strict=True), strict=True):
            faults = reader.faults(values) if Bad in map(type, values) else rules.faults(values)
            if not faults:
                yield number, None, None, *values
            for fault in faults:
                yield number, fault.column, fault.rule, *_NOTHING


def _make_staging() -> None:
    columns = sql.SQL(", ").join(map(sql.Identifier, _FIELDS))
    statement = sql.SQL(
        "CREATE TEMP TABLE staged_contracts ON COMMIT DROP AS"
        " SELECT 0 AS row_number, ''::text AS bad_column, ''::text AS bad_rule, {} FROM register_contract"
        " WITH NO DATA"
    )
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.staged_contracts")
        cursor.execute(statement.format(columns))


def _set_doubles_aside() -> None:
    """Keep the first row of a contract number; the later ones are set aside."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH twice AS (SELECT number FROM staged_contracts WHERE number IS NOT NULL"
            " GROUP BY number HAVING count(*) > 1),"
            " later AS (SELECT row_number, row_number() OVER (PARTITION BY number ORDER BY row_number) AS place"
            " FROM staged_contracts JOIN twice USING (number))"
            " UPDATE staged_contracts AS staged SET bad_column = %s, bad_rule = 'number_twice'"
            " FROM later WHERE staged.row_number = later.row_number AND later.place > 1",
            [_LAYOUT.heading("number")],
        )


def _count() -> StagedTally:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE bad_rule IS NULL), count(DISTINCT row_number) FILTER"
            " (WHERE bad_rule IS NOT NULL) FROM staged_contracts"
        )
        n_good, n_bad = cursor.fetchone()
    return StagedTally(n_rows=n_good + n_bad, n_set_aside=n_bad)


def _upsert(extract: Extract, tally: StagedTally) -> None:
    """Write contracts that are new or come from a later file: by count date, then by the file's hash."""
    names = list(map(sql.Identifier, _FIELDS))
    compared = [sql.Identifier(name) for name in _LAYOUT.names if name != "count_date"]
    statement = sql.SQL(
        "WITH written AS ("
        " INSERT INTO register_contract AS kept (round_id, stage, extract_id, {fields})"
        " SELECT %s, %s, %s, {fields} FROM staged_contracts WHERE bad_rule IS NULL"
        " ON CONFLICT (round_id, stage, number) DO UPDATE SET extract_id = EXCLUDED.extract_id, {changes}"
        " WHERE (EXCLUDED.count_date, %s) >"
        " (kept.count_date, (SELECT sha256 FROM register_extract WHERE id = kept.extract_id))"
        " RETURNING old.id IS NULL AS is_new, ({before}) IS DISTINCT FROM ({after}) AS is_other)"
        " SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE is_other AND NOT is_new) FROM written"
    ).format(
        fields=sql.SQL(", ").join(names),
        changes=sql.SQL(", ").join(sql.SQL("{0} = EXCLUDED.{0}").format(name) for name in names),
        before=sql.SQL(", ").join(sql.SQL("old.{}").format(name) for name in compared),
        after=sql.SQL(", ").join(sql.SQL("new.{}").format(name) for name in compared),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [extract.round_id, extract.stage, extract.id, extract.sha256])
        tally.n_new, tally.n_changed = cursor.fetchone()
    tally.n_unchanged = tally.n_rows - tally.n_set_aside - tally.n_new - tally.n_changed
