"""Papers: tagged, in one language, the same every time, and what their data says."""

import io
from datetime import UTC, datetime

import pypdf
import pytest

from laerling import papers

AT = datetime(2026, 10, 15, tzinfo=UTC)
SHEET = {
    "title": "Til deg",
    "lead": "Hei.",
    "sections": [{"heading": "Når?", "paragraphs": ["Nå."], "points": ["Ett"]}],
    "foot": "2026",
}
WORDS = {"qr": "QR", "point": "Pek.", "or": "Eller", "voluntary": "Frivillig."}


def read(paper: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(paper))


def slips(n):
    return {
        "title": "Lapper",
        "gathering": {"name": "Samling", "place": "Bodø", "when": "3.11.2026"},
        "words": {"nb": WORDS, "nn": WORDS | {"point": "Peik."}},
        "slips": [
            {
                "name": f"Kari Nr{number}",
                "code": "abcd efgh",
                "address": "svar.eksempel.no",
                "qr": papers.qr(f"https://svar.eksempel.no/s/{number}"),
                "language": "nn" if number % 2 else "nb",
            }
            for number in range(n)
        ],
    }


def test_paper_is_tagged_and_says_its_language_and_title():
    reader = read(papers.typeset("sheet", SHEET, language="nn", made_at=AT))
    root = reader.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "nn-NO"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Til deg"
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    assert "Når?" in reader.pages[0].extract_text()


def test_same_values_give_the_same_paper():
    assert papers.typeset("sheet", SHEET, language="nb", made_at=AT) == papers.typeset(
        "sheet", SHEET, language="nb", made_at=AT
    )


def test_every_person_gets_one_slip_whole_in_their_own_written_form():
    pages = [page.extract_text() for page in read(papers.typeset("slips", slips(9), language="nb", made_at=AT)).pages]

    assert len(pages) == 3
    for number in range(9):
        (page,) = (text for text in pages if f"Kari Nr{number}\n" in text)
        assert page.split(f"Kari Nr{number}\n")[1].startswith("Peik." if number % 2 else "Pek.")


def test_slip_is_data_and_never_markup():
    given = slips(1)
    given["slips"][0]["name"] = '#panic("x") *Ola* $1$ <a@b>'

    text = read(papers.typeset("slips", given, language="nb", made_at=AT)).pages[0].extract_text()

    assert '#panic("x") *Ola* $1$ <a@b>' in text


@pytest.mark.parametrize("kind", ["", "no-such", "_paper", "../setting", "sheet.typ"])
def test_unknown_paper_is_refused(kind):
    with pytest.raises(papers.UnknownPaper):
        papers.typeset(kind, SHEET, language="nb", made_at=AT)
