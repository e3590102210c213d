"""What differs between two extracts in words, and as lines of a workbook."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Final, Literal

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laerling.portals.ordering.words import Words
from laerling.portals.shell.templatetags.shell import day
from laerling.sample.queries import ColumnChange, Difference, Side
from laerling.sample.words import REASONS

KINDS: Words = {
    "in": gettext_lazy("Came in"),
    "out": gettext_lazy("Fell out"),
    "changed": gettext_lazy("Asked still, but changed"),
}

# A spreadsheet takes a text that begins so for a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """A register value that changed: the column, the value before and after; both empty where they are not shown."""

    heading: str
    before: str
    after: str
    is_shown: bool

    @property
    def text(self) -> str:
        """The change in one line."""
        if not self.is_shown:
            return _("%(column)s: changed") % {"column": self.heading}
        return f"{self.heading}: {self.before} → {self.after}"


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """A person whose place differs between the lists, in words."""

    person: Difference
    before: tuple[str, ...]
    after: tuple[str, ...]
    columns: tuple[ColumnLine, ...]


def difference_line(difference: Difference) -> DifferenceLine:
    """Return a difference in words."""
    before = side(difference.before)
    if difference.other_number:
        before = (_("Asked by contract %(number)s") % {"number": difference.other_number},)
    return DifferenceLine(difference, before, side(difference.after), column_lines(difference.columns))


def side(one: Side) -> tuple[str, ...]:
    """Return what a list said of a contract."""
    if one.standing == "asked":
        return (_("Asked"),)
    if one.standing == "absent":
        return (_("The contract was not in the extract"),)
    if one.standing == "elsewhere":
        return (_("On another county's or training office's list"),)
    return tuple(str(REASONS.get(reason, reason)) for reason in one.reasons)


def column_lines(columns: Iterable[ColumnChange]) -> tuple[ColumnLine, ...]:
    """Return register values that changed, in words."""
    return tuple(
        ColumnLine(change.heading, _value(change, "before"), _value(change, "after"), change.is_shown)
        for change in columns
    )


def workbook(lines: Iterable[DifferenceLine], *, year: int) -> bytes:
    """Return differences as an Excel workbook: one real table, no formula in any cell."""
    buffer = BytesIO()
    settings = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, settings) as book:
        sheet = book.add_worksheet(_("Differences"))
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        headings = _headings()
        rows = [[_guarded(text) for text in _cells(line)] for line in lines] or [[""] * len(headings)]
        columns = [{"header": heading, "format": wrapped} for heading in headings]
        sheet.add_table(0, 0, len(rows), len(headings) - 1, {"columns": columns, "data": rows, "name": "Differences"})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 5, 22)
        sheet.set_column(6, len(headings) - 1, 44)
        book.set_properties({"title": _("Preliminary against final list %(year)s") % {"year": year}})
    return buffer.getvalue()


def _headings() -> list[str]:
    return [
        _("What"),
        _("Contract"),
        _("Name"),
        _("County"),
        _("Training office or establishment"),
        _("Member establishment"),
        _("On the preliminary list"),
        _("On the final list"),
        _("What changed in the register"),
    ]


def _cells(line: DifferenceLine) -> list[str]:
    person = line.person
    return [
        str(KINDS[person.kind]),
        person.number,
        person.name,
        person.county_code,
        person.party_name,
        person.member_name,
        "\n".join(line.before),
        "\n".join(line.after),
        "\n".join(column.text for column in line.columns),
    ]


def _value(change: ColumnChange, moment: Literal["before", "after"]) -> str:
    value = change.before if moment == "before" else change.after
    if value is None or value == "":
        return _("empty")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return day(value) if isinstance(value, date) else value


def _guarded(text: str) -> str:
    """Return a text no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
