"""A list that comes back: the id, status and note of each row, from a workbook, a text file or pasted cells."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from laerling.kernel.errors import Refusal
from laerling.portals.checking.working.workbook import HEADINGS, LONGEST_LIST, unguarded
from laerling.register.reading import open_table

_READ: Final = ("id", "status", "note")
_LANGUAGES: Final = ("nb", "nn", "en")


@dataclass(frozen=True, slots=True)
class Cells:
    """One row as it came: its number as a person finds it, and the three cells that are read. Nothing is judged yet."""

    row_number: int
    id: str
    status: str
    note: str


class NoIdColumn(Refusal):
    """Nothing tells which fault a row is about."""

    code = "no_id_column"
    status = 422
    sentence = _("The list must have the column Id, and Status or Note. Use the workbook from the list of faults.")


class TooManyRows(Refusal):
    """More rows than any list of ours has."""

    code = "too_many_rows"
    status = 413
    sentence = _("The list has more than %(rows)s rows. Hand it in in parts.")


def from_file(content: BinaryIO) -> list[Cells]:
    """Read a workbook or a text file, however hostile. Raises NoIdColumn, TooManyRows and register's file refusals."""
    table = open_table(content)
    rows = ((number, fields or []) for number, fields in table.rows)
    return _read(table.headings, rows)


def from_text(text: str) -> list[Cells]:
    """Read cells pasted from a spreadsheet: with the row of headings, else just id, status and note in that order.

    Raises NoIdColumn and TooManyRows.
    """
    rows = list(islice(_pasted(text), LONGEST_LIST + 2))
    if not rows:
        raise NoIdColumn
    _number, first = rows[0]
    if "id" in _places(first):
        return _read(first, iter(rows[1:]))
    if len(first) == len(HEADINGS):
        return _read([str(heading) for heading in HEADINGS.values()], iter(rows))
    if len(first) == len(_READ):
        return _read(list(_READ), iter(rows))
    raise NoIdColumn


def _pasted(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield rows of cells parted by tabs, with the line they begin on; a cell of several lines is in quotation marks."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t")
    while True:
        number = reader.line_num + 1
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise NoIdColumn from None
        if any(field.strip() for field in fields):
            yield number, fields


def _read(headings: Iterable[str], rows: Iterator[tuple[int, list[str]]]) -> list[Cells]:
    places = _places(headings)
    if "id" not in places or len(places) == 1:
        raise NoIdColumn
    found: list[Cells] = []
    for number, fields in rows:
        if len(found) == LONGEST_LIST:
            raise TooManyRows(rows=LONGEST_LIST)
        cells = {name: fields[place].strip() if place < len(fields) else "" for name, place in places.items()}
        found.append(Cells(number, cells["id"], cells.get("status", ""), unguarded(cells.get("note", ""))))
    return found


def _places(headings: Iterable[str]) -> dict[str, int]:
    """Return where the columns that are read stand, by their heading in any language or their code."""
    known = {name: name for name in _READ}
    for language in _LANGUAGES:
        with override(language):
            known |= {str(HEADINGS[name]).casefold(): name for name in _READ}
    found: dict[str, int] = {}
    for place, heading in enumerate(headings):
        name = known.get(heading.strip().casefold())
        if name:
            found.setdefault(name, place)
    return found
