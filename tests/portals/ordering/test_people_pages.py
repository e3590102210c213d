"""The list and the faults: one's own people, reasons and costs in words."""

import pytest
from tests.portals.ordering.pages import n_queries, text

from laerling.register.models import Contract, Finding
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
    shown = text(client_of("directorate").get("/utvalg/?vis=ikke"))

    assert "Har ikke vært lenge nok i lære 1. oktober" in shown
    assert "too_short" not in shown


def test_pages_of_the_list_hold_fifty(list_drawn, october, client_of):
    nation = client_of("directorate")

    first, last = nation.get("/utvalg/"), nation.get("/utvalg/?page=999")

    assert len(first.context["lines"]) == 50
    assert f"av {SampleMember.objects.count()}" in text(first)
    assert last.context["page"].number == last.context["page"].paginator.num_pages


def test_search_finds_by_part_of_a_name_and_by_number(list_drawn, october, client_of):
    nation = client_of("directorate")
    contract = SampleMember.objects.select_related("contract").first().contract

    assert contract.number in text(nation.get("/utvalg/", {"sok": contract.number}))
    assert contract.name in text(nation.get("/utvalg/", {"sok": contract.name[:5].upper()}))


@pytest.mark.parametrize("search", ["%", "_", "\x00", "' OR 1=1", "æ" * 500, "<b>"])
def test_odd_searches_find_nobody_and_break_nothing(list_drawn, october, client_of, search):
    response = client_of("directorate").get("/utvalg/", {"sok": search})

    assert response.status_code == 200
    assert "<b>" not in response.content.decode()


def test_search_that_finds_nobody_says_what_to_do(list_drawn, october, client_of):
    assert "Fant ingen" in text(client_of("directorate").get("/utvalg/?sok=Finnesikke"))


def test_list_that_has_not_come_says_when_it_comes(today, client_of):
    today(8, 20)

    assert "1. september 2026" in text(client_of("county", "46").get("/utvalg/"))


def test_faults_stand_with_cost_and_register(list_drawn, october, client_of):
    shown = client_of("directorate").get("/utvalg/feil/")

    kinds = {line.label for line in shown.context["lines"]}
    assert kinds.isdisjoint({"email_missing", "mobile_missing", "office_not_in_nor"})
    assert {line.mended_in for line in shown.context["lines"]} <= {"VIGO", "NOR", "NLR"}
    assert all(line.cost for line in shown.context["lines"])
    severities = [line.severity for line in shown.context["lines"]]
    assert severities == sorted(severities, key=["stop", "unreachable", "reduced", "notice"].index)


def test_faults_can_be_narrowed_to_one_kind(list_drawn, october, client_of):
    kind = Finding.objects.values_list("kind", flat=True).first()
    nation = client_of("directorate")

    shown = nation.get("/utvalg/feil/", {"feil": kind})

    assert shown.context["page"].paginator.count == Finding.objects.filter(kind=kind, stage="final").count()
    assert nation.get("/utvalg/feil/?feil=tull").context["kind"] == ""


def test_faults_of_another_county_are_not_shown(list_drawn, october, client_of):
    code = busiest(Finding, "county_code")

    shown = client_of("county", code).get("/utvalg/feil/")

    assert shown.context["page"].paginator.count == Finding.objects.filter(county_code=code, stage="final").count()


def test_faults_never_show_the_value(list_drawn, october, client_of):
    bad = Contract.objects.filter(email_state="malformed").values_list("email", flat=True)

    shown = text(client_of("directorate").get("/utvalg/feil/"))

    assert [value for value in bad if value in shown] == []


@pytest.mark.parametrize("address", ["/utvalg/", "/utvalg/?vis=ikke", "/utvalg/feil/"])
def test_long_lists_ask_as_little_as_short_ones(list_drawn, october, client_of, address):
    codes = Exclusion.objects.exclude(contract__county_code="03").values_list("contract__county_code", flat=True)
    fewest, most = min(codes), max(codes)

    asked = {n_queries(client_of("county", code), address) for code in (fewest, most)}

    assert len(asked) == 1
