"""Variation, special findings, why a figure is hidden, and what protection costs: as their readers see them."""

import csv
import json
import re
from io import BytesIO, StringIO

import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook
from tests.portals.reporting.conftest import FAR_AHEAD, LONG_AGO
from tests.release.population import BIG, OTHER, SMALL
from tests.reports import invented
from tests.reports.invented import HURT, figures

pytestmark = pytest.mark.django_db

REPORT = {
    "certificate": {
        "answers": {"rounds": 5, "kept_secret": 60},
        "answered or not": {"rounds": 3, "kept_secret": 6},
    },
    "attacks": [
        {"stage": "answers", "name": "small groups of every subset of the dimensions", "tried": 1200, "found": 0, "passed": True},
        {"stage": "answers", "name": "bullied: rules", "tried": 3, "found": 0, "passed": True},
        {"stage": "answers", "name": "thriving: rules", "tried": 4, "found": 0, "passed": True},
        {"stage": "answers", "name": "something quite new", "tried": 1, "found": 0, "passed": True},
        {"stage": "answered or not", "name": "small groups of every subset of the dimensions", "tried": 34, "found": 0, "passed": True},
    ],
    "loss": [
        {
            "table": table, "groups": 12, "shown": 11, "hidden_by_rule": 1, "hidden_by_complement": 0,
            "respondents_in_shown": share, "figures_shown_of_groups_shown": 0.9,
        }
        for table, share in (("", 1.0), ("office", 0.87), ("county*trade", None))
    ],
}  # fmt: skip


@pytest.fixture
def offices(db, by, now):
    invented.register(by, now)


@pytest.fixture
def out(offices):
    changed = {("office", (BIG,)): figures(bands=HURT, index_motivation=3.0)}
    invented.release(2025, invented.nation(), questionnaire="apprentice-2020", results_at=LONG_AGO)
    invented.release(2026, invented.nation() | changed, report=REPORT, results_at=LONG_AGO)


def text(response):
    """What is read on a page's main part."""
    return text_of(response.content.decode())


def text_of(page):
    main = page.split("<main")[1]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", main))


def test_findings_are_told_in_words(as_role, out):
    shown = text(as_role("office", BIG).get(f"/resultater/2026/office/{BIG}/funn/"))
    assert "Mellom 8 og 17 av de 40 som svarte, sa «To eller tre ganger i måneden» eller oftere." in shown
    assert "3,0 nå, 4,0 i 2025. Fallet er mer enn tilfeldig." in shown


def test_county_is_told_of_its_office_with_a_link(as_role, out):
    shown = as_role("county", "46").get("/resultater/2026/county/46/funn/").content.decode()
    assert f'href="/resultater/2026/office/{BIG}/sporsmal/bullied/"' in shown
    assert "Opplæringskontoret Fjordbygg:" in shown


def test_country_is_written_small_inside_a_sentence(as_role, out):
    shown = text(as_role("nation", "").get("/resultater/2026/nation/funn/"))
    assert "I hele landet" in shown
    assert "I Hele landet" not in shown


def test_where_nothing_stands_out_the_page_says_what_that_means(as_role, out):
    shown = text(as_role("nation", "").get(f"/resultater/2026/office/{OTHER}/funn/"))
    assert "Ingenting skiller seg ut" in shown
    assert "Hva som regnes som et særlig funn" in shown


PAGES = ("funn/", "variasjon/", "variasjon/?mellom=years", "variasjon/?mal=index_motivation", "hvorfor/bullied/")


@pytest.mark.parametrize(
    ("role", "unit", "of", "status"),
    [
        ("nation", "", "nation", 200),
        ("nation", "", f"office/{OTHER}", 200),
        ("county", "46", "county/46", 200),
        ("county", "46", "nation", 200),
        ("county", "46", f"office/{BIG}", 200),
        ("county", "46", "county/11", 404),
        ("county", "46", f"office/{OTHER}", 404),
        ("office", BIG, f"office/{BIG}", 200),
        ("office", BIG, "county/46", 200),
        ("office", BIG, f"office/{SMALL}", 404),
        ("office", BIG, "office/399999999", 404),
    ],
)
def test_foreign_units_do_not_exist(as_role, out, role, unit, of, status):
    client = as_role(role, unit)
    assert {client.get(f"/resultater/2026/{of}/{page}").status_code for page in PAGES} == {status}


def test_before_the_results_are_out_nothing_is_told(as_role, offices):
    invented.release(2026, invented.nation(), results_at=FAR_AHEAD)
    client = as_role("county", "46")
    for page in PAGES:
        shown = client.get(f"/resultater/2026/county/46/{page}").content.decode()
        assert "Ingen resultater ennå" in shown
        assert "finding" not in shown.split("<main")[1]


