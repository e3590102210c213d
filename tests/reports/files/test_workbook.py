"""CSV and Excel: one figure a line, real tables, the same sign, and what the figures are."""

import csv
import re
import zipfile
from io import BytesIO, StringIO

from python_calamine import CalamineWorkbook
from tests.reports.files import example

from laerling.reports.files import write


def lines(content):
    return list(csv.reader(StringIO(content.decode("utf-8-sig")), delimiter=";"))


def sheets(content):
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_csv_has_one_figure_a_line_with_what_it_is_of():
    headings, *found = lines(write(example.report(), "csv"))
    assert headings[:8] == ["År", "Kode", "Enhet", "Gruppe", "Mål", "Svar", "Slags tall", "Verdi"]
    by = {(line[1], line[4], line[5]): line for line in found}
    assert by["46", "Motivasjon", ""][7:9] == ["3,8", "120"]
    assert by["46", "Trives du?", "Ja"][7:9] == ["42", "1204"]
    assert by["46", "Trives du?", "Aldri"][7] == "90–100\xa0%"
    assert {tuple(line[10:]) for line in found} == {("2026-12-28", "30db525b")}


def test_hidden_figure_is_the_sign_and_holds_nothing():
    found = [line for line in lines(write(example.report(), "csv")) if line[1] == example.LITE.code]
    assert [line[7:9] for line in found] == [["*", "*"], ["*", "*"]]
    assert found[0][2] == "'=Kontoret Lite"


def test_workbook_holds_the_lines_of_the_csv_as_numbers():
    figures = sheets(write(example.report(), "xlsx"))["Tall"]
    written = lines(write(example.report(), "csv"))
    assert figures[0] == written[0]
    assert [[str(value).replace(".0", "").replace(".", ",") for value in row] for row in figures[1:]] == [
        [value.removesuffix(",0") for value in row] for row in written[1:]
    ]


def test_workbook_has_real_tables_as_on_the_page():
    content = write(example.report(), "xlsx")
    parts = zipfile.ZipFile(BytesIO(content))
    assert sum(name.startswith("xl/tables/") for name in parts.namelist()) == 4
    rows = sheets(content)["Tabeller"]
    assert ["Motivasjon", 3.8, 3.0] in rows
    assert ["Ja", 42.0, "*"] in rows
    assert ["Antall svar", 1204.0, "*"] in rows
    assert ["Indeks", "Vestland", "Vestland (2)"] in rows


def test_workbook_says_what_the_figures_are_and_where_they_are_from():
    rows = [row[0] for row in sheets(write(example.report(), "xlsx"))["Om tallene"]]
    assert rows[0] == "Resultater – Vestland"
    assert "* betyr at tallet er skjermet." in rows
    assert rows[-1] == "Lærlingundersøkelsen 2026. Resultatene ble laget 28. desember 2026, versjon 30db525b."


def test_charts_of_a_workbook_are_native_and_say_what_they_show():
    parts = zipfile.ZipFile(BytesIO(write(example.report(), "xlsx")))
    assert sum(name.startswith("xl/charts/chart") for name in parts.namelist()) == 1
    drawing = parts.read("xl/drawings/drawing1.xml").decode()
    assert re.search(r'descr="Vestland: Ja 42 %, Nei 58 %\. Kontoret Lite: \* \(skjermet\)\."', drawing)
