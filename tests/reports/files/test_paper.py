"""PDF/UA: tagged, titled, in one language, with bookmarks, headings of tables and words for charts."""

from io import BytesIO

import pypdf
import pytest
from tests.reports.files import example

from laerling.reports.files import write


@pytest.fixture
def reader():
    return pypdf.PdfReader(BytesIO(write(example.report("nn"), "pdf")))


def elements(node):
    """Yield every element of a structure tree."""
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from elements(child)
    elif isinstance(node, pypdf.generic.DictionaryObject):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from elements(node["/K"])


def test_paper_is_tagged_and_says_its_language_title_and_standard(reader):
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "nn-NO"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Resultater – Vestland"
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()


def test_tables_have_headings_and_charts_have_words(reader):
    found = list(elements(reader.trailer["/Root"]["/StructTreeRoot"]["/K"]))
    kinds = [element["/S"] for element in found]
    assert kinds.count("/Table") == 3
    assert kinds.count("/TH") >= 3 + 3 + 2
    words = [element["/Alt"] for element in found if element["/S"] == "/Figure" and "/Alt" in element]
    assert "Vestland: Ja 42 %, Nei 58 %. Kontoret Lite: * (skjermet)." in words
    assert {"/H1", "/H2", "/H3"} <= set(kinds)


def test_bookmarks_are_the_sections(reader):
    def titles(entries):
        for entry in entries:
            yield from titles(entry) if isinstance(entry, list) else [entry.title]

    assert list(titles(reader.outline)) == ["Resultater", "Indekser", "Trives du?", "Mobbing", "Slik leser du tallene"]


def test_figures_are_those_of_the_tables_and_the_release_is_on_every_page(reader):
    text = "\n".join(page.extract_text() for page in reader.pages).replace("\xa0", " ")
    assert "Motivasjon 3,8 3,0" in text
    assert "Ja 42 % *" in text
    assert "Antall svar 1 204 *" in text
    assert all("versjon 30db525b" in page.extract_text() for page in reader.pages)


def test_text_is_data_and_never_markup():
    text = pypdf.PdfReader(BytesIO(write(example.report(title='#panic("x") *fet* $1$'), "pdf"))).pages[0].extract_text()
    assert '#panic("x") *fet* $1$' in text
