"""An overview as CSV and as an Excel workbook: the figures of the page, the same protection, the same sign."""

import csv
from dataclasses import dataclass
from io import BytesIO, StringIO

import xlsxwriter
from django.utils.formats import get_format
from django.utils.translation import gettext as _

from laerling.kernel.clock import in_oslo
from laerling.reports.types import Overview
from laerling.reports.words import SIGN

Value = str | int | float

# A spreadsheet takes a text that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Row:
    """One measure of one unit, as written: the sign where a figure is not shown, nothing where there is none."""

    unit_code: str
    unit_name: str
    measure: str
    value: Value
    n: Value
    n_invited: Value = ""


def rows(overview: Overview) -> tuple[Row, ...]:
    """Return the overview as rows: how many answered, then each index, for each unit."""
    found = [
        Row(
            unit.code,
            unit.name,
            _("Response rate, per cent"),
            _figure(entry.pct),
            _figure(entry.n),
            _figure(entry.n_invited),
        )
        for unit, entry in zip(overview.units, overview.answered, strict=True)
    ]
    for line in overview.indices:
        found.extend(
            Row(unit.code, unit.name, line.title, _figure(figure.mean), _figure(figure.n))
            for unit, figure in zip(overview.units, line.figures, strict=True)
        )
    return tuple(found)


def csv_file(overview: Overview) -> bytes:
    """Return the overview as CSV for a Norwegian spreadsheet: UTF-8 with its mark, semicolons, decimal comma."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(_headings())
    for line in _lines(overview):
        writer.writerow([_written(value) for value in line])
    return text.getvalue().encode("utf-8-sig")


def xlsx_file(overview: Overview) -> bytes:
    """Return the overview as a workbook: one real table, and a sheet that says what the figures are."""
    buffer = BytesIO()
    settings = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, settings) as book:
        # The same release gives the same file.
        book.set_properties(
            {"title": _title(overview), "created": in_oslo(overview.stamp.made_at).replace(tzinfo=None)}
        )
        sheet = book.add_worksheet(_("Results"))
        lines = [list(line) for line in _lines(overview)]
        columns = [{"header": heading} for heading in _headings()]
        sheet.add_table(0, 0, len(lines), len(columns) - 1, {"columns": columns, "data": lines, "name": "Results"})
        sheet.freeze_panes(1, 0)
        sheet.autofit()
        about = book.add_worksheet(_("About the figures"))
        about.set_column(0, 0, 100, book.add_format({"text_wrap": True, "valign": "top"}))
        for position, sentence in enumerate(_about(overview)):
            about.write_string(position, 0, sentence)
    return buffer.getvalue()


def _headings() -> list[str]:
    return [
        _("Year"),
        _("Code"),
        _("Unit"),
        _("Measure"),
        _("Value"),
        _("Number of answers"),
        _("Number invited"),
        _("Release"),
    ]


def _lines(overview: Overview) -> list[tuple[Value, ...]]:
    return [
        (
            overview.stamp.year,
            row.unit_code,
            _guarded(row.unit_name),
            _guarded(row.measure),
            row.value,
            row.n,
            row.n_invited,
            overview.stamp.version,
        )
        for row in rows(overview)
    ]


def _about(overview: Overview) -> tuple[str, ...]:
    figures = {"year": overview.stamp.year, "version": overview.stamp.version, "sign": SIGN}
    return (
        _title(overview),
        _("Indices run from 1 to 5, where 5 is best."),
        _("%(sign)s means that the figure is not shown, to protect those who answered.") % figures,
        _("All figures are from the release of %(year)s, version %(version)s.") % figures,
    )


def _title(overview: Overview) -> str:
    return _("The Apprentice Survey %(year)s, %(unit)s") % {
        "year": overview.stamp.year,
        "unit": overview.units[0].name,
    }


def _written(value: Value) -> str:
    return str(value).replace(".", str(get_format("DECIMAL_SEPARATOR"))) if isinstance(value, float) else str(value)


def _guarded(text: str) -> str:
    """Return a text no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _figure(value: float | None) -> Value:
    if value is None:
        return SIGN
    return value if isinstance(value, int) else round(value, 1)
