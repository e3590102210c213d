"""A register file in the browser: checked, then taken in or thrown away; or one sentence at the form."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.portals.ordering.pages import text

from laerling.register import actions
from laerling.register.models import Contract, Extract
from laerling.register.reading import limits

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


def test_file_is_checked_then_taken_in_and_gets_a_receipt(directorate, send):
    for register in ("nor", "nlr", "vigo"):
        response = send(register=register)
        assert response.status_code == 302

        preview = text(directorate.get(response["Location"]))
        assert "Ingenting teller ennå" in preview
        assert "Venter på deg" in text(directorate.get("/uttrekk/"))
        taken = directorate.post(f"{response['Location']}les-inn/")
        assert taken["Location"] == response["Location"]

    extract = Extract.objects.get(register="vigo")
    assert response["Location"] == f"/uttrekk/{extract.pk}/"
    shown = text(directorate.get(response["Location"]))
    assert "Filen er lest inn" in shown
    assert "Ingenting teller ennå" not in shown
    assert f"Rader i filen {extract.n_rows}" in shown
    assert "VIGO – kontrakter" in text(directorate.get("/uttrekk/"))


def test_nothing_counts_before_the_file_is_taken_in_and_one_may_come_back(directorate, send):
    place = send()["Location"]
    assert Contract.objects.count() == 0
    assert "Nye 240" in text(directorate.get(place))

    # Another day, another window: the same page, the same figures.
    assert "Nye 240" in text(directorate.get(place))
    directorate.post(f"{place}les-inn/")
    assert Contract.objects.count() == 240


def test_preview_says_how_many_contracts_the_file_lacks(directorate, send, cases):
    directorate.post(f"{send()['Location']}les-inn/")
    lines = (cases / "vigo.csv").read_text(encoding="utf-8-sig").replace("01.10.2026", "02.10.2026").splitlines()

    shown = text(directorate.get(send("\n".join(lines[:-2]).encode())["Location"]))

    assert "2 kontrakter i fylkene filen gjelder, er på listen fra før" in shown
    assert "Ikke i filen 2" in shown


def test_file_is_thrown_away_and_stays_on_the_list(directorate, send):
    place = send()["Location"]

    thrown = directorate.post(f"{place}kast/", follow=True)

    assert "Filen er kastet" in text(thrown)
    assert "Kastet" in text(thrown)
    assert Contract.objects.count() == 0
    assert "Ingenting teller ennå" not in text(directorate.get(place))
    assert directorate.post(f"{place}les-inn/").status_code == 409


def test_refused_file_is_on_the_list_with_the_reason(directorate, send):
    send(b"\x00hemmelig", name="hemmelig.csv")

    listed = directorate.get("/uttrekk/")
    shown = directorate.get(f"/uttrekk/{Extract.objects.get().pk}/")

    assert "Avvist" in text(listed)
    assert "kan leses" in text(shown)
    assert "hemmelig" not in listed.content.decode() + shown.content.decode()


@pytest.mark.parametrize("n_files", [1, 8])
def test_list_asks_as_much_for_many_files_as_for_one(n_files, directorate, send, django_assert_max_num_queries):
    for number in range(n_files):
        send(b"\x00" * (number + 1))
    with django_assert_max_num_queries(12):
        directorate.get("/uttrekk/")


def test_rows_set_aside_are_listed_by_row_column_and_rule(directorate, send, cases):
    lines = (cases / "nor.csv").read_text(encoding="utf-8-sig").splitlines()
    lines[2] = "123456789;Feil kontor;46;aktiv"

    response = send("\n".join(lines).encode(), register="nor")

    shown = text(directorate.get(response["Location"]))
    assert "Rad 3 Orgnr Er ikke et gyldig organisasjonsnummer" in shown
    assert "123456789" not in shown


def test_same_file_twice_changes_nothing(directorate, send):
    first = send()

    second = send()

    assert first["Location"] == second["Location"]
    assert "venter på å bli lest inn" in text(directorate.get(second["Location"]))
    directorate.post(f"{first['Location']}les-inn/")
    assert "er lest inn før" in text(directorate.get(send()["Location"]))
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
    assert Contract.objects.count() == 0
    assert [one.state for one in Extract.objects.all()] == ["refused"]


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


def test_body_larger_than_any_file_is_turned_away_before_it_is_read(directorate):
    class Unread:
        def read(self, *_given):
            raise AssertionError

        readline = read

    for client, size in ((directorate, 302 * 1024 * 1024), (Client(), 3 * 1024 * 1024)):
        response = client.generic(
            "POST",
            NEW,
            "x",
            content_type="multipart/form-data; boundary=x",
            **{"wsgi.input": Unread(), "CONTENT_LENGTH": str(size)},
        )
        assert response.status_code == 413
    assert "større enn noe vi tar imot" in text(response)


def test_large_file_waits_on_disk_while_it_is_read(directorate, send, cases, monkeypatch):
    seen = []
    receive = actions.receive
    monkeypatch.setattr(actions, "receive", lambda **given: (seen.append(given["content"]), receive(**given))[1])

    send((cases / "vigo.csv").read_bytes() + b"\n" * 3_000_000)

    assert hasattr(seen[0], "name")
    assert not isinstance(seen[0], io.BytesIO)


def test_upload_may_be_as_large_as_a_register_file(settings):
    assert limits.TOTAL_BYTES < settings.MAX_UPLOAD_BYTES <= limits.TOTAL_BYTES + 1024 * 1024
