"""The pages in the order of reading, with rounds and structures as they were."""

import re

import pytest
from django.urls import reverse
from tests.release.population import BIG, OTHER, SMALL
from tests.reports import written

from laerling.access import actions as access
from laerling.access.models import AccessRequest
from laerling.access.types import Unit

pytestmark = pytest.mark.django_db

MEMBER = "412345670"


@pytest.fixture
def several(offices):
    """Four rounds: before the break, after it, with Viken, and the newest."""
    for year, counties in (
        (2017, ("02", "12")),
        (2018, ("02", "12")),
        (2021, ("30", "46")),
        (2025, ("32", "46", "11")),
    ):
        groups = [("", (), written.figures(year, 900, 3.5))]
        groups += [("county", (code,), written.figures(year, 200, 4.2)) for code in counties]
        groups += [("office", (BIG,), written.figures(year, 40)), ("office", (SMALL,), None)]
        groups += [("establishment", (MEMBER,), written.figures(year, 12))]
        groups += [
            ("county*programme", (counties[-1], "Bygg"), written.figures(year, 60, 3.0)),
            ("county*programme", ("46", "Bygg"), written.figures(year, 60, 3.0)),
            ("county*programme", ("46", "Helse"), None),
            ("office*gender", (BIG, "K"), written.figures(year, 20)),
            ("office*gender", (BIG, "M"), None),
        ]
        unique = {(table, key): told for table, key, told in groups}
        labels = [("establishment", MEMBER, "Bedriften", ["county:46", f"office:{BIG}"])]
        labels += [("office", BIG, "Kontoret", [f"county:{counties[1]}"])]
        written.release(year, [(*place, told) for place, told in unique.items()], labels)


