"""Taking in NOR and NLR: training offices and establishments, staged, then handed on to `organisations`."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction

from laerling.kernel.db import copy_blocks, copy_text
from laerling.kernel.types import Actor
from laerling.organisations import actions as organisations
from laerling.organisations.queries import EstablishmentRow, OfficeRow
from laerling.register.actions.headings import Headings
from laerling.register.actions.progress import Progress, watched
from laerling.register.actions.tally import Tally
from laerling.register.layouts import Layout, layout
from laerling.register.models import Extract
from laerling.register.reading import Row, Table
from laerling.register.reading.limits import UNIT_ROWS
from laerling.register.reading.table import too_large
from laerling.register.refusals import WrongRegister
from laerling.register.rules.rows import RowFault, RowReader
from laerling.register.rules.values import Bounds, Read

_STAGED: Final = ("extract_id", "orgnr", "name", "county", "holds", "email", "phone")


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a row becomes, and the action that takes it in."""

    row: Callable[..., Any]
    register: Callable[..., organisations.Written]
    sibling: str
    n_values: int


_KINDS: Final = {
    "nor": _Kind(OfficeRow, organisations.register_offices, "nlr", 6),
    "nlr": _Kind(EstablishmentRow, organisations.register_establishments, "nor", 4),
}


def stage(table: Table, headings: Headings, *, bounds: Bounds, extract: Extract, progress: Progress) -> Tally:
    """Read and check a file's rows; the good ones lie staged then. Raises WrongRegister or TooLarge."""
    tally = Tally()
    reader = RowReader(headings.layout, headings.places, bounds)
    batches = watched(table.batches, table.n_expected, progress)
    rows = (row for batch in batches for row in batch.in_order())
    has = [headings.has(name) if name in headings.layout.names else False for name in ("email", "phone")]
    units = _good(rows, len(table.headings), reader, layout(_KINDS[extract.register].sibling), tally)
    copy_blocks("register_stagedunit", _STAGED, _blocks(units, has, str(extract.id)))
    tally.store(str(extract.id))
    return tally


def compare(extract: Extract, tally: Tally, *, by: Actor, now: datetime) -> None:
    """Count what a staged file would bring, by doing it and taking it back."""
    with transaction.atomic():
        store(extract, tally, by=by, now=now)
        transaction.set_rollback(True)


def store(extract: Extract, tally: Tally, *, by: Actor, now: datetime) -> None:
    """Hand a staged file's units on, and count what it brought."""
    kind = _KINDS[extract.register]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT orgnr, name, county, holds, email, phone FROM register_stagedunit WHERE extract_id = %s",
            [extract.id],
        )
        rows = [kind.row(*values[: kind.n_values]) for values in cursor.fetchall()]
    written = kind.register(rows, by=by, now=now)
    tally.n_new, tally.n_changed = written.n_new, written.n_changed
    tally.n_unchanged = tally.n_good - written.n_new - written.n_changed


def _good(rows: Iterator[Row], n_fields: int, reader: RowReader, sibling: Layout, tally: Tally) -> Iterator[list[str]]:
    """Yield the values of usable rows; what is wrong goes into the tally."""
    seen: set[str] = set()
    for number, fields in rows:
        tally.n_rows += 1
        if tally.n_rows > UNIT_ROWS:
            raise too_large(rows=UNIT_ROWS)
        values, faults = _read(fields, n_fields, reader)
        if any(fault.rule == "unknown_code" for fault in faults):
            _require_register(fields or [], reader.layout, sibling)
        if not faults and values[0] in seen:
            faults = [RowFault(reader.layout.columns[0].heading, "number_twice")]
        if faults:
            tally.set_aside(number, faults)
            continue
        good = list(map(str, values))
        seen.add(good[0])
        yield good


def _read(fields: list[str] | None, n_fields: int, reader: RowReader) -> tuple[list[Read], list[RowFault]]:
    if fields is None:
        return [], [RowFault("", "quotation_mark")]
    if len(fields) != n_fields:
        return [], [RowFault("", "number_of_fields")]
    values = [column[0] for column in reader.read([[field] for field in fields])]
    return values, reader.faults(values)


def _blocks(units: Iterator[list[str]], has: Sequence[bool], extract_id: str) -> Iterator[bytes]:
    """Yield units as COPY's text. A column the file does not have is None: it tells nothing."""
    for unit in units:
        contacts = [value if there else None for there, value in zip(has, [*unit[4:], "", ""], strict=False)]
        yield copy_text([[value] for value in (*unit[:4], *contacts)], first=[extract_id], nulls_in=(4, 5))


def _require_register(fields: list[str], own: Layout, sibling: Layout) -> None:
    """Refuse a file of the sibling register: NOR and NLR look alike but for the words of their status."""
    status = next(column for column in sibling.columns if column.codes)
    if not set(status.codes).isdisjoint(field.strip() for field in fields):
        raise WrongRegister(register=own.register.upper())
