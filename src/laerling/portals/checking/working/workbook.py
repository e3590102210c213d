"""Findings as an Excel workbook: a real table a person can sort and write in, and paste back (M7)."""

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from typing import Final

import xlsxwriter
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from laerling.kernel.clock import in_oslo
from laerling.portals.checking.lines import Line
from laerling.portals.checking.words import STATUSES

# What a spreadsheet would take for the beginning of a formula.
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
# What one can still work through in a workbook, and what one sheet of ours may hold. All of Norway has had 20,000.
LONGEST_LIST: Final = 60_000
_NOTE_AT_MOST: Final = 500

# Column -> heading. "id", "status" and "note" are read back; the others are there to be looked at.
HEADINGS: Final[dict[str, str | Promise]] = {
    "id": gettext_lazy("Id"),
    "label": gettext_lazy("What is wrong"),
    "who": gettext_lazy("On whom"),
    "number": gettext_lazy("Contract or organisation number"),
    "unit": gettext_lazy("Establishment or office"),
    "cost": gettext_lazy("What it costs"),
    "n": gettext_lazy("Apprentices"),
    "column": gettext_lazy("Field"),
    "shape": gettext_lazy("Looks like"),
    "mended_in": gettext_lazy("Mended in"),
    "assigned": gettext_lazy("With"),
    "reason": gettext_lazy("Reason"),
    "status": pgettext_lazy("finding", "Status"),
    "note": gettext_lazy("Note"),
}
_WIDTHS: Final = {"id": 9, "label": 42, "who": 28, "number": 18, "unit": 30, "cost": 34, "status": 24, "note": 50}
_WRITTEN: Final = frozenset({"status", "note"})


def workbook(lines: Iterable[Line], *, title: str, made_at: datetime) -> bytes:
    """Return the findings as a workbook, with the status as a drop-down list and room for a note."""
    buffer = BytesIO()
    settings = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, settings) as book:
        book.set_properties({"title": title, "created": in_oslo(made_at).replace(tzinfo=None)})
        _findings(book, [_row(line) for line in lines])
        _about(book, title)
    return buffer.getvalue()


def _findings(book: xlsxwriter.Workbook, rows: list[list[str | int]]) -> None:
    sheet = book.add_worksheet(_("Faults"))
    wrapped, written = (
        book.add_format({"text_wrap": True, "valign": "top"}),
        book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#FFF7E0"}),
    )
    columns = [
        {"header": str(heading), "format": written if name in _WRITTEN else wrapped}
        for name, heading in HEADINGS.items()
    ]
    last = max(len(rows), 1)
    sheet.add_table(
        0,
        0,
        last,
        len(columns) - 1,
        {"columns": columns, "data": rows, "name": "Findings", "style": "Table Style Light 1"},
    )
    for place, name in enumerate(HEADINGS):
        sheet.set_column(place, place, _WIDTHS.get(name, 14))
    names = list(HEADINGS)
    sheet.data_validation(1, names.index("status"), last, names.index("status"), _choice())
    sheet.data_validation(1, names.index("note"), last, names.index("note"), _short())
    sheet.freeze_panes(1, 3)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _choice() -> dict[str, object]:
    return {
        "validate": "list",
        "source": [str(words) for words in STATUSES.values()],
        "error_title": _("Choose from the list"),
        "error_message": _("The status is one of those in the list."),
    }


def _short() -> dict[str, object]:
    return {
        "validate": "length",
        "criteria": "<=",
        "value": _NOTE_AT_MOST,
        "error_title": _("Too long"),
        "error_message": _("A note is 500 characters at most."),
    }


def _about(book: xlsxwriter.Workbook, title: str) -> None:
    sheet = book.add_worksheet(_("How to use the list"))
    sheet.set_column(0, 0, 100, book.add_format({"text_wrap": True, "valign": "top"}))
    for place, sentence in enumerate(
        (
            title,
            _(
                "Write in the columns Status and Note. The other columns are for looking at; changes there count for nothing."
            ),
            _(
                "Leave the column Id as it is: it says which fault a row is about. Rows may be sorted, moved and left out."
            ),
            _("A fault that will not be mended needs a reason in the note."),
            _("Then hand the workbook in on the page Paste back, or copy rows from here and paste them there."),
            _(
                "Corrections themselves are made in VIGO, NOR and NLR. A fault closes itself when the next extract proves it mended."
            ),
            _("The list names persons. Keep it no longer than you need it."),
        )
    ):
        sheet.write_string(place, 0, sentence)


def _row(line: Line) -> list[str | int]:
    finding = line.finding
    given: dict[str, str | int] = {
        "id": finding.id,
        "label": line.label,
        "who": line.who,
        "number": finding.contract_number or finding.orgnr,
        "unit": finding.unit_name,
        "cost": line.cost,
        "n": finding.n_apprentices,
        "column": finding.column,
        "shape": finding.shape,
        "mended_in": line.mended_in,
        "assigned": finding.assigned_to_name,
        "reason": finding.reason,
        "status": line.status,
        "note": finding.note,
    }
    return [guarded(value) if isinstance(value, str) else value for value in given.values()]


def guarded(text: str) -> str:
    """Return a text no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def unguarded(text: str) -> str:
    """Return a text as it was before it was guarded."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(FORMULA) else text
