"""What a unit is told of what has been done with its data."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook
from tests.portals.ordering.pages import n_queries, text

from laerling.access import actions as access
from laerling.access.policy import ALL_TASKS
from laerling.audit import actions as audit
from laerling.audit.models import Event
from laerling.kernel.types import Actor
from laerling.portals.history import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def somebody(by, now):
    """Make an account with one grant: somebody("Kari", "county", "46")."""

    def make(name, kind, unit=""):
        account = access.create_account(
            email=f"{name.lower()}@eksempel.no", name=f"{name} Nordmann", password="x" * 15, by=by, now=now
        )
        access.grant(
            account=account,
            roles=ALL_TASKS[kind],
            unit_kind=kind,
            unit_code=unit,
            valid_from=date(2025, 1, 1),
            why="",
            by=by,
            now=now,
        )
        return account

    return make


@pytest.fixture
def browser():
    def sign_in(account):
        client = Client()
        client.force_login(account)
        client.cookies["language"] = "nb"
        return client

    return sign_in


@pytest.fixture
def year(somebody, now):
    """A county's autumn, another's, and what the Directorate and the system did."""
    kari, ola, udir = (
        somebody("Kari", "county", "46"),
        somebody("Ola", "county", "03"),
        somebody("Berit", "nation"),
    )
    for account, unit in ((kari, "46"), (ola, "03")):
        by = Actor.person(account.pk)
        audit.record("invitations.dispatch.ordered", by=by, now=now, scope=f"county:{unit}", n_people=1_234)
        audit.record(
            "invitations.dispatch.stopped", by=by, now=now + timedelta(days=20), scope=f"county:{unit}", n=int(unit)
        )
    audit.record("sample.drawn", by=Actor.person(udir.pk), now=now - timedelta(days=30), n_asked=25_296, n_excluded=99)
    audit.record("responses.urn.mixed", by=Actor("system", "season"), now=now)
    audit.record("register.extract.taken_in", by=Actor("system", "command"), now=now, n_rows=51_450)
    audit.record("access.account.created", by=Actor.person(udir.pk), now=now)
    return kari, ola, udir


def test_unit_sees_its_own_and_what_was_done_for_all(year, browser):
    kari, _ola, _udir = year
    page = text(browser(kari).get("/historikk/"))
    assert "Kari Nordmann Bestilte en utsendelse til 1 234 personer" in page.replace("\xa0", " ")
    assert "Utdanningsdirektoratet Trakk utvalget: 25 296 personer blir spurt" in page.replace("\xa0", " ")
    assert "Systemet selv Stokket de forseglede svarene" in page
    assert "De som drifter systemet Leste inn en fil fra registrene" in page
    assert "46 meldinger" in page
    assert "Ola" not in page
    assert " 3 meldinger" not in page
    assert "Berit" not in page
    assert "konto" not in page


def test_another_unit_is_called_by_its_name_never_its_people(year, browser, somebody, now):
    kari, ola, _udir = year
    audit.record("access.grant.given", by=Actor.person(ola.pk), now=now, scope="county:46")
    assert "Oslo kommune Ga noen tilgang til denne enheten" in text(browser(kari).get("/historikk/"))


def test_who_has_left_is_still_named_for_their_own_unit(year, browser, somebody, now, by):
    kari, _ola, _udir = year
    left = access.create_account(email="per@eksempel.no", name="Per Nordmann", password=None, by=by, now=now)
    access.grant(
        account=left,
        roles=ALL_TASKS["county"],
        unit_kind="county",
        unit_code="46",
        valid_from=date(2024, 1, 1),
        valid_to=date(2025, 1, 1),
        why="",
        by=by,
        now=now,
    )
    audit.record("invitations.dispatch.ordered", by=Actor.person(left.pk), now=now, scope="county:46", n_people=2)
    assert "Per Nordmann" in text(browser(kari).get("/historikk/"))


@pytest.mark.parametrize(
    ("query", "there", "not_there"),
    [
        ("", {"Stoppet", "Stokket", "Trakk", "Leste"}, set()),
        ("?maaned=2026-11", {"Stoppet"}, {"Stokket", "Trakk", "Leste", "Bestilte"}),
        ("?hva=svar", {"Stokket"}, {"Stoppet", "Trakk", "Leste", "Bestilte"}),
        ("?hva=lister&maaned=2026-10", {"Leste"}, {"Trakk", "Stokket", "Bestilte"}),
    ],
)
def test_month_and_subject_narrow_the_page_and_its_files_alike(query, there, not_there, year, browser):
    kari, _ola, _udir = year
    client = browser(kari)
    shown = [line.what for line in client.get(f"/historikk/{query}").context["lines"]]
    file = io.StringIO(client.get(f"/historikk/fil.csv{query}").content.decode("utf-8-sig"))
    assert [row["Hva"] for row in csv.DictReader(file, delimiter=";")] == shown
    begun = {what.split()[0] for what in shown}
    assert there <= begun
    assert not not_there & begun


@pytest.mark.parametrize("query", ["?maaned=1999-01", "?maaned=x", "?hva=finnes-ikke", "?page=99", "?maaned=2026-13"])
def test_choice_that_means_nothing_shows_everything(query, year, browser):
    kari, _ola, _udir = year
    assert len(browser(kari).get(f"/historikk/{query}").context["lines"]) >= 5


def test_choice_that_fits_nothing_says_what_to_do(year, browser):
    kari, _ola, _udir = year
    assert "Velg en annen måned" in text(browser(kari).get("/historikk/?maaned=2026-11&hva=svar"))


def test_workbook_says_the_same_and_the_download_is_written_down(year, browser):
    kari, _ola, _udir = year
    answer = browser(kari).get("/historikk/fil.xlsx?hva=svar")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[0] == ["Når", "Hvem", "Hva"]
    assert rows[1] == [datetime.fromisoformat("2026-10-20T10:00"), "Systemet selv", "Stokket de forseglede svarene"]
    assert answer["Content-Disposition"] == 'attachment; filename="historikk-county-46.xlsx"'
    done = Event.objects.get(what="audit.history.downloaded")
    assert (done.scope, done.actor_id, done.details) == ("county:46", str(kari.pk), {"form": "xlsx"})


def test_no_cell_is_taken_for_a_formula(year, browser, now, by):
    kari, _ola, _udir = year
    kari.name = "=1+1"
    kari.save()
    assert "'=1+1" in browser(kari).get("/historikk/fil.csv").content.decode("utf-8-sig")


def test_page_costs_the_same_few_queries_with_many_rows(year, browser, somebody, now):
    kari, _ola, _udir = year
    client = browser(kari)
    few = n_queries(client, "/historikk/")
    for number in range(60):
        audit.record("sample.drawn", by=Actor.person(kari.pk), now=now + timedelta(seconds=number), n_asked=number)
    assert n_queries(client, "/historikk/") == few <= 18


def test_months_are_those_of_oslo(year, browser, now):
    kari, _ola, _udir = year
    at_midnight = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)
    audit.record("rounds.round.closed", by=Actor("system", "season"), now=at_midnight)
    page = browser(kari).get("/historikk/?maaned=2026-12")
    assert [line.at for line in page.context["lines"]] == [at_midnight]


@pytest.mark.parametrize(
    ("what", "details", "said"),
    [
        ("invitations.dispatch.ordered", {"n_people": 1}, "Bestilte en utsendelse til 1 personer"),
        ("invitations.dispatch.ordered", {}, "Bestilte en utsendelse til – personer"),
        ("access.area.password_set", {}, "Endret hvem som kommer inn på filområdet"),
        ("access.signin.done", {}, "Logget inn, eller endret sin egen konto"),
        ("annet.noe.gjort", {}, "Noe som ikke har fått ord her ennå: annet.noe.gjort"),
    ],
)
def test_words_of_a_kind(what, details, said):
    assert words.sentence(what, details) == said
