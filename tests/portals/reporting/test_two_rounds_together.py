"""A unit too small for its own year is shown over two, marked as such on the page, in files, and where one asks why."""

import re
from io import BytesIO

import pypdf
import pytest
from tests.portals.reporting.conftest import LONG_AGO
from tests.release import population
from tests.reports import invented

from laerling.organisations import actions as organisations
from laerling.organisations.queries import OfficeRow
from laerling.release import queries as release
from laerling.release.rules import pooling
from laerling.rounds.models import Round

pytestmark = pytest.mark.django_db

PAGE = f"/resultater/2026/office/{population.TINY}/"


@pytest.fixture
def county(offices, as_role, by, now, unlimited):
    """A county with an office that answered too little in 2026 alone; its results are out."""
    rows = (*population.OFFICES, OfficeRow(population.TINY, "Opplæringskontoret Ørlite", "46", active=True))
    organisations.register_offices(rows, by=by, now=now)
    population.release_pooled(by, now)
    Round.objects.filter(year=2026).update(results_at=LONG_AGO)
    return as_role("county", "46")


@pytest.fixture
def told(county):
    """What is told of the office over both rounds."""
    facts = release.made(2026)
    return release.groups(facts, "office", [(population.TINY,)], rounds=2)[population.TINY,]


def question_of(told):
    return next(code for code, cell in told.cells.items() if cell.counts)


def index_of(told):
    return next((code for code, cell in told.cells.items() if cell.mean is not None), None)


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


def test_question_is_told_over_both_years_under_their_name(county, told):
    item = question_of(told)
    page = text_of(county.get(f"{PAGE}sporsmal/{item}/"))
    assert "Opplæringskontoret Ørlite: 2025 og 2026 samlet" in page
    assert "Ikke sammenlign dem med tall for ett år." in page
    after = page[page.index('id="together"') :]
    total = after[after.index('class="total"') :]
    assert f'<td class="number">{told.get(item).n}</td>' in total
    # The year by itself keeps its sign: its own part of the page tells nothing new.
    assert 'class="protected"' in page[: page.index('id="together"')] or "*" in page[: page.index('id="together"')]


def test_page_says_it_in_nynorsk_too(county, told):
    county.cookies["language"] = "nn"
    page = text_of(county.get(f"{PAGE}sporsmal/{question_of(told)}/"))
    assert "2025 og 2026 samla" in page
    assert "Ikkje samanlikn dei med tal for eitt år." in page


def test_files_tell_the_same_under_the_same_name(county, told):
    item = question_of(told)
    csv = county.get(f"{PAGE}sporsmal/{item}/rapport.csv").content.decode("utf-8-sig")
    lines = [line for line in csv.splitlines() if "(2025 og 2026 samlet)" in line]
    assert len(lines) == len(told.get(item).counts)
    assert all(f";{told.get(item).n};" in line for line in lines)
    for kind in ("xlsx", "pptx", "pdf"):
        assert county.get(f"{PAGE}sporsmal/{item}/rapport.{kind}").status_code == 200


def test_unit_that_is_shown_and_line_of_years_say_nothing_of_two_years(county, told):
    item = question_of(told)
    shown = f"/resultater/2026/office/{population.BIG}/"
    for address in (f"{shown}sporsmal/{item}/", f"{shown}", f"{PAGE}over-tid/?mal={item}"):
        assert "2025 og 2026 samlet" not in text_of(county.get(address))


def test_theme_and_overview_tell_what_they_have_of_both_years(county, told):
    item = question_of(told)
    page = text_of(county.get(f"{PAGE}sporsmal/{item}/"))
    theme = re.search(rf'href="({PAGE}tema/[a-z_-]+/)"', page[page.index('<header class="report-head"') :]).group(1)
    assert county.get(theme).status_code == 200
    overview = text_of(county.get(PAGE))
    assert ("2025 og 2026 samlet" in overview) == (index_of(told) is not None)


def test_explanation_leads_to_both_years(county, told):
    item = question_of(told)
    page = text_of(county.get(f"{PAGE}hvorfor/{item}/"))
    assert f"{PAGE}sporsmal/{item}/#together" in page
    assert "2025 og 2026 samlet" in page


def test_page_costs_one_query_more_at_most(county, told, django_assert_max_num_queries):
    with django_assert_max_num_queries(33):
        county.get(f"{PAGE}sporsmal/{question_of(told)}/")


def test_directorate_is_told_what_both_years_open(county, as_role, told):
    page = text_of(as_role("nation", "").get("/resultater/skjerming/"))
    pooled = release.report(release.made(2026))["pooled"]
    rows, figures = pooled["rows"], pooled["figures"]
    assert f"{rows} enheter vises for 2025 og 2026 samlet, med {figures} tall som ingen av årene viser alene." in page


ATTACKED = {"tried": 40, "passed": False, "name": "thriving: small sets of people"}
NOT_TOLD = {
    "stopped": (
        {"year": 2025, "rows": 0, "figures": 0, "left_out": 2, "attacks": [{**ATTACKED, "found": 3}]},
        (
            "Tallene for 2025 og 2026 samlet ble stoppet: Et angrep på dem fant noe.",
            "Leter etter små sett av personer der svarene på dette spørsmålet følger av tallene. Funnet: 3.",
        ),
    ),
    "other people": (pooling._none(2025, pooling.OTHER_PEOPLE), ("Svarene fra 2025 som er til stede, er ikke de",)),
    "no pattern": (pooling._none(2025, pooling.NO_PATTERN), ("Vi fant ingen måte å gjøre det på uten å røpe noen.",)),
    "nothing new": (
        {"year": 2025, "rows": 0, "figures": 0, "left_out": 0, "attacks": [{**ATTACKED, "found": 0}]},
        ("viser ikke noe mer enn hvert år for seg.",),
    ),
    "not tried": (None, ("Svarene fra den forrige var ikke til stede",)),
}


@pytest.mark.parametrize("why", NOT_TOLD)
def test_directorate_is_told_why_nothing_is_told_of_both_years(as_role, by, now, why, unlimited):
    pooled, said = NOT_TOLD[why]
    invented.register(by, now)
    report = {"attacks": []} | (
        {"pooled": pooled.report if isinstance(pooled, pooling.Pool) else pooled} if pooled else {}
    )
    invented.release(2026, invented.nation(), report=report, results_at=LONG_AGO)
    client = as_role("nation", "")
    page = text_of(client.get("/resultater/skjerming/"))
    paper = pypdf.PdfReader(BytesIO(client.get("/resultater/skjerming/rapport.pdf").content))
    words = re.sub(r"\s+", " ", " ".join(sheet.extract_text() for sheet in paper.pages))
    for sentence in said:
        assert sentence in page
        assert sentence in words
