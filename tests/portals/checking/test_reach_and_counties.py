"""The reach forecast against last year, and the counties side by side."""

from datetime import date

import pytest
from tests.invitations.people import OFFICE, members, office
from tests.portals.ordering.pages import n_queries, text

from laerling.register.models import Finding
from laerling.rounds.actions import ensure_standard_round
from laerling.sample.models import Sample, SampleMember

pytestmark = pytest.mark.django_db
REACH, COUNTIES = "/kvalitet/nadd/", "/kvalitet/fylker/"


def test_reach_is_counted_in_all_and_per_office(september, client_of):
    office()
    members(3)
    members(2, email_state="missing", office_orgnr=OFFICE)

    page = client_of("county", "46").get(REACH)

    assert page.context["reach"].n == 5
    assert page.context["reach"].n_email == 3
    names = {line.name: line.count.n for line in page.context["offices"]}
    assert names == {"Byggopp": 2, "Uten opplæringskontor": 3}
    assert sum(line.count.n for line in page.context["trades"]) == 5


def test_those_most_out_of_reach_stand_first(september, client_of, drawn):
    lines = client_of("nation").get(REACH).context["trades"]

    out_of_reach = [line.count.n_none for line in lines]
    assert out_of_reach == sorted(out_of_reach, reverse=True)


def test_reach_is_set_against_last_year_where_there_is_one(september, client_of, by, now):
    members(4)
    client = client_of("county", "46")
    assert client.get(REACH).context["before"] is None
    _last_year(by, now)

    page = client.get(REACH)

    assert page.context["before"].n == 4
    assert "I 2025 kunne" in text(page)


def test_list_that_has_not_come_says_when(september, client_of):
    assert "Ingen er i utvalget ennå" in text(client_of("county", "46").get(REACH))


def test_counties_stand_side_by_side_with_those_that_have_not_looked_first(september, client_of, taken_in, busiest):
    client_of("county", busiest).get("/kvalitet/")

    page = client_of("nation").get(COUNTIES)

    lines = {line.county.code: line for line in page.context["lines"]}
    assert lines[busiest].county.last_look_on == date(2026, 9, 10)
    assert page.context["lines"][-1].county.code == busiest
    own = Finding.objects.filter(county_code=busiest, closed_at=None)
    assert lines[busiest].county.n_open == own.count()
    assert "Ikke ennå" in text(page)


def test_county_leads_to_its_list(september, client_of, taken_in, busiest):
    page = client_of("nation").get(COUNTIES)

    assert f'/kvalitet/feil/?fylke={busiest}"' in page.content.decode()


def test_counties_are_for_the_directorate_only(september, client_of):
    office()

    for client in (client_of("county", "46"), client_of("office", OFFICE)):
        assert client.get(COUNTIES).status_code == 404


def test_more_findings_ask_no_more_when_counties_are_compared(september, client_of, taken_in):
    directorate = client_of("nation")
    many = n_queries(directorate, COUNTIES)
    Finding.objects.exclude(county_code="03").delete()

    assert n_queries(directorate, COUNTIES) == many


def _last_year(by, now):
    """Move the frozen list a year back, and draw the same people anew this year."""
    ensure_standard_round(year=2025, questionnaire="apprentice-2026", by=by, now=now)
    Sample.objects.update(round_id=2025)
    assert SampleMember.objects.count() == 4
    members(4)
