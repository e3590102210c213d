"""How the values of one column are read, some hundred rows at a time. Pure.

A national extract has two million values, and asking each by itself takes most of the time of an import. So values that
come again and again (dates, codes, trades) are remembered, and columns where most values are new (names, addresses,
numbers) are looked at as one text: only where that shows something out of the ordinary are they read one by one.
"""

from collections.abc import Callable, Sequence
from typing import Final

from laerling.register.layouts import Column
from laerling.register.rules import values
from laerling.register.rules.values import Bad, Bounds, Read, Reader

# What values were read as is remembered for so many of a column.
_REMEMBERED: Final = 20_000
_MOSTLY_NEW: Final = frozenset(
    {"number", "person_id", "name", "email", "mobile", "supervisor_id", "supervisor_name"}
    | {"supervisor_email", "supervisor_mobile", "party_orgnr", "member_orgnr"}
)
_READERS: Final[dict[str, Reader]] = {
    "orgnr": values.read_orgnr,
    "text": values.read_text,
    "contact": values.read_contact,
    "id": values.read_id,
    "person": values.read_person,
    "programme_area": values.read_programme_area,
}
# Whether a column's values, put together, are such that each is taken as it stands.
_TAKEN_AS_THEY_STAND: Final[dict[str, Callable[[str, Sequence[str]], bool]]] = {
    "orgnr": values.are_orgnr,
    "text": lambda together, _each: values.is_plain(together),
    "contact": lambda _together, _each: True,
    "id": lambda together, _each: values.is_id(together),
    "person": lambda together, each: values.is_id(together) and values.NATIONAL_ID_LENGTH not in map(len, each),
}


class ColumnReader:
    """Reads one column of a file. `may_be_bad` tells whether a value that cannot be used has been met."""

    def __init__(self, column: Column, bounds: Bounds) -> None:
        """Prepare the reader of one value, and what is remembered."""
        one = values.bounded(_reader(column, bounds), longest=column.longest, required=column.required)
        self.may_be_bad = False
        self._column = column
        self._remembered = _Remembered(one, self._met)
        self._plain = _TAKEN_AS_THEY_STAND.get(column.read) if column.name in _MOSTLY_NEW else None

    def read(self, raw: Sequence[str]) -> list[Read]:
        """Return our values, Bad among them."""
        if self._plain is None:
            return list(map(self._remembered.__getitem__, raw))
        trimmed = list(map(str.strip, raw))
        is_usable = max(map(len, trimmed)) <= self._column.longest and not (self._column.required and "" in trimmed)
        if is_usable and self._plain("".join(trimmed), trimmed):
            return [*trimmed]
        return list(map(self._remembered.__getitem__, raw))

    def bad(self, read: Sequence[Read]) -> set[int]:
        """Return the places of values that cannot be used."""
        if not self.may_be_bad:
            return set()
        return {place for place, value in enumerate(read) if type(value) is Bad}

    def _met(self, made: Read) -> None:
        self.may_be_bad = self.may_be_bad or type(made) is Bad


class _Remembered(dict[str, Read]):
    """A function that remembers, as a dictionary: a value that comes again costs next to nothing."""

    def __init__(self, function: Reader, made_known: Callable[[Read], None]) -> None:
        self._function = function
        self._made_known = made_known

    def __missing__(self, value: str) -> Read:
        if len(self) >= _REMEMBERED:
            self.clear()
        made = self[value] = self._function(value)
        self._made_known(made)
        return made


def _reader(column: Column, bounds: Bounds) -> Reader:
    if column.read == "date":
        return values.date_reader(column.form)
    if column.read == "code":
        return values.code_reader(column.codes)
    if column.read == "county":
        return values.county_reader(bounds)
    if column.read == "birth_year":
        return values.birth_year_reader(bounds)
    return _READERS[column.read]
