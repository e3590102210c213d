"""The list: one's own people, and reasons in words."""

import pytest
from tests.portals.ordering.pages import n_queries, text

from laerling.sample.models import Exclusion, SampleMember

pytestmark = pytest.mark.django_db


def busiest(model, column):
    return max(
        model.objects.values_list(column, flat=True), key=list(model.objects.values_list(column, flat=True)).count
    )


def test_list_shows_the_countys_own_people_and_nobody_elses(list_drawn, october, client_of):
    code = busiest(SampleMember, "county_code")
    mine = SampleMember.objects.filter(county_code=code)
    other = SampleMember.objects.exclude(county_code=code).first()
    county = client_of("county", code)

    shown = county.get("/utvalg/")

    assert len(shown.context["lines"]) == min(50, mine.count())
    assert {line.person.county_code for line in shown.context["lines"]} == {code}
    assert other.contract.number not in text(county.get(f"/utvalg/?sok={other.contract.number}"))


def test_those_not_asked_stand_with_reasons_in_words(list_drawn, october, client_of):
    shown = text(client_of("nation").get("/utvalg/?vis=ikke"))

    assert "Har ikke vært lenge nok i lære 1. oktober" in shown
    assert "too_short" not in shown


def test_pages_of_the_list_hold_fifty(list_drawn, october, client_of):
    nation = client_of("nation")

    first, last = nation.get("/utvalg/"), nation.get("/utvalg/?page=999")

    assert len(first.context["lines"]) == 50
    assert f"av {SampleMember.objects.count()}" in text(first)
    assert last.context["page"].number == last.context["page"].paginator.num_pages


def test_search_finds_by_part_of_a_name_and_by_number(list_drawn, october, client_of):
    nation = client_of("nation")
    contract = SampleMember.objects.select_related("contract").first().contract

    assert contract.number in text(nation.get("/utvalg/", {"sok": contract.number}))
    assert contract.name in text(nation.get("/utvalg/", {"sok": contract.name[:5].upper()}))


@pytest.mark.parametrize("search", ["%", "_", "\x00", "' OR 1=1", "æ" * 500, "<b>"])
def test_odd_searches_find_nobody_and_break_nothing(list_drawn, october, client_of, search):
    response = client_of("nation").get("/utvalg/", {"sok": search})

    assert response.status_code == 200
    assert "<b>" not in response.content.decode()


def test_search_that_finds_nobody_says_what_to_do(list_drawn, october, client_of):
    assert "Fant ingen" in text(client_of("nation").get("/utvalg/?sok=Finnesikke"))


def test_list_that_has_not_come_says_when_it_comes(today, client_of):
    today(8, 20)

    assert "1. september 2026" in text(client_of("county", "46").get("/utvalg/"))


@pytest.mark.parametrize("address", ["/utvalg/", "/utvalg/?vis=ikke"])
def test_long_lists_ask_as_little_as_short_ones(list_drawn, october, client_of, address):
    codes = Exclusion.objects.exclude(contract__county_code="03").values_list("contract__county_code", flat=True)
    fewest, most = min(codes), max(codes)

    asked = {n_queries(client_of("county", code), address) for code in (fewest, most)}

    assert len(asked) == 1
