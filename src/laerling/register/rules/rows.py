"""How rows of a register file become rows of ours, or the list of what is wrong with them. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from laerling.register.layouts import Layout
from laerling.register.rules import contacts
from laerling.register.rules.columns import ColumnReader
from laerling.register.rules.values import Bad, Bounds, Read

CONTACTS: Final = ("email", "mobile", "supervisor_email", "supervisor_mobile")
_JUDGES: Final = {"email": contacts.email_states, "mobile": contacts.mobile_states}


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong with a row: the file's heading and the rule. Never the value."""

    column: str
    rule: str


class RowReader:
    """Reads rows of one file by its layout, column by column."""

    def __init__(self, layout: Layout, places: Sequence[Sequence[int]], bounds: Bounds) -> None:
        """`places` holds where the parts of each column stand in the file, in the layout's order; none where absent."""
        self.layout = layout
        self._places = places
        self._readers = [ColumnReader(column, bounds) for column in layout.columns]

    def read(self, in_file: Sequence[Sequence[str]]) -> list[list[Read]]:
        """Return our values of some rows, given as the file's columns: columns in the layout's order, Bad among them."""
        return [
            reader.read(_parts(in_file, places, column.joined))
            for reader, column, places in zip(self._readers, self.layout.columns, self._places, strict=True)
        ]

    def bad(self, columns: Sequence[Sequence[Read]]) -> set[int]:
        """Return the places of rows with a value that cannot be used."""
        return set().union(*(reader.bad(column) for reader, column in zip(self._readers, columns, strict=True)))

    def faults(self, row: Sequence[Read]) -> list[RowFault]:
        """Return what is wrong with the values of a row, in the layout's order."""
        return [
            RowFault(column.heading, value.rule)
            for column, value in zip(self.layout.columns, row, strict=True)
            if isinstance(value, Bad)
        ]


class ContractRules:
    """What must hold between a contract's values, and how its people can be reached."""

    def __init__(self, layout: Layout) -> None:
        """Look up where the fields stand."""
        self._heading = {column.name: column.heading for column in layout.columns}
        at = {name: place for place, name in enumerate(layout.names)}
        dates = ("starts_on", "ends_on", "interrupted_from", "interrupted_to")
        self._looked_at = tuple(at[name] for name in (*dates, "party_kind", "party_orgnr"))
        self._judges = [(at[name], _JUDGES[name.removeprefix("supervisor_")]) for name in CONTACTS]

    def misfits(self, columns: Sequence[Sequence[Any]], leave_out: set[int]) -> set[int]:
        """Return the places of rows whose values do not fit together. ISO dates compare as text."""
        rows = zip(*(columns[place] for place in self._looked_at), strict=True)
        return {
            place
            for place, (starts, ends, interrupted, resumed, kind, orgnr) in enumerate(rows)
            if place not in leave_out
            and (ends < starts or (resumed and (not interrupted or resumed < interrupted)) or (orgnr and not kind))
        }

    def faults(self, row: Sequence[Any]) -> list[RowFault]:
        """Return what does not fit together in a row whose values can all be used."""
        starts, ends, interrupted, resumed, kind, orgnr = (row[place] for place in self._looked_at)
        found = []
        if ends < starts:
            found.append(RowFault(self._heading["ends_on"], "before_start"))
        if resumed and not interrupted:
            found.append(RowFault(self._heading["interrupted_from"], "missing"))
        elif resumed and resumed < interrupted:
            found.append(RowFault(self._heading["interrupted_to"], "before_start"))
        if orgnr and not kind:
            found.append(RowFault(self._heading["party_kind"], "missing"))
        return found

    def states(self, columns: Sequence[Sequence[Any]]) -> list[list[str]]:
        """Return the four columns of reachability of usable rows, in the order of CONTACTS."""
        return [judge(columns[place]) for place, judge in self._judges]


def safe_heading(heading: str, place: int) -> str:
    """Return an unknown heading so that it can be shown: its own words where they are plain, else its place."""
    return heading if re.fullmatch(r"[\w .,/()-]{1,40}", heading) else f"({place + 1})"


def _parts(in_file: Sequence[Sequence[str]], places: Sequence[int], joined: str) -> Sequence[str]:
    """Return a column as the file has it, put together where it is split, empty where it is absent."""
    if len(places) == 1:
        return in_file[places[0]]
    if not places:
        return [""] * len(in_file[0])
    parts = zip(*(map(str.strip, in_file[place]) for place in places), strict=True)
    return [joined.join(filter(None, each)) for each in parts]
