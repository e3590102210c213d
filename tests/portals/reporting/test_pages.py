"""The reporting portal: who sees what, what is shown, and what PostgreSQL refuses."""

import re

import pytest
from django.db import connection
from django.db.utils import ProgrammingError
from tests.release.population import BIG, OTHER, SMALL

from laerling.portals.reporting.role import reporting_role

pytestmark = pytest.mark.django_db
PAGES = ["", "tema/wellbeing/", "rapport.csv", "rapport.xlsx"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("role", "unit", "of", "status"),
    [
        ("nation", "", "nation", 200),
        ("nation", "", "county/46", 200),
        ("nation", "", f"office/{OTHER}", 200),
        ("county", "46", "county/46", 200),
        ("county", "46", "nation", 200),
        ("county", "46", f"office/{BIG}", 200),
        ("county", "46", "county/11", 404),
        ("county", "46", f"office/{OTHER}", 404),
        ("office", BIG, f"office/{BIG}", 200),
        ("office", BIG, "county/46", 200),
        ("office", BIG, f"office/{SMALL}", 404),
        ("office", BIG, "county/11", 404),
        ("office", BIG, "office/399999999", 404),
    ],
)
def test_foreign_units_do_not_exist(as_role, out, role, unit, of, status, page):
    assert as_role(role, unit).get(f"/resultater/2026/{of}/{page}").status_code == status


@pytest.mark.parametrize(
    ("role", "unit", "of"),
    [("nation", "", "nation"), ("county", "46", "county/46"), ("office", BIG, f"office/{BIG}")],
)
def test_home_leads_to_ones_own_newest_results(as_role, out, role, unit, of):
    assert as_role(role, unit).get("/resultater/")["Location"] == f"/resultater/2026/{of}/"


@pytest.mark.parametrize(
    "address", ["/resultater/", "/resultater/2026/county/46/", "/resultater/2026/county/46/tema/wellbeing/"]
)
def test_before_the_results_are_out_the_page_says_why_and_when(as_role, not_out, address):
    shown = as_role("county", "46").get(address).content.decode()
    assert "Ingen resultater ennå" in shown
    assert "2. januar 2999" in shown
    assert "chart-svg" not in shown


@pytest.mark.parametrize("file", ["rapport.csv", "rapport.xlsx"])
def test_before_the_results_are_out_there_are_no_files(as_role, not_out, file):
    assert as_role("county", "46").get(f"/resultater/2026/county/46/{file}").status_code == 404


def test_overview_reads_in_order_and_keeps_hidden_figures(as_role, out):
    shown = as_role("county", "46").get("/resultater/2026/county/46/").content.decode()
    headings = re.findall(r"<h2[^>]*>(.*?)</h2>", shown)
    assert [one for one in headings if one != "Særlige funn"][:4] == [
        "Så mange svarte",
        "Indekser",
        "Temaer",
        "Opplæringskontor i Vestland",
    ]
    row = shown.split("Opplæringskontoret Lite</a>")[1].split("</tr>")[0]
    assert row.count("hidden-cell") == 2
    assert not re.search(r"\d", re.sub(r"<[^>]*>", "", row))
    assert "Tallet er skjermet" in shown


def test_hidden_office_gives_no_figure_in_page_chart_or_alternative_text(as_role, out):
    shown = as_role("office", SMALL).get(f"/resultater/2026/office/{SMALL}/").content.decode()
    description = re.search(r"<desc[^>]*>(.*?)</desc>", shown).group(1)
    assert description.count("Opplæringskontoret Lite * (skjermet)") == description.count("Vestland")
    assert "fill-own" not in shown.split('class="chart-wide"')[1].split("chart-narrow")[0]


def test_theme_shows_chart_and_table_with_the_same_shares(as_role, out):
    shown = as_role("county", "46").get("/resultater/2026/county/46/tema/wellbeing/").content.decode()
    section = shown.split('id="q-thriving"')[1].split("</section>")[0]
    spoken = re.search(r"<desc[^>]*>Vestland: (.*?)\. Hele landet", section).group(1)
    written = re.findall(r'<td class="number">([^<]*%)</td>', section)[::2]
    assert re.findall(r"\d+\xa0%", spoken) == written


def test_unknown_theme_or_round_is_not_found(as_role, out):
    county = as_role("county", "46")
    assert county.get("/resultater/2026/county/46/tema/nothing/").status_code == 404
    assert county.get("/resultater/2019/county/46/").status_code == 404


def test_files_are_sent_with_a_name_of_their_own(as_role, out):
    sent = as_role("county", "46").get("/resultater/2026/county/46/rapport.csv")
    assert sent["Content-Disposition"] == 'attachment; filename="laerlingundersokelsen-2026-county-46-overview-nb.csv"'


@pytest.mark.parametrize(
    "table",
    [
        "access_account",
        "access_grant",
        "register_contract",
        "sample_samplemember",
        "invitations_invitation",
        "responses_openedanswer",
    ],
)
def test_reporting_role_is_refused_everything_but_results(table):
    with pytest.raises(ProgrammingError, match="permission denied"), reporting_role(), connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")


def test_role_is_put_back_after_the_view():
    def role():
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            return cursor.fetchone()[0]

    before = role()
    with reporting_role():
        assert role() == "laerling_reporting"
    assert role() == before


def test_every_view_runs_in_the_reporting_role(as_role, out):
    seen = []

    def look(execute, statement, parameters, many, context):
        if "release_" in statement:
            with connection.connection.cursor() as cursor:
                seen.append(cursor.execute("SELECT current_user").fetchone()[0])
        return execute(statement, parameters, many, context)

    county = as_role("county", "46")
    with connection.execute_wrapper(look):
        for page in PAGES:
            county.get(f"/resultater/2026/county/46/{page}")
    assert set(seen) == {"laerling_reporting"}
