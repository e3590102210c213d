"""What was done as CSV and as an Excel workbook, in the words of the page."""

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO

import xlsxwriter
from django.utils.translation import gettext as _

from laerling.kernel.clock import in_oslo
from laerling.portals.history.showing import DoneLine


def csv_file(lines: Sequence[DoneLine]) -> bytes:
    """Return the lines as CSV for a Norwegian spreadsheet: UTF-8 with its mark, semicolons, times of Oslo."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(_headings())
    writer.writerows(
        [_plain(value) for value in (f"{in_oslo(line.at):%Y-%m-%d %H:%M:%S}", line.who, line.what)] for line in lines
    )
    return text.getvalue().encode("utf-8-sig")


def xlsx_file(lines: Sequence[DoneLine]) -> bytes:
    """Return the lines as a workbook with one table, times of Oslo."""
    buffer = BytesIO()
    settings = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, settings) as book:
        sheet = book.add_worksheet(_("What has been done"))
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        rows = [(in_oslo(line.at).replace(tzinfo=None), line.who, line.what) for line in lines]
        columns = [{"header": heading} for heading in _headings()]
        columns[0]["format"] = moment
        sheet.add_table(0, 0, max(len(rows), 1), 2, {"name": "Historikk", "data": rows, "columns": columns})
        for place, width in enumerate((20, 32, 70)):
            sheet.set_column(place, place, width)
        sheet.freeze_panes(1, 0)
    return buffer.getvalue()


def _headings() -> tuple[str, str, str]:
    return _("When"), _("Who"), _("What")


def _plain(value: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
