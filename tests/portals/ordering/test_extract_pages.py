"""Taking in a register file in the browser: a receipt, or one sentence at the form."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.portals.ordering.pages import text

from laerling.register.models import Contract, Extract

pytestmark = pytest.mark.django_db
NEW = "/uttrekk/nytt/"


@pytest.fixture
def send(directorate, cases):
    """Hand in a file as the directorate."""

    def send(content=None, register="vigo", stage="final", name="uttrekk.csv"):
        if content is None:
            content = (cases / f"{register}.csv").read_bytes()
        file = SimpleUploadedFile(name, content, "text/csv")
        return directorate.post(NEW, {"register": register, "stage": stage, "file": file})

    return send


def test_file_is_taken_in_and_gets_a_receipt(directorate, send):
    for register in ("nor", "nlr", "vigo"):
        response = send(register=register)
        assert response.status_code == 302

    extract = Extract.objects.get(register="vigo")
    assert response["Location"] == f"/uttrekk/{extract.pk}/"
    shown = text(directorate.get(response["Location"]))
    assert "Filen er lest inn" in shown
    assert f"Rader i filen {extract.n_rows}" in shown
    assert "VIGO – kontrakter" in text(directorate.get("/uttrekk/"))


def test_rows_set_aside_are_listed_by_row_column_and_rule(directorate, send, cases):
    lines = (cases / "nor.csv").read_text(encoding="utf-8-sig").splitlines()
    lines[2] = "123456789;Feil kontor;46;aktiv"

    response = send("\n".join(lines).encode(), register="nor")

    shown = text(directorate.get(response["Location"]))
    assert "3 Orgnr Er ikke et gyldig organisasjonsnummer" in shown
    assert "123456789" not in shown


def test_same_file_twice_changes_nothing(directorate, send):
    first = send()

    second = send()

    assert first["Location"] == second["Location"]
    assert "er lest inn før" in text(directorate.get(second["Location"]))
    assert Extract.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "register", "sentence"),
    [
        (b"", "vigo", "."),
        (b"\x00\x01\x02\xff\xfe" * 50, "vigo", "kan ikke leses"),
        (b"%PDF-1.7 ikke en tabell", "vigo", "."),
        (b"Orgnr;Navn;Fylke;Status\n", "nor", "ingen rader"),
        (b"Orgnr;Navn;Fylke\n312345678;A;46\n", "nor", "Status"),
        (None, "vigo-as-nor", "NOR"),
    ],
)
def test_bad_file_is_refused_in_one_sentence_and_the_form_is_kept(send, cases, content, register, sentence):
    if register == "vigo-as-nor":
        content, register = (cases / "vigo.csv").read_bytes(), "nor"

    response = send(content, register=register)

    assert response.status_code in {413, 422}
    page = response.content.decode()
    assert sentence in text(response)
    assert f'value="{register}"' in page
    assert "ds-validation-message" in page
    assert Extract.objects.count() == Contract.objects.count() == 0


def test_form_without_file_or_register_says_so(directorate):
    response = directorate.post(NEW, {})

    assert response.status_code == 422
    assert text(response).count("Må fylles ut") >= 3


def test_late_corrections_are_refused_with_the_reason(today, send):
    today(10, 3)

    response = send(stage="preliminary")

    assert response.status_code == 409
    assert "30. september 2026" in text(response)


def test_unknown_extract_is_not_there(directorate):
    assert directorate.get("/uttrekk/00000000-0000-0000-0000-000000000000/").status_code == 404
