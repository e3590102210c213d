"""The cockpit: how long is left, what it costs, how far one has come."""

import pytest
from tests.portals.ordering.pages import n_queries, text

from laerling.register.models import Finding, UnitLook
from laerling.sample.models import SampleMember

pytestmark = pytest.mark.django_db


def test_time_left_stands_in_words_with_the_date(county):
    shown = text(county.get("/kvalitet/"))

    assert "20 dager og 1 time igjen" in shown
    assert "til 30. september 2026 kl. 12.00" in shown


def test_what_is_left_stands_as_people_and_leads_to_its_list(county, found, busiest):
    page = county.get("/kvalitet/")

    costs = {cost.severity: cost for cost in page.context["costs"]}
    unreached = {one.contract_id for one in found if one.severity == "unreachable"}
    assert costs["unreachable"].n_apprentices == len(unreached)
    listed = county.get("/kvalitet/feil/" + costs["unreachable"].query)
    assert {line.finding.severity for _number, line in listed.context["lines"]} <= {"unreachable"}


def test_dearest_kinds_stand_first_and_lead_to_their_list(county, found):
    kinds = county.get("/kvalitet/").context["kinds"]

    assert sum(kind.n for kind in kinds) == len(found)
    assert kinds[0].label == _labels(county, kinds[0].query).pop()


def test_bar_counts_everything_once(county, found, september):
    Finding.objects.filter(id=found[0].id).update(status="mended")
    Finding.objects.filter(id=found[1].id).update(closed_at=september)

    bar = county.get("/kvalitet/").context["bar"]

    counts = {part.code: part.n for part in bar.parts}
    assert counts["mended"] == 1
    assert counts["closed"] == 1
    assert counts["new"] == len(found) - 2
    assert sum(part.width for part in bar.parts) == 1000


def test_after_the_deadline_it_says_so_and_whom_to_ask(today, taken_in, busiest, client_of, settings):
    today(9, 30, hour=12)

    shown = text(client_of("county", busiest).get("/kvalitet/"))

    assert "Fristen for rettelser var 30. september 2026 kl. 12.00" in shown
    assert settings.CONTACT_EMAIL in shown
    assert "igjen –" not in shown


def test_before_any_extract_it_says_when_one_comes(september, client_of):
    shown = text(client_of("county", "46").get("/kvalitet/"))

    assert "Utvalget har ikke kommet ennå" in shown
    assert "1. september 2026" in shown


def test_county_without_faults_is_told_to_look_in_again(september, client_of, taken_in, busiest):
    Finding.objects.filter(county_code=busiest).delete()

    shown = text(client_of("county", busiest).get("/kvalitet/"))

    assert "Ingen feil er igjen" in shown
    assert "se innom igjen før fristen" in shown


def test_looking_is_noted_once_a_day_for_the_unit_and_never_for_the_nation(county, client_of, busiest):
    for address in ("/kvalitet/", "/kvalitet/feil/", "/kvalitet/"):
        county.get(address)
    client_of("nation").get("/kvalitet/")

    assert list(UnitLook.objects.values_list("unit", flat=True)) == [f"county:{busiest}"]


def test_nation_sees_one_county_by_its_address(september, taken_in, busiest, client_of, found):
    page = client_of("nation").get(f"/kvalitet/?fylke={busiest}")

    assert page.context["progress"].n_open == len(found)
    assert "Du ser bare" in text(page)


def test_office_sees_its_own(september, client_of, taken_in):
    orgnr = Finding.objects.exclude(office_orgnr="").values_list("office_orgnr", flat=True).first()
    own = Finding.objects.filter(closed_at=None, office_orgnr=orgnr).count()

    page = client_of("office", orgnr).get("/kvalitet/")

    assert page.context["progress"].n_open == own
    assert page.context["offices"] == []


def test_first_page_leads_here_in_september(county):
    assert 'href="/kvalitet/"' in county.get("/").content.decode()


@pytest.mark.parametrize("address", ["/kvalitet/", "/kvalitet/feil/", "/kvalitet/nadd/"])
def test_more_findings_ask_no_more_of_the_database(september, drawn, busiest, client_of, address):
    # Oslo's name is known without asking.
    codes = [code for code in Finding.objects.values_list("county_code", flat=True) if code != "03"]
    fewest = min(set(SampleMember.objects.values_list("county_code", flat=True)) & set(codes), key=codes.count)
    assert codes.count(fewest) < codes.count(busiest)

    asked = {n_queries(client_of("county", code), address) for code in (fewest, busiest)}

    assert len(asked) == 1
    assert n_queries(client_of("nation"), address) <= max(asked)
    assert max(asked) <= 26


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("address", ["/kvalitet/", "/kvalitet/feil/", "/kvalitet/nadd/", "/kvalitet/lim-inn/"])
def test_pages_speak_every_language_without_inline_style(county, language, address):
    county.cookies["language"] = language

    page = county.get(address).content.decode()

    assert f'<html lang="{language}"' in page
    assert "style=" not in page


def _labels(client, query):
    page = client.get("/kvalitet/feil/" + query)
    return {line.label for _number, line in page.context["lines"]}
