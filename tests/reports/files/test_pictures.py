"""A picture stands alone: its own colours, its title, its key and its release. Files of one release are the same bytes."""

import re
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from tests.reports.files import example

import laerling.portals.reporting
from laerling.reports.files import FORMATS, NoPicture, write
from laerling.reports.files.palette import COLOURS

SHEET = Path(laerling.portals.reporting.__file__).parent / "static" / "reporting" / "reporting.css"


def test_picture_has_title_key_words_and_release():
    root = ET.fromstring(write(example.report(), "svg"))
    texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert texts[:3] == ["Trives du?", "Ja", "Nei"]
    assert texts[-1].endswith("versjon 30db525b.")
    assert root.findtext("{http://www.w3.org/2000/svg}desc").startswith("Vestland: Ja 42 %")


def test_picture_needs_no_style_sheet():
    text = write(example.report(), "svg").decode()
    assert "class=" not in text
    assert COLOURS["good-5"].fill in text


def test_png_is_a_picture_twice_as_large():
    content = write(example.report(), "png")
    assert content.startswith(b"\x89PNG")
    assert int.from_bytes(content[16:20], "big") == 2 * (720 + 32)


def test_report_without_a_chart_has_no_picture():
    report = example.report()
    with pytest.raises(NoPicture):
        write(replace(report, sections=report.sections[:1]), "svg")


def test_colours_are_those_of_the_page_in_light():
    light = SHEET.read_text().split("@media")[0]
    said = dict(re.findall(r"--((?:chart|step)-[\w-]+): (#[0-9a-f]{3,6})", light))

    def long(value):
        return value if len(value) == 7 else "#" + "".join(sign * 2 for sign in value[1:])

    for name, ink in COLOURS.items():
        family, _dash, step = name.partition("-")
        if name == "outside":
            continue
        key = f"chart-{step}" if family == "good" else f"step-{step}" if family == "step" else f"chart-{name}"
        assert long(said[key]) == ink.fill, name
        if family in {"good", "step"}:
            on = f"chart-on-{step}" if family == "good" else f"step-on-{step}"
            assert long(said[on]) == ink.on, name


@pytest.mark.parametrize("kind", FORMATS)
def test_same_release_gives_the_same_file(kind):
    assert write(example.report(), kind) == write(example.report(), kind)


@pytest.mark.parametrize("kind", ["xlsx", "pptx"])
def test_archives_are_dated_to_the_release_throughout(kind):
    made = example.STAMP.made_at

    def look(content):
        with zipfile.ZipFile(BytesIO(content)) as parts:
            assert {entry.date_time[:3] for entry in parts.infolist()} == {(made.year, made.month, made.day)}
            dates = re.findall(rb"<dcterms:\w+[^>]*>([^<]*)<", parts.read("docProps/core.xml"))
            assert set(dates) == {made.strftime("%Y-%m-%dT%H:%M:%SZ").encode()}
            for name in parts.namelist():
                if name.endswith(".xlsx"):
                    look(parts.read(name))

    look(write(example.report(), kind))