NOWHERE = (
    "variasjon/?mellom=counties",
    "variasjon/?mal=bullied",
    "variasjon/?mal=%27",
    "hvorfor/no_such/",
    "hvorfor/bullied/?tabell=county*trade&nokkel=11*TOM",
    "hvorfor/bullied/?tabell=county*trade&nokkel=46*XXX",
    "hvorfor/bullied/?tabell=county*office&nokkel=46*312345670",
    "hvorfor/bullied/?tabell=office&nokkel=312345670",
    "hvorfor/bullied/?tabell=nonsense&nokkel=46",
    "hvorfor/bullied/?tabell=county&nokkel=46*46",
)


def test_addresses_that_name_nothing_of_the_unit_are_not_found(as_role, out):
    client = as_role("county", "46")
    assert {address: client.get(f"/resultater/2026/county/46/{address}").status_code for address in NOWHERE} == (
        dict.fromkeys(NOWHERE, 404)
    )


def test_heat_table_colours_what_remains_beyond_chance_and_keeps_hidden_figures(as_role, out):
    shown = as_role("county", "46").get("/resultater/2026/county/46/variasjon/").content.decode()
    table = shown.split("heat-table")[1].split("</table>")[0]
    low = table.split("Opplæringskontoret Fjordbygg")[1].split("</tr>")[0]
    assert low.count("heat-lower-2") == 1
    assert "lavere enn de andre, mer enn tilfeldig" in low
    hidden = table.split("Opplæringskontoret Lite")[1].split("</tr>")[0]
    assert not re.search(r"\d", re.sub(r"<[^>]*>", "", hidden))
    assert f'href="/resultater/2026/office/{SMALL}/hvorfor/index_motivation/"' in hidden
    assert "heat-lower" not in hidden


def test_every_part_of_the_heat_table_names_its_column_on_a_phone(as_role, out):
    shown = as_role("county", "46").get("/resultater/2026/county/46/variasjon/").content.decode()
    table = shown.split("heat-table")[1].split("</table>")[0]
    assert table.count("<td") == table.count("data-label=")


def test_small_multiples_draw_what_is_shown_and_nothing_of_what_is_not(as_role, out):
    shown = as_role("county", "46").get("/resultater/2026/county/46/variasjon/?mal=index_motivation").content.decode()
    low = shown.split("Opplæringskontoret Fjordbygg</a>")[1].split("</tr>")[0]
    assert 'class="stroke-own dot"' in low
    assert "3,0" in low
    hidden = shown.split("Opplæringskontoret Lite</a>")[1].split("</tr>")[0]
    assert "stroke-own" not in hidden
    assert "mer enn tilfeldige" in text_of(shown)


def test_trades_are_drawn_within_their_programme(as_role, out):
    shown = (
        as_role("county", "46").get("/resultater/2026/county/46/variasjon/?mellom=trades&mal=thriving").content.decode()
    )
    assert re.findall(r"<h3[^>]*>(.*?)</h3>", shown) == ["Bygg- og anleggsteknikk", "Restaurant- og matfag"]
    assert "hvorfor/thriving/?tabell=county%2Atrade&amp;nokkel=46%2ABAK" in shown


def test_county_sees_its_own_line_of_the_counties_and_is_told_that_more_count(as_role, out):
    shown = as_role("county", "46").get("/resultater/2026/nation/variasjon/").content.decode()
    assert "Rogaland" not in shown.split("<main")[1]
    assert "3 grupper til er regnet med" in text_of(shown)


@pytest.mark.parametrize(
    ("of", "item", "said"),
    [
        (f"office/{SMALL}", "bullied", "Vi sier ikke hva av dette det er"),
        (f"office/{SMALL}", "index_motivation", "Motivasjon: Vestland"),
        (f"office/{BIG}", "bullied", "Dette tallet vises."),
        (f"office/{SMALL}", "answered", "Hva som gir flere tall neste gang"),
        ("county/46", "thriving/?tabell=county*trade&nokkel=46*BAK", "Baker"),
    ],
)
def test_why_a_figure_is_hidden_is_told_with_what_there_is_instead(as_role, out, of, item, said):
    address = f"/resultater/2026/{of}/hvorfor/{item}"
    assert said in text(as_role("nation", "").get(address if "?" in item else f"{address}/"))


def test_explanation_is_the_same_whatever_hid_the_figure(as_role, out):
    """A group that is hidden and a group nobody is in are told of in the same words."""
    client = as_role("county", "46")
    pages = [
        text(client.get(f"/resultater/2026/county/46/hvorfor/thriving/?tabell=county*trade&nokkel=46*{trade}"))
        for trade in ("BAK", "TOM")
    ]
    assert "Vi sier ikke" in pages[0]
    assert "Dette tallet vises" in pages[1]


def test_directorate_reads_what_protection_costs_and_what_was_tried(as_role, out):
    shown = text(as_role("nation", "").get("/resultater/skjerming/"))
    assert "87" in shown.split("Opplæringskontor")[1]
    assert "På 2 spørsmål og indekser." in shown
    assert "something quite new" in shown
    assert "66 små grupper av personer ble funnet og holdt skjult, til ingen var igjen. Antall runder: 5." in shown


