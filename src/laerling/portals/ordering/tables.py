"""A table of figures as a page and a workbook both show it: the same numbers, and the same ones hidden."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any, Final, Literal

import xlsxwriter
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from laerling.portals.shell.templatetags.shell import day

# The sign of a protected figure; and what a spreadsheet would take for a formula.
_SIGN: Final = "*"
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
HIDDEN: Final = None
Cell = str | int | float | date | None
Kind = Literal["text", "count", "pct", "day"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `workbook_label` where a workbook says more, such as the unit of a share."""

    label: str
    kind: Kind = "count"
    workbook_label: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row, its name first. None is a protected figure. `status` is a colour and words beside the name."""

    cells: tuple[Cell, ...]
    status: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell as the page writes it."""

    label: str
    text: str
    is_number: bool
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its title, which is also the name of its sheet, and of its file together with the year."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def lines(self) -> Iterator[tuple[str, tuple[str, str] | None, tuple[Shown, ...]]]:
        """Each row as the page writes it: its name, its status, its cells."""
        for row in self.rows:
            cells = tuple(
                Shown(column.label, written(cell, column.kind), column.kind != "text", cell is HIDDEN)
                for column, cell in zip(self.columns[1:], row.cells[1:], strict=True)
            )
            yield written(row.cells[0], self.columns[0].kind), row.status, cells


def written(cell: Cell, kind: Kind) -> str:
    """Return a cell in the reader's language."""
    if cell is None:
        return _SIGN
    if isinstance(cell, date):
        return str(day(cell))
    if isinstance(cell, str):
        return cell
    return percent(cell) if kind == "pct" else number_format(cell)


def percent(value: float) -> str:
    """Return a share with one decimal: "38,2 %"."""
    gap = "" if (get_language() or "").startswith("en") else "\u00a0"
    return f"{number_format(value, 1)}{gap}%"


def workbook(table: Table, *, about: tuple[str, ...]) -> bytes:
    """Return a table as an Excel workbook: one real table, and a sheet that says what the figures are."""
    buffer = BytesIO()
    settings = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, settings) as book:
        sheet = book.add_worksheet(table.title[:31])
        dates = book.add_format({"num_format": "yyyy-mm-dd"})
        shares = book.add_format({"num_format": "0.0"})
        formats = {"day": dates, "pct": shares}
        has_status = any(row.status for row in table.rows)
        columns: list[dict[str, Any]] = [
            {"header": column.workbook_label or column.label, "format": formats.get(column.kind)}
            for column in table.columns
        ]
        rows = [[_plain(cell) for cell in row.cells] for row in table.rows]
        if has_status:
            columns.append({"header": _("Note")})
            rows = [[*cells, row.status[1] if row.status else ""] for cells, row in zip(rows, table.rows, strict=True)]
        rows = rows or [[""] * len(columns)]
        sheet.add_table(0, 0, len(rows), len(columns) - 1, {"columns": columns, "data": rows, "name": "Figures"})
        sheet.freeze_panes(1, 1)
        sheet.autofit()
        notes = book.add_worksheet(_("About the figures"))
        notes.set_column(0, 0, 100, book.add_format({"text_wrap": True, "valign": "top"}))
        for position, sentence in enumerate(about):
            notes.write_string(position, 0, sentence)
    return buffer.getvalue()


def _plain(cell: Cell) -> Any:
    if cell is None:
        return _SIGN
    if isinstance(cell, float):
        return round(cell, 1)
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return cell
