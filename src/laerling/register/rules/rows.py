"""How a row of a register file becomes a row of ours, or the list of what is wrong with it. Pure."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from laerling.register.layouts import Column, Layout
from laerling.register.rules import contacts, values
from laerling.register.rules.values import Bad, Bounds, Read, Reader

# Values come again and again in a register, so what they were read as is remembered, up to so many of a kind.
_REMEMBERED: Final = 20_000
_ALWAYS_NEW: Final = frozenset(
    {"number", "person_id", "name", "email", "mobile", "supervisor_id", "supervisor_name"}
    | {"supervisor_email", "supervisor_mobile"}
)
_PLAIN_READERS: Final[dict[str, Reader]] = {
    "date": values.read_date,
    "orgnr": values.read_orgnr,
    "text": values.read_text,
    "contact": values.read_contact,
    "id": values.read_id,
    "person": values.read_person,
    "programme_area": values.read_programme_area,
}
CONTACTS: Final = ("email", "mobile", "supervisor_email", "supervisor_mobile")


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong with a row: the file's heading and the rule. Never the value."""

    column: str
    rule: str


class RowReader:
    """Reads rows of one file by its layout, column by column: values that come again are looked up, not read again."""

    def __init__(self, layout: Layout, places: Sequence[int], n_fields: int, bounds: Bounds) -> None:
        """Prepare one reader per column; `places` holds the column's place in the file, in the layout's order."""
        self.layout = layout
        self._places = places
        self._n_fields = n_fields
        self._readers = [_reader(column, bounds) for column in layout.columns]

    def fits(self, fields: Sequence[str]) -> bool:
        """Whether a row has as many fields as the file has headings; empty ones too many do not matter."""
        return len(fields) == self._n_fields or (len(fields) > self._n_fields and not any(fields[self._n_fields :]))

    def read(self, rows: Sequence[Sequence[str]]) -> list[list[Read]]:
        """Return our values of rows that fit, as columns in the layout's order, Bad among them."""
        in_file = list(zip(*(row[: self._n_fields] for row in rows), strict=True))
        return [list(map(reader, in_file[place])) for reader, place in zip(self._readers, self._places, strict=True)]

    def faults(self, row: Sequence[Read]) -> list[RowFault]:
        """Return what is wrong with the values of a row, in the layout's order."""
        return [
            RowFault(column.heading, value.rule)
            for column, value in zip(self.layout.columns, row, strict=False)
            if isinstance(value, Bad)
        ]


class ContractRules:
    """What must hold between a contract's values, and how its people can be reached."""

    def __init__(self, layout: Layout) -> None:
        """Look up where the fields stand."""
        self._heading = {column.name: column.heading for column in layout.columns}
        at = {name: place for place, name in enumerate(layout.names)}
        self._dates = at["starts_on"], at["ends_on"], at["interrupted_from"], at["interrupted_to"]
        self._party = at["party_kind"], at["party_orgnr"]
        self._judges = [
            (at[name], contacts.email_state if name.endswith("email") else contacts.mobile_state) for name in CONTACTS
        ]

    def faults(self, row: Sequence[Any]) -> list[RowFault]:
        """Return what does not fit together in a row whose values can all be used. ISO dates compare as text."""
        starts, ends, interrupted, resumed = (row[place] for place in self._dates)
        kind, orgnr = (row[place] for place in self._party)
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

    def states(self, columns: Sequence[Sequence[Read]]) -> list[list[str]]:
        """Return the four columns of reachability, in the order of CONTACTS."""
        return [list(map(judge, _texts(columns[place]))) for place, judge in self._judges]


class _Remembered(dict[str, Any]):
    """A function that remembers, as a dictionary: a value that comes again costs next to nothing."""

    def __init__(self, function: Callable[[str], Any]) -> None:
        self._function = function

    def __missing__(self, value: str) -> Any:
        if len(self) >= _REMEMBERED:
            self.clear()
        made = self[value] = self._function(value)
        return made


def safe_heading(heading: str, place: int) -> str:
    """Return an unknown heading so that it can be shown: its own words where they are plain, else its place."""
    return heading if re.fullmatch(r"[\w .,/()-]{1,40}", heading) else f"({place + 1})"


def _reader(column: Column, bounds: Bounds) -> Reader:
    if column.read == "code":
        reader = values.code_reader(column.codes)
    elif column.read == "county":
        reader = values.county_reader(bounds)
    elif column.read == "birth_year":
        reader = values.birth_year_reader(bounds)
    else:
        reader = _PLAIN_READERS[column.read]
    reader = values.bounded(reader, longest=column.longest, required=column.required)
    return reader if column.name in _ALWAYS_NEW else _Remembered(reader).__getitem__


def _texts(column: Sequence[Read]) -> list[str]:
    """Return a column without what cannot be used: it has no state, and its row is set aside."""
    return [value if isinstance(value, str) else "" for value in column]