def test_what_is_counted_together_and_what_is_not_is_said(as_role, out):
    """The attacks are those on all that is protected, the table of what is hidden is of the answers alone."""
    shown = text(as_role("nation", "").get("/resultater/skjerming/"))
    assert "Skjermet og prøvd hver for seg: svarene, hvem som svarte og ikke svarte." in shown
    assert "Tabellen over det som er skjermet, gjelder bare svarene." in shown
    assert "1 234" in shown.replace("\xa0", " ")


def test_directorate_takes_out_what_protection_costs(as_role, out, unlimited):
    directorate = as_role("nation", "")
    shown = directorate.get("/resultater/skjerming/").content.decode()
    offered = re.findall(r'href="([^"]*skjerming/rapport\.(\w+)\?form=nb)"', shown)
    assert [kind for _address, kind in offered] == ["pdf", "pptx", "xlsx", "csv"]
    files = {kind: directorate.get(address).content for address, kind in offered}
    lines = list(csv.DictReader(StringIO(files["csv"].decode("utf-8-sig")), delimiter=";"))
    hidden = {(line["Gruppe"], line["Mål"]): line["Verdi"] for line in lines}
    assert hidden["Opplæringskontor", "Svar i grupper som vises"] == "87"
    assert {line["Antall svar"] for line in lines} == {""}
    tables = CalamineWorkbook.from_filelike(BytesIO(files["xlsx"])).get_sheet_by_name("Tabeller").to_python()
    tried = {row[0]: row[1:3] for row in tables}
    assert tried["something quite new"] == [1, 0]
    assert directorate.get("/resultater/skjerming/rapport.png").status_code == 404


def test_findings_are_taken_out_in_the_same_words(as_role, out, unlimited):
    office = as_role("office", BIG)
    address = f"/resultater/2026/office/{BIG}/funn/"
    sentence = "Mellom 8 og 17 av de 40 som svarte, sa «To eller tre ganger i måneden» eller oftere."
    paper = pypdf.PdfReader(BytesIO(office.get(f"{address}rapport.pdf").content))
    told = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in paper.pages))
    assert sentence in told
    assert "3,0 nå, 4,0 i 2025. Fallet er mer enn tilfeldig." in told
    lines = csv.DictReader(StringIO(office.get(f"{address}rapport.csv").content.decode("utf-8-sig")), delimiter=";")
    figures = [(line["År"], line["Verdi"], line["Antall svar"]) for line in lines]
    assert ("2026", "8–17", "40") in figures
    assert [(year, value) for year, value, _n in figures if value in {"3,0", "4,0"}][:2] == [
        ("2026", "3,0"),
        ("2025", "4,0"),
    ]


def test_county_of_another_year_is_taken_out_and_says_that_it_is_reckoned(as_role, out, unlimited):
    county = as_role("county", "46")
    sent = county.get("/resultater/2026/county/46/regnet-om/rapport.xlsx?fylke=46").content
    tables = CalamineWorkbook.from_filelike(BytesIO(sent)).get_sheet_by_name("Tabeller").to_python()
    assert any(row[-1] == "Regnet ut fra" for row in tables)
    assert county.get(f"/resultater/2026/office/{BIG}/regnet-om/rapport.xlsx").status_code == 404


def test_report_is_sent_as_it_is_kept(as_role, out):
    sent = as_role("nation", "").get("/resultater/skjerming/2026/rapport.json")
    assert json.loads(sent.content) == REPORT
    assert sent["Content-Disposition"] == 'attachment; filename="skjerming-2026.json"'


@pytest.mark.parametrize("address", ["/resultater/skjerming/", "/resultater/skjerming/2026/rapport.json"])
@pytest.mark.parametrize(("role", "unit"), [("county", "46"), ("office", BIG)])
def test_what_protection_costs_is_for_the_directorate_only(as_role, out, role, unit, address):
    assert as_role(role, unit).get(address).status_code == 404


@pytest.mark.parametrize("wanted", ["2019", "x", "-1"])
def test_cost_of_a_round_without_a_release_is_not_found(as_role, out, wanted):
    assert as_role("nation", "").get(f"/resultater/skjerming/?ar={wanted}").status_code == 404


def test_cost_is_told_before_the_results_are_out_and_before_there_is_a_release(as_role, offices):
    client = as_role("nation", "")
    assert "Ingen publisering er laget ennå" in text(client.get("/resultater/skjerming/"))
    invented.release(2026, invented.nation(), report=REPORT, results_at=FAR_AHEAD)
    assert "Hva som er skjermet, tabell for tabell" in text(client.get("/resultater/skjerming/"))


@pytest.mark.parametrize("page", ["funn/", "variasjon/"])
def test_queries_of_a_page_do_not_grow_with_its_groups(as_role, out, page):
    client = as_role("nation", "")
    counts = []
    for of in ("nation", "county/46"):
        client.get(f"/resultater/2026/{of}/{page}")
        with CaptureQueriesContext(
            connection,
        ) as caught:
            client.get(f"/resultater/2026/{of}/{page}")
        counts.append(len(caught))
    assert max(counts) <= 40
