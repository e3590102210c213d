"""Taking in NOR and NLR: training offices and establishments go on to `organisations`."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from laerling.kernel.types import Actor
from laerling.organisations import actions as organisations
from laerling.organisations.queries import EstablishmentRow, OfficeRow
from laerling.register.actions.headings import Headings
from laerling.register.actions.progress import Progress, watched
from laerling.register.actions.tally import ListedTally, SetAside
from laerling.register.layouts import Layout, layout
from laerling.register.reading import Row, Table
from laerling.register.refusals import NoRows, WrongRegister
from laerling.register.rules.rows import RowFault, RowReader
from laerling.register.rules.values import Bounds, Read


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a row becomes, and the action that takes it in."""

    row: Callable[[str, str, str, bool], Any]
    register: Callable[..., organisations.Written]
    sibling: str


_KINDS = {
    "nor": _Kind(OfficeRow, organisations.register_offices, "nlr"),
    "nlr": _Kind(EstablishmentRow, organisations.register_establishments, "nor"),
}


def take_in(
    table: Table,
    headings: Headings,
    *,
    bounds: Bounds,
    register: str,
    by: Actor,
    now: datetime,
    progress: Progress,
) -> ListedTally:
    """Read, check and hand on the units of a file. Raises NoRows or WrongRegister."""
    kind, this_layout, tally = _KINDS[register], layout(register), ListedTally()
    reader = RowReader(this_layout, headings.places, headings.n_fields, bounds)
    rows = _good_rows(watched(table.rows, table.n_expected, progress), reader, kind, tally)
    written = kind.register(rows, by=by, now=now)
    if tally.n_rows == 0:
        raise NoRows
    tally.n_new, tally.n_changed = written.n_new, written.n_changed
    tally.n_unchanged = tally.n_rows - tally.n_set_aside - written.n_new - written.n_changed
    return tally


def _good_rows(rows: Iterable[Row], reader: RowReader, kind: _Kind, tally: ListedTally) -> Iterator[Any]:
    """Yield the units; what is wrong goes into the tally."""
    seen: set[str] = set()
    for number, fields in rows:
        tally.n_rows += 1
        values, faults = _read(fields, reader)
        if any(fault.rule == "unknown_code" for fault in faults):
            _require_register(fields or [], reader.layout, layout(kind.sibling))
        if not faults and values[0] in seen:
            faults = [RowFault(reader.layout.columns[0].heading, "number_twice")]
        if faults:
            tally.set_aside += [SetAside(number, fault.column, fault.rule) for fault in faults]
            continue
        orgnr, name, county, state = map(str, values)
        seen.add(orgnr)
        yield kind.row(orgnr, name, county, state == "true")


def _read(fields: list[str] | None, reader: RowReader) -> tuple[list[Read], list[RowFault]]:
    if fields is None:
        return [], [RowFault("", "quotation_mark")]
    if not reader.fits(fields):
        return [], [RowFault("", "number_of_fields")]
    values = [column[0] for column in reader.read([fields])]
    return values, reader.faults(values)


def _require_register(fields: list[str], own: Layout, sibling: Layout) -> None:
    """Refuse a file of the sibling register: NOR and NLR look alike but for the words of their status."""
    if not set(sibling.columns[-1].codes).isdisjoint(field.strip() for field in fields):
        raise WrongRegister(register=own.register.upper())
