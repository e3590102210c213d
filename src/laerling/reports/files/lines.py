"""A report as lines, one figure a line: what CSV holds, and the first sheet of a workbook."""

import csv
from io import StringIO

from django.utils.formats import get_format
from django.utils.translation import gettext as _

from laerling.reports.files.document import Number, Report, Source
from laerling.reports.files.figures import guarded, reckoned
from laerling.reports.words import SIGN

Value = str | int | float


def headings() -> tuple[str, ...]:
    """Return what each part of a line is."""
    return (
        _("Year"),
        _("Code"),
        _("Unit"),
        _("Group"),
        _("Measure"),
        _("Answer"),
        _("Kind of figure"),
        _("Value"),
        _("Number of answers"),
        _("Number invited"),
        _("Results made"),
        _("Release"),
    )


def lines(report: Report) -> list[tuple[Value, ...]]:
    """Return every figure of a report's tables, the sign where it is not shown, as a spreadsheet keeps them."""
    return [_line(report, number, number.source) for number in report.numbers if number.source]


def csv_file(report: Report) -> bytes:
    """Return the report as CSV for a Norwegian spreadsheet: UTF-8 with its mark, semicolons, decimal comma."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(headings())
    for line in lines(report):
        writer.writerow([_in_text(value) for value in line])
    return text.getvalue().encode("utf-8-sig")


def _line(report: Report, number: Number, source: Source) -> tuple[Value, ...]:
    kinds = {"mean": _("Mean"), "percent": _("Per cent"), "people": _("People"), "count": _("Number")}
    return (
        source.year,
        source.unit.code,
        guarded(source.unit.name),
        guarded(source.group),
        guarded(source.measure),
        guarded(source.answer),
        kinds[number.kind],
        reckoned(number),
        _people(source.n) if source.has_n else "",
        _people(source.n_invited) if source.has_invited else "",
        report.stamp.made_at.date().isoformat(),
        report.stamp.version,
    )


def _people(count: int | None) -> Value:
    return SIGN if count is None else count


def _in_text(value: Value) -> str:
    return str(value).replace(".", str(get_format("DECIMAL_SEPARATOR"))) if isinstance(value, float) else str(value)
