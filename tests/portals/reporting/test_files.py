"""Files of every page: who gets them, in which written form, and that the page offers them."""

import csv
import re
from io import BytesIO, StringIO

import pypdf
import pytest
from pptx import Presentation
from tests.release.population import BIG, OTHER, SMALL

from laerling.reports.models import StoredReport
from laerling.reports.ready import actions

pytestmark = pytest.mark.django_db

PLACES = {
    "": True,
    "indeks/motivation_index/": True,
    "tema/wellbeing/": False,
    "sporsmal/thriving/": True,
    "fordelt/": False,
    "over-tid/": True,
    "sammenlign/": True,
    "regnet-om/": True,
    "variasjon/": False,
    "variasjon/?mellom=offices&mal=motivation_index": False,
    "funn/": False,
}
KINDS = ["pdf", "pptx", "xlsx", "csv"]


def address(place="", of="county/46"):
    return f"/resultater/2026/{of}/{place}"


def file_of(place, of="county/46"):
    page, mark, choice = address(place, of).partition("?")
    return f"{page}rapport.xlsx{mark}{choice}"


@pytest.fixture
def index_code(out):
    from laerling.questionnaire import queries as questionnaires

    return questionnaires.published("apprentice-2026").indices[0].code


def test_every_page_is_taken_out_as_every_kind_of_file_in_both_forms(as_role, out, index_code, unlimited):
    county = as_role("county", "46")
    for place, is_pictured in PLACES.items():
        shown = county.get(address(place.replace("motivation_index", index_code))).content.decode()
        offered = re.findall(r'href="([^"]*rapport\.(\w+)\?[^"]*)"', shown)
        kinds = [*KINDS, "svg", "png"] if is_pictured else KINDS
        assert [kind for _address, kind in offered][: len(kinds)] == kinds, place
        for file, kind in offered:
            sent = county.get(file.replace("&amp;", "&"))
            assert sent.status_code == 200, file
            assert sent["Content-Disposition"].endswith(f'.{kind}"')


def test_no_link_to_a_file_is_dead_where_nothing_may_be_drawn(as_role, out, unlimited):
    office = as_role("office", SMALL)
    shown = office.get(address("fordelt/?mal=index_motivation", f"office/{SMALL}")).content.decode()
    offered = re.findall(r'href="([^"]*rapport\.\w+\?[^"]*)"', shown)
    assert len(offered) == 2 * len(KINDS)
    assert {office.get(file.replace("&amp;", "&")).status_code for file in offered} == {200}


def test_file_comes_in_the_form_asked_for(as_role, out):
    county = as_role("county", "46")
    told = {}
    for form in ("nb", "nn"):
        paper = pypdf.PdfReader(BytesIO(county.get(address("rapport.pdf") + f"?form={form}").content))
        told[form] = (paper.trailer["/Root"]["/Lang"], paper.metadata.title)
    assert told == {
        "nb": ("nb-NO", "Resultater fra Lærlingundersøkelsen 2026 – Vestland"),
        "nn": ("nn-NO", "Resultat frå Lærlingundersøkinga 2026 – Vestland"),
    }


def test_file_keeps_the_choice_of_the_page(as_role, out):
    sent = as_role("county", "46").get(address("sammenlign/rapport.csv") + f"?med=office/{BIG}")
    units = {line[2] for line in csv.reader(StringIO(sent.content.decode("utf-8-sig")), delimiter=";")}
    assert {"Vestland", "Hele landet", "Opplæringskontoret Fjordbygg"} <= units


def test_what_there_is_not_has_no_file(as_role, out):
    county = as_role("county", "46")
    for place in ("tema/nothing/", "sporsmal/nothing/", "indeks/nothing/", "tema/wellbeing/rapport.docx"):
        assert county.get(address(f"{place}rapport.pdf")).status_code == 404, place


def test_foreign_unit_has_no_file(as_role, out, index_code):
    county = as_role("county", "46")
    for place in PLACES:
        asked = file_of(place, f"office/{OTHER}").replace("motivation_index", index_code)
        assert county.get(asked).status_code == 404, place


def test_before_the_results_are_out_there_is_no_file(as_role, not_out):
    county = as_role("county", "46")
    for place in PLACES:
        assert county.get(file_of(place)).status_code == 404, place


def make(now, *units):
    actions.start_due_set(now=now)
    for level, code in units:
        actions.make_unit_reports(round_year=2026, level=level, code=code, now=now)


def test_unit_fetches_its_ready_reports_without_a_click_by_anybody(as_role, out, now):
    make(now, ("office", BIG))
    office = as_role("office", BIG)
    shown = office.get("/resultater/rapporter/").content.decode()
    links = re.findall(r'href="([^"]*/ferdig/[^"]*)"', shown)
    assert [link.rsplit("/", 1)[1] for link in links] == ["nb.pdf", "nn.pdf", "nb.pptx", "nn.pptx"]
    sent = office.get(links[2])
    assert (
        sent["Content-Disposition"] == f'attachment; filename="laerlingundersokelsen-2026-office-{BIG}-rapport-nb.pptx"'
    )
    assert Presentation(BytesIO(sent.content)).slides[0].shapes.title.text == "Opplæringskontoret Fjordbygg"
    assert sent.content == bytes(StoredReport.objects.get(unit_code=BIG, form="nb", kind="pptx").content)


@pytest.mark.parametrize(
    ("role", "unit", "of", "status"),
    [
        ("nation", "", f"office/{SMALL}", 200),
        ("county", "46", f"office/{SMALL}", 200),
        ("county", "11", f"office/{SMALL}", 404),
        ("office", SMALL, f"office/{SMALL}", 200),
        ("office", BIG, f"office/{SMALL}", 404),
        ("county", "46", "office/399999999", 404),
    ],
)
def test_ready_report_of_another_does_not_exist(as_role, out, now, role, unit, of, status):
    make(now, ("office", SMALL))
    assert as_role(role, unit).get(f"/resultater/2026/{of}/ferdig/nb.pdf").status_code == status


def test_county_lists_its_offices_and_the_nation_and_no_others(as_role, out, now):
    make(now, ("county", "46"))
    shown = as_role("county", "46").get("/resultater/rapporter/").content.decode()
    rows = re.findall(r'<th scope="row"><a[^>]*>([^<]*)</a>', shown)
    assert rows == [
        "Vestland",
        "Opplæringskontoret Fjordbygg",
        "Opplæringskontoret Lite",
        "Opplæringskontoret Vestmat",
        "Hele landet",
    ]
    assert shown.count("Blir laget") == 2 * 4


def test_directorate_sees_how_far_the_making_has_come_and_looks_into_a_county(as_role, out, now):
    make(now, ("office", SMALL))
    directorate = as_role("nation", "")
    assert "4 av 36 filer for 2026 er laget" in directorate.get("/resultater/rapporter/").content.decode()
    shown = directorate.get("/resultater/rapporter/?fylke=46").content.decode()
    assert "Opplæringskontoret Lite" in shown


def test_before_the_results_are_out_the_list_says_when_and_nothing_is_fetched(as_role, not_out, now):
    make(now, ("office", SMALL))
    county = as_role("county", "46")
    shown = county.get("/resultater/rapporter/").content.decode()
    assert "Ingen rapporter ennå" in shown
    assert "2. januar 2999" in shown
    assert county.get(f"/resultater/2026/office/{SMALL}/ferdig/nb.pdf").status_code == 404