def shown(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_county_reaches_a_questions_distribution_in_three_clicks(as_role, several):
    county = as_role("county", "46")
    index, _scored, _sensitive = written.index_of(2025)
    first = county.get("/resultater/")["Location"]
    overview = shown(county, first)
    second = reverse("reporting:index", kwargs={"year": 2025, "of": ("county", "46"), "item": index})
    assert f'href="{second}"' in overview
    third = re.search(r'href="(/resultater/2025/county/46/sporsmal/[^"]+/)"', shown(county, second)).group(1)
    assert "chart-svg" in shown(county, third)


def test_own_figure_has_its_interval_and_what_is_beyond_chance_in_words(as_role, several):
    page = shown(as_role("county", "46"), "/resultater/2025/county/46/")
    assert re.search(r'<span class="reach">4,1–4,3</span>', page)
    assert "Vestland ligger over hele landet, og forskjellen er mer enn tilfeldig." in page


def test_sensitive_question_is_told_as_ranges_everywhere(as_role, several):
    _index, _scored, sensitive = written.index_of(2025)
    page = shown(as_role("county", "46"), f"/resultater/2025/county/46/sporsmal/{sensitive}/")
    assert "0–2\xa0%" in page
    assert "Dette spørsmålet er følsomt" in page
    assert not re.search(r'<td class="number">\d+\xa0%</td>', page)


def test_breakdown_lists_groups_by_name_with_the_sign_where_one_is_hidden(as_role, several):
    index, _scored, _sensitive = written.index_of(2025)
    page = shown(as_role("county", "46"), f"/resultater/2025/county/46/fordelt/?mal={index}&pa=programme")
    rows = re.findall(r'<tr[^>]*>\s*<th scope="row">(.*?)</th>(.*?)</tr>', page, re.DOTALL)
    assert [name for name, _rest in rows] == ["Vestland", "Bygg", "Helse"]
    assert rows[2][1].count("hidden-cell") == 3
    assert "Bygg ligger under Vestland samlet" in page


def test_breakdown_of_an_office_by_gender_uses_words_for_codes(as_role, several):
    page = shown(as_role("office", BIG), f"/resultater/2025/office/{BIG}/fordelt/?mal=answered&pa=gender")
    assert "Kvinner" in page
    assert "Menn" in page


def test_unknown_item_or_dimension_is_not_found(as_role, several):
    county = as_role("county", "46")
    for end in (
        "fordelt/?mal=nothing",
        "fordelt/?pa=shoesize",
        "over-tid/?mal=nothing",
        "indeks/nothing/",
        "sporsmal/nothing/",
    ):
        assert county.get(f"/resultater/2025/county/46/{end}").status_code == 404, end


def test_line_over_the_years_stops_at_the_break_with_its_reason(as_role, several):
    index, _scored, _sensitive = written.index_of(2025)
    page = shown(as_role("nation", ""), f"/resultater/2025/nation/over-tid/?mal={index}")
    assert "2017–2018" in page
    assert "Derfor stopper linjen" in page
    wide = page.split('class="chart-wide"')[1].split("chart-narrow")[0]
    # 2017 alone, 2018 alone, 2021 alone, 2025 alone: no two rounds follow each other, so that there is no line at all.
    assert 'class="stroke-own" d="M' not in wide


def test_break_that_only_the_line_beside_has_is_explained_too(as_role, several):
    """Vestland begins in 2020, but the country's line beside it breaks before that, in plain sight."""
    index, _scored, _sensitive = written.index_of(2025)
    page = shown(as_role("county", "46"), f"/resultater/2025/county/46/over-tid/?mal={index}")
    assert "<strong>2017–2018</strong>" in page


def test_county_that_did_not_exist_says_where_its_answers_lie(as_role, several):
    page = shown(as_role("nation", ""), "/resultater/2018/county/30/")
    assert "Viken har ingen resultater for 2018" in page
    assert "Akershus" in page
    assert "chart-svg" not in page


def test_reckoned_county_is_marked_and_names_its_parts(as_role, several):
    page = shown(as_role("nation", ""), "/resultater/2025/nation/regnet-om/?mal=answered&fylke=32")
    assert "Dette er regnet ut og er ikke publisert slik" in page
    assert "Var del av et større fylke" in page


def test_own_hidden_figure_looks_hidden_and_nothing_empty_is_drawn_on_the_reckoned_page(as_role, several):
    page = shown(as_role("county", "46"), "/resultater/2025/county/46/regnet-om/?mal=answered")
    own = shown(as_role("county", "46"), "/resultater/2025/county/46/over-tid/?mal=answered")
    assert page.count("hidden-cell") == own.count("hidden-cell")
    none = shown(as_role("county", "11"), "/resultater/2025/county/11/regnet-om/?mal=answered&fylke=30")
    assert "Du må ha tilgang" in none
    assert "chart-svg" not in none
    assert "rapport.svg" not in none


def test_chosen_units_stand_beside_and_foreign_ones_do_not(as_role, several):
    county = as_role("county", "46")
    page = shown(county, f"/resultater/2025/county/46/sammenlign/?med=office/{BIG}&med=office/{OTHER}&med=county/11")
    names = re.findall(r'<div class="figure"><dt>(.*?)</dt>', page)
    assert names == ["Vestland", "Hele landet", "Opplæringskontoret Fjordbygg"]


def test_establishment_is_read_by_the_office_and_county_it_lay_in(as_role, several):
    assert as_role("office", BIG).get(f"/resultater/2025/establishment/{MEMBER}/").status_code == 200
    assert as_role("county", "46").get(f"/resultater/2025/establishment/{MEMBER}/").status_code == 200
    assert as_role("office", OTHER).get(f"/resultater/2025/establishment/{MEMBER}/").status_code == 404


def test_form_leads_to_the_chosen_page_and_keeps_the_item(as_role, several):
    county = as_role("county", "46")
    answer = county.get("/resultater/vis/?enhet=nation&ar=2021&side=years&mal=answered")
    assert answer["Location"] == "/resultater/2021/nation/over-tid/?mal=answered"
    assert county.get("/resultater/vis/?enhet=planet&ar=2021")["Location"] == "/resultater/"


def test_page_of_anothers_unit_offers_to_ask_and_the_request_is_found(as_role, several, by, now):
    page = as_role("county", "11").get("/resultater/2025/county/46/")
    assert page.status_code == 404
    assert "Be om tilgang" in page.content.decode()
    asking = as_role("office", OTHER)
    for _twice in range(2):
        asking.post("/tilgang/be-om/", {"lenke": "/resultater/2025/county/46/"})
    asking.post("/tilgang/be-om/", {"lenke": "/resultater/2025/county/99/"})
    assert AccessRequest.objects.count() == 2
    administrator = as_role("county", "46")
    assert "Har bedt om tilgang" in administrator.get("/tilgang/").content.decode()
    wanted = AccessRequest.objects.get(unit_code="46")
    administrator.post(f"/tilgang/forespurt/{wanted.id}/avsla/")
    assert "Har bedt om tilgang" not in administrator.get("/tilgang/").content.decode()


def test_requests_of_one_person_are_limited(as_role, several, by, now):
    as_role("office", OTHER)
    account = access.create_account(email="mange@eksempel.no", name="Ola", password="x" * 15, by=by, now=now)
    for code in range(20):
        access.ask_for_access(account_id=account.pk, unit=Unit("county", f"{code:02}"), by=by, now=now)
    assert AccessRequest.objects.filter(account=account).count() == access.MOST_WAITING


@pytest.mark.parametrize("end", ["", "indeks/{index}/", "tema/", "fordelt/", "over-tid/", "sammenlign/"])
def test_pages_cost_the_same_queries_for_large_and_small(as_role, several, end, django_assert_max_num_queries):
    index, _scored, _sensitive = written.index_of(2025)
    client = as_role("nation", "")
    client.get("/resultater/2025/nation/")
    for of in ("nation", "county/46", f"office/{BIG}"):
        with django_assert_max_num_queries(45 if end in {"", "over-tid/"} else 32):
            client.get(f"/resultater/2025/{of}/{end.format(index=index)}")
