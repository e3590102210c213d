"""The county's page for its area: the password shown once, keys, receipts; and the Directorate's list of all."""

import re
import subprocess

import pytest
from tests.portals.ordering.pages import n_queries, text

from laerling.access import actions as access
from laerling.access import queries as entries
from laerling.access.models import AreaKey
from laerling.access.queries import county_scope
from laerling.audit.models import Event
from laerling.register.receipts import actions as handing_in

PASSWORD = re.compile(r'<code class="secret">([^<]+)</code>')


@pytest.fixture
def september(today):
    return today(9, 10)


@pytest.fixture
def vestland(september, client_of):
    return client_of("county", "46")


@pytest.fixture
def oslo(september, client_of):
    return client_of("county", "03")


@pytest.fixture
def directorate(september, client_of):
    return client_of("nation")


@pytest.fixture(scope="module")
def public(tmp_path_factory):
    file = tmp_path_factory.mktemp("keys") / "id"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file], check=True)
    return file.with_suffix(".pub").read_text()


@pytest.fixture
def receipt(september, by):
    """Vestland hands in a receipt that a browser would run if it could."""
    return handing_in.hand_in(
        scope=county_scope("46"), round_year=2026, sent_name="Rettet på Ål.html", content=b"<script>1</script>", by=by
    )


def made(client):
    """Make a password on the page and return it."""
    page = client.post("/omrade/passord/")
    assert page.status_code == 200
    return PASSWORD.search(page.content.decode())[1]


def test_new_area_says_how_one_begins(vestland):
    page = text(vestland.get("/omrade/"))
    assert "Ingen kan komme inn ennå" in page
    assert "fylke46" in page
    assert "Ingenting har skjedd ennå" in page
    assert "Legg filer i mappen kvitteringer før 30. september 2026 kl. 12.00." in page


def test_password_is_shown_once_and_lets_in(vestland):
    first = made(vestland)
    assert entries.area_entry_by_password("fylke46", first) is not None
    page = vestland.get("/omrade/")
    assert first not in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert "Åpent" in text(page)
    assert "Nytt passord ble laget" in text(page)
    second = made(vestland)
    assert entries.area_entry_by_password("fylke46", first) is None
    assert entries.area_entry_by_password("fylke46", second) is not None


def test_area_speaks_as_its_page_did_when_the_password_was_made(vestland):
    vestland.cookies["language"] = "nn"
    assert entries.area_entry_by_password("fylke46", made(vestland)).written_form == "nn"


def test_password_is_taken_away(vestland):
    password = made(vestland)
    page = vestland.post("/omrade/passord/ta-bort/", follow=True)
    assert "Passordet virker ikke lenger." in page.content.decode()
    assert entries.area_entry_by_password("fylke46", password) is None


def test_key_is_added_removed_and_put_back(vestland, public):
    page = vestland.post("/omrade/nokler/", {"label": "Filserver <b>", "public": public}, follow=True)
    key = AreaKey.objects.get()
    assert key.fingerprint in text(page)
    assert "<b>" not in page.content.decode()
    page = vestland.post(f"/omrade/nokler/{key.id}/ta-bort/", follow=True)
    assert "Den kan legges tilbake." in page.content.decode()
    assert "Fjernede nøkler (1)" in text(page)
    vestland.post(f"/omrade/nokler/{key.id}/tilbake/")
    assert entries.area_entry_by_key("fylke46", key.fingerprint) is not None


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"label": "x", "public": "hei"}, "Dette er ikke en offentlig nøkkel vi kan bruke."),
        (
            {"label": "x", "public": "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1r"},
            "Dette er ikke en offentlig nøkkel",
        ),
        ({"label": "", "public": "ssh-ed25519 AAAA"}, "Må fylles ut"),
        ({"label": "x\x00y", "public": "ssh-ed25519 AAAA"}, ""),
    ],
)
def test_key_that_cannot_be_used_is_refused_at_its_field(vestland, sent, sentence):
    page = vestland.post("/omrade/nokler/", sent)
    assert page.status_code == 422
    assert sentence in text(page)
    assert not AreaKey.objects.exists()


def test_closed_area_is_opened_again(vestland):
    password = made(vestland)
    assert "Filområdet er stengt." in vestland.post("/omrade/steng/", follow=True).content.decode()
    assert entries.area_entry_by_password("fylke46", password) is None
    assert "Filområdet ble stengt 10. september 2026" in text(vestland.get("/omrade/"))
    assert "Filområdet er åpent." in vestland.post("/omrade/apne/", follow=True).content.decode()


def test_receipt_is_saved_and_never_opened_in_the_browser(vestland, oslo, directorate, receipt):
    for client in (vestland, directorate):
        assert "Rettet på Ål.html" in text(client.get("/omrade/"))
        answer = client.get(f"/omrade/kvitteringer/{receipt.id}/")
        assert answer.content == b"<script>1</script>"
        assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''Rettet%20p%C3%A5")
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"
    assert oslo.get(f"/omrade/kvitteringer/{receipt.id}/").status_code == 404
    assert "Rettet" not in oslo.get("/omrade/").content.decode()


def test_after_the_deadline_the_page_says_whom_to_ask(vestland, today):
    today(9, 30, hour=12)
    page = text(vestland.get("/omrade/"))
    assert "Fristen var 30. september 2026 kl. 12.00. Skriv til post@eksempel.no" in page


def test_directorate_sees_every_county_and_no_secret(directorate, vestland, receipt, by, now):
    made(vestland)
    access.note_area("entered", county_code="46", by=by, now=now, way="key")
    page = directorate.get("/omrade/")
    assert len(page.context["lines"]) == 15
    assert "Vestland Åpent 20. oktober 2026 kl. 10.00 1" in text(page)
    assert "fylke46" not in text(page)
    assert directorate.post("/omrade/passord/").status_code == 404


def test_what_happened_is_told_in_words(vestland, by, now):
    for happening, details in (
        ("entered", {"way": "password"}),
        ("refused", {"why": "waiting", "n": 7}),
        ("refused", {"why": "sessions", "n": 1}),
        ("fetched", {"file": "lister/utvalg-2026-forelopig.csv", "n_bytes": 9}),
        ("left", {"n_fetched": 1}),
    ):
        access.note_area(happening, county_code="46", by=by, now=now, **details)
    access.note_area("refused", county_code="", by=by, now=now, why="password", n=99)
    page = text(vestland.get("/omrade/"))
    for words in (
        "Logget inn med passordet",
        "7 × for mange feil passord fra samme sted",
        "Hentet en fil lister/utvalg",
    ):
        assert words in page
    assert "99" not in page


@pytest.mark.parametrize("who", ["vestland", "directorate"])
def test_more_receipts_and_events_ask_no_more_of_the_database(request, who, by, now, september):
    client = request.getfixturevalue(who)
    handing_in.hand_in(scope=county_scope("46"), round_year=2026, sent_name="0", content=b"x", by=by)
    few = n_queries(client, "/omrade/")
    for number in range(1, 30):
        for county in ("46", "03"):
            handing_in.hand_in(scope=county_scope(county), round_year=2026, sent_name=str(number), content=b"x", by=by)
            access.note_area("entered", county_code=county, by=by, now=now, way="key")
    assert n_queries(client, "/omrade/") == few <= 20
    assert Event.objects.filter(what="register.receipt.handed_in").count() == 59
