"""Slides: native charts one can change, words for those who do not see them, notes, and one language throughout."""

import re
import zipfile
from io import BytesIO

import pytest
from lxml import etree
from pptx import Presentation
from python_calamine import CalamineWorkbook
from tests.reports.files import example

from laerling.reports.files import write


@pytest.fixture
def deck():
    return Presentation(BytesIO(write(example.report("nn"), "pptx")))


def charts(deck):
    return [shape for slide in deck.slides for shape in slide.shapes if shape.has_chart]


def test_every_slide_has_its_title_and_the_release_it_is_from(deck):
    assert [slide.shapes.title.text for slide in deck.slides] == [
        "Vestland",
        "Indekser",
        "Trives du?",
        "Mobbing",
        "Slik leser du tallene",
    ]
    for slide in deck.slides:
        assert "versjon 30db525b" in "".join(shape.text for shape in slide.shapes if shape.has_text_frame)


def test_charts_are_native_and_say_what_they_show(deck):
    (shape,) = charts(deck)
    assert shape._element.nvGraphicFramePr.cNvPr.get("descr").startswith("Vestland: Ja 42 %, Nei 58 %.")
    plot = shape.chart.plots[0]
    assert list(plot.categories) == ["Vestland", "'=Kontoret Lite *"]
    assert [(series.name, tuple(series.values)) for series in plot.series] == [
        ("Ja", (42.0, None)),
        ("Nei", (58.0, None)),
    ]


def test_notes_tell_the_figures_and_how_they_are_read(deck):
    notes = deck.slides[2].notes_slide.notes_text_frame.text
    assert "Ja: Vestland 42\xa0%, =Kontoret Lite *" in notes
    assert "Bare noen fikk spørsmålet." in notes
    assert "* betyr at tallet er skjermet." in notes


def test_tables_are_native_with_headings(deck):
    (shape,) = (shape for shape in deck.slides[1].shapes if shape.has_table)
    assert shape.table.first_row
    assert shape.table.first_col
    assert [cell.text for cell in shape.table.rows[1].cells] == ["Motivasjon", "3,8", "3,0"]


def test_all_text_is_in_the_language_of_the_report():
    parts = zipfile.ZipFile(BytesIO(write(example.report("nn"), "pptx")))
    for name in parts.namelist():
        if re.match(r"ppt/(slides|notesSlides|charts)/[^/]*\.xml", name):
            root = etree.fromstring(parts.read(name))
            runs = [run for run in root.iter("{*}r") if run.find("{*}t") is not None]
            assert {run.find("{*}rPr").get("lang") for run in runs} <= {"nn-NO"}, name


def test_workbook_behind_a_chart_holds_no_more_than_the_chart():
    parts = zipfile.ZipFile(BytesIO(write(example.report(), "pptx")))
    (name,) = (name for name in parts.namelist() if name.endswith(".xlsx"))
    rows = CalamineWorkbook.from_filelike(BytesIO(parts.read(name))).get_sheet_by_index(0).to_python()
    assert rows == [["", "Ja", "Nei"], ["Vestland", 42.0, 58.0], ["'=Kontoret Lite *", "", ""]]
