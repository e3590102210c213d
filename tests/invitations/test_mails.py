from datetime import date
from html.parser import HTMLParser

import pytest

from laerling.invitations.mails import Letter, deadline
from laerling.invitations.texts import OwnLine, first_letters
from laerling.invitations.texts.lines import with_line

VALUES = {
    "navn": "Kari Åsen",
    "kontor": "Opplæringskontoret for <bygg> & anlegg",
    "frist": "20. desember 2026",
    "lenke": "http://127.0.0.1:8001/s/abc",
    "nei": "http://127.0.0.1:8001/s/abc?nei",
    "hjelp": "support@eksempel.no",
}


class Reader(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.tags, self.links, self.languages, self.words = [], {}, [], ""
        self.open_link = None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.tags.append(tag)
        self.languages += [found["lang"]] if "lang" in found else []
        if tag == "a":
            self.open_link = found["href"]

    def handle_endtag(self, tag):
        if tag == "a":
            self.open_link = None

    def handle_data(self, data):
        self.words += data
        if self.open_link:
            self.links[data] = self.open_link


def letter(*forms, kind="invitation", own=None):
    texts = {
        form: with_line(text, "email", form, own=own or OwnLine(), sender="Vestland")
        for form, text in first_letters()[kind, "email"].texts.items()
    }
    return Letter(texts[forms[0]].subject, [(form, texts[form].body) for form in forms])


def test_fill_writes_the_same_in_text_and_html():
    mail = letter("nb").fill(VALUES)
    page = Reader(mail.html)
    assert mail.text.startswith("Hei Kari Åsen\n\n")
    assert "{" not in mail.text
    assert "{" not in mail.html
    assert VALUES["kontor"] in mail.text
    assert VALUES["kontor"] in page.words
    assert f"Svar på Lærlingundersøkelsen: {VALUES['lenke']}" in mail.text
    assert page.links == {
        "Svar på Lærlingundersøkelsen": VALUES["lenke"],
        "Ikke send meg flere påminnelser": VALUES["nei"],
        VALUES["hjelp"]: "mailto:support@eksempel.no",
    }
    assert page.languages == ["nb", "nb"]
    assert "title" in page.tags


def test_unknown_written_form_gets_bokmaal_first_then_nynorsk_in_one_mail():
    both = letter("nb", "nn")
    mail = both.fill(VALUES)
    assert both.language == "nb"
    assert mail.text.index("Hvordan har du det") < mail.text.index("Korleis har du det")
    assert Reader(mail.html).languages == ["nb", "nb", "nn"]
    assert mail.text.count(VALUES["lenke"]) == 2 * 2  # the link and the decline address, in each form


@pytest.mark.parametrize(
    "name", ["{lenke}", "<script>alert(1)</script>", "Kari\r\nBcc: x@y.no", "&amp; {nei}", '"><a href=x>']
)
def test_a_name_stays_a_name(name):
    mail = letter("nn").fill({**VALUES, "navn": name})
    page = Reader(mail.html)
    assert mail.text.startswith(f"Hei {' '.join(name.split())}\n\n")
    assert f"Hei {' '.join(name.split())}" in page.words
    assert "script" not in page.tags
    assert len(page.links) == 3


def test_a_senders_line_stays_text():
    own = OwnLine(nb="<img src=x> {navn}: her er {lenke}", nn="x")
    mail = letter("nb", own=own).fill(VALUES)
    page = Reader(mail.html)
    assert "Melding fra Vestland: <img src=x> Kari Åsen: her er http://127.0.0.1:8001/s/abc" in mail.text
    assert "img" not in page.tags
    assert page.links["http://127.0.0.1:8001/s/abc"] == VALUES["lenke"]


def test_deadline_is_a_date_both_forms_write_alike():
    assert deadline(date(2026, 12, 20)) == "20. desember 2026"
