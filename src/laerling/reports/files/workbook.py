"""A report as an Excel workbook: all figures as lines, the tables as on the page, and a sheet that says what they are."""

from io import BytesIO
from typing import Any, Final

import xlsxwriter
from django.utils.translation import gettext as _

from laerling.kernel.clock import in_oslo
from laerling.reports.files.document import Cell, Chart, Number, Report, Table
from laerling.reports.files.figures import guarded, reckoned
from laerling.reports.files.lines import headings, lines
from laerling.reports.files.palette import COLOURS
from laerling.reports.files.saying import file_title, stamp_line
from laerling.reports.files.steady import steady

_SETTINGS: Final = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_FORMATS: Final = {"mean": "0.0", "percent": '0" %"', "people": "# ##0", "count": "# ##0"}
_STYLE: Final = "Table Style Light 1"


def xlsx_file(report: Report) -> bytes:
    """Return the workbook. The same release gives the same bytes."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, _SETTINGS) as book:
        made = in_oslo(report.stamp.made_at).replace(tzinfo=None)
        book.set_properties({"title": file_title(report), "comments": stamp_line(report), "created": made})
        _all_figures(book, report)
        places = _tables(book, report)
        _charts(book, report, places)
        _about(book, report)
    return steady(buffer.getvalue(), report.stamp.made_at)


def _all_figures(book: Any, report: Report) -> None:
    sheet = book.add_worksheet(_("Figures"))
    rows = [list(line) for line in lines(report)]
    columns = [{"header": heading} for heading in headings()]
    sheet.add_table(0, 0, max(1, len(rows)), len(columns) - 1, _look(columns, rows, "Figures"))
    sheet.freeze_panes(1, 0)
    sheet.autofit(420)


def _tables(book: Any, report: Report) -> dict[str, int]:
    """Write the tables under each other, each a real table under its title; return the row each begins at, by title."""
    sheet = book.add_worksheet(_("Tables"))
    bold = book.add_format({"bold": True, "font_size": 12})
    formats = {
        (kind, mark): book.add_format({"num_format": f'{look}" {mark}"' if mark else look, "align": "right"})
        for kind, look in _FORMATS.items()
        for mark in sorted({"", *_marks(report)})
    }
    sheet.set_column(0, 0, 52)
    sheet.set_column(1, 12, 18)
    sheet.write_string(0, 0, guarded(file_title(report)), bold)
    sheet.write_string(1, 0, stamp_line(report))
    at, places = 3, {}
    for position, table in enumerate(report.tables):
        sheet.write_string(at, 0, guarded(table.title), bold)
        places[table.title] = at + 1
        _one_table(sheet, table, at + 1, f"Table{position + 1}", formats)
        at += len(table.rows) + 4
    return places


def _marks(report: Report) -> set[str]:
    return {cell.mark for table in report.tables for row in table.rows for cell in row if isinstance(cell, Number)}


def _one_table(sheet: Any, table: Table, at: int, name: str, formats: dict[tuple[str, str], Any]) -> None:
    rows = [[reckoned(cell) for cell in row] for row in table.rows]
    columns = [{"header": guarded(heading)} for heading in _apart(table.headings)]
    sheet.add_table(at, 0, at + max(1, len(rows)), len(columns) - 1, _look(columns, rows, name))
    for down, row in enumerate(table.rows, start=at + 1):
        for across, cell in enumerate(row):
            _dress(sheet, down, across, cell, formats)


def _dress(sheet: Any, down: int, across: int, cell: Cell, formats: dict[tuple[str, str], Any]) -> None:
    """Write a number again with its look; a sign stands to the right as a number does."""
    if isinstance(cell, Number):
        value = reckoned(cell)
        write = sheet.write_string if isinstance(value, str) else sheet.write_number
        write(down, across, value, formats[cell.kind, cell.mark])


def _apart(texts: tuple[str, ...]) -> list[str]:
    """Return headings no two of which are alike: a real table takes no others."""
    seen: dict[str, int] = {}
    found = []
    for text in texts:
        seen[text.lower()] = number = seen.get(text.lower(), 0) + 1
        found.append(text if number == 1 else f"{text} ({number})")
    return found


def _look(columns: list[dict[str, str]], rows: list[list[Any]], name: str) -> dict[str, Any]:
    return {"columns": columns, "data": rows, "name": name, "style": _STYLE}


def _charts(book: Any, report: Report, places: dict[str, int]) -> None:
    """Draw the charts that bars can draw as Excel's own, from the cells of their tables; each says its words."""
    charts = [chart for chart in report.charts if chart.look == "bars" and chart.title in places]
    if not charts:
        return
    sheet = book.add_worksheet(_("Charts"))
    for position, chart in enumerate(charts):
        drawn = _bars(book, chart, places[chart.title])
        sheet.insert_chart(position * 18, 0, drawn, {"description": chart.alternative})
    sheet.write_string(len(charts) * 18, 0, stamp_line(report))


def _bars(book: Any, chart: Chart, at: int) -> Any:
    drawn = book.add_chart({"type": "bar", "subtype": "percent_stacked"})
    sheet = _("Tables")
    for position, line in enumerate(chart.lines):
        row = at + 1 + position
        drawn.add_series(
            {
                "name": [sheet, row, 0],
                "categories": [sheet, at, 1, at, len(chart.categories)],
                "values": [sheet, row, 1, row, len(chart.categories)],
                "fill": {"color": COLOURS[line.ink].fill},
                "border": {"color": "#8a97a0", "width": 0.5},
                "gap": 60,
            }
        )
    drawn.set_title({"name": chart.title, "name_font": {"size": 11}})
    drawn.set_y_axis({"reverse": True})
    drawn.set_x_axis({"num_format": "0%", "major_gridlines": {"visible": False}})
    drawn.set_legend({"position": "bottom"})
    drawn.set_size({"width": 860, "height": 340})
    return drawn


def _about(book: Any, report: Report) -> None:
    sheet = book.add_worksheet(_("About the figures"))
    sheet.set_column(0, 0, 100, book.add_format({"text_wrap": True, "valign": "top"}))
    for position, sentence in enumerate((guarded(file_title(report)), *report.about, stamp_line(report))):
        sheet.write_string(position, 0, sentence)
