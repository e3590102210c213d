"""Files hold the figures of the page, and no spreadsheet takes a name for a formula."""

import csv
from io import BytesIO, StringIO

import pytest
from django.utils import translation
from python_calamine import CalamineWorkbook
from tests.release.population import OTHER, SMALL

from laerling.reports import files, queries
from laerling.reports.types import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_norwegian():
    with translation.override("nb"):
        yield


def overview(code, name, now):
    facts = queries.facts_of(2026, now)
    units = queries.compared(Unit("office", code, name), facts, nation="Hele landet")
    return queries.overview(facts=facts, units=units, language="nb")


def read(content):
    return list(csv.reader(StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_csv_holds_every_figure_of_the_overview(out):
    found = overview(OTHER, "Sør", out)
    headings, *lines = read(files.csv_file(found))
    assert headings == ["År", "Kode", "Enhet", "Mål", "Verdi", "Antall svar", "Antall i utvalget", "Publisering"]
    assert lines[0] == ["2026", OTHER, "Sør", "Svarprosent", "66,7", "30", "45", found.stamp.version]
    assert len(lines) == 3 * (1 + len(found.indices))


def test_hidden_figures_are_the_sign_in_every_column(out):
    lines = read(files.csv_file(overview(SMALL, "Lite", out)))
    assert [line[4:7] for line in lines if line[1] == SMALL and line[3] == "Svarprosent"] == [["*", "*", "*"]]
    assert {tuple(line[4:7]) for line in lines if line[1] == SMALL and line[3] != "Svarprosent"} == {("*", "*", "")}


def test_name_is_never_a_formula(out):
    found = overview(OTHER, "=Opplæringskontoret Sør", out)
    assert read(files.csv_file(found))[1][2] == "'=Opplæringskontoret Sør"
    sheet = CalamineWorkbook.from_filelike(BytesIO(files.xlsx_file(found))).get_sheet_by_index(0).to_python()
    assert sheet[1][2] == "'=Opplæringskontoret Sør"


def test_workbook_holds_the_same_figures_as_numbers(out):
    found = overview(SMALL, "Lite", out)
    book = CalamineWorkbook.from_filelike(BytesIO(files.xlsx_file(found)))
    headings, *lines = book.get_sheet_by_index(0).to_python()
    written = read(files.csv_file(found))
    assert headings == written[0]
    assert [[str(value).replace(".", ",").removesuffix(",0") for value in line] for line in lines] == [
        [value.removesuffix(",0") for value in line] for line in written[1:]
    ]
    assert book.sheet_names == ["Resultater", "Om tallene"]


def test_same_release_gives_the_same_workbook(out):
    found = overview(OTHER, "Sør", out)
    assert files.xlsx_file(found) == files.xlsx_file(found)
