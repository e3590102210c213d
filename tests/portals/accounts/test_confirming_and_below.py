"""The yearly confirmation, and the units below."""

import pytest
from django.contrib.messages import get_messages
from tests.invitations.people import OFFICE

from laerling.access import actions as access
from laerling.access.models import Grant
from laerling.kernel import clock


def text(response):
    return response.content.decode().partition("<main")[2].replace("&nbsp;", " ")


def test_people_are_confirmed_by_ticking_them(vestland, somebody):
    kari, ola = somebody("Kari", "county", "46", "orderer"), somebody("Ola", "county", "46", "support")
    access.attest(now=clock.now())
    assert "2 personer er ikke bekreftet" in text(vestland.get("/tilgang/"))
    shown = text(vestland.get("/tilgang/bekreft/"))
    assert all(one in shown for one in ("Kari", "Ola", "15. september 2026"))
    assert "Leder" not in shown
    answer = vestland.post("/tilgang/bekreft/", {"person": [kari.pk]})
    assert [str(one) for one in get_messages(answer.wsgi_request)] == ["Én person er bekreftet."]
    assert "Kari" not in text(vestland.get("/tilgang/bekreft/"))
    assert [Grant.objects.get(account=one).confirmed_on is not None for one in (kari, ola)] == [True, False]


def test_nobody_ticked_changes_nothing_and_says_so(vestland, somebody):
    somebody("Kari", "county", "46", "orderer")
    answer = vestland.post("/tilgang/bekreft/", {"person": ["tull", "00000000-0000-4000-8000-000000000000"]})
    assert "Det var ikke krysset av" in str(*get_messages(answer.wsgi_request))
    assert not Grant.objects.filter(confirmed_on__isnull=False).exists()


def test_strangers_people_cannot_be_confirmed(oslo, somebody):
    kari = somebody("Kari", "county", "46", "orderer")
    oslo.post("/tilgang/bekreft/", {"person": [kari.pk]})
    assert Grant.objects.get(account=kari).confirmed_on is None


def test_outside_the_autumn_there_is_nothing_to_confirm_and_the_page_says_when(vestland, today):
    today(10, 20)
    shown = text(vestland.get("/tilgang/bekreft/"))
    assert "Ingenting å bekrefte nå" in shown
    assert "15. aug." in shown


def test_unit_above_confirms_those_whom_nobody_else_can(vestland, somebody, byggopp):
    shown = text(vestland.get("/tilgang/bekreft/"))
    assert "Kontor" in shown


def test_units_below_tell_where_nobody_administers_users(directorate, vestland, governor):
    shown = directorate.get("/tilgang/under/?slag=county")
    lines = {line.unit.code: line for line in shown.context["page"].object_list}
    assert len(lines) == 15
    assert [lines["46"].n_administrators, lines["03"].n_administrators] == [1, 0]
    assert shown.context["n_without"] == 14
    assert "Ingen ennå" in text(shown)
    without = directorate.get("/tilgang/under/?slag=county&mangler=administrator")
    assert len(without.context["page"].object_list) == 14
    assert len(directorate.get("/tilgang/under/").context["page"].object_list) == 10


def test_units_below_tell_who_has_not_confirmed(directorate, vestland, somebody):
    somebody("Kari", "county", "46", "orderer")
    lines = directorate.get("/tilgang/under/?slag=county&mangler=bekreftelse").context["page"].object_list
    assert [(line.unit.code, line.n_unconfirmed) for line in lines] == [("46", 2)]


def test_county_sees_its_own_offices_and_state_administrators_their_counties(vestland, governor, oslo):
    assert [line.unit.code for line in vestland.get("/tilgang/under/").context["page"].object_list] == [OFFICE]
    assert [line.unit.code for line in governor.get("/tilgang/under/").context["page"].object_list] == ["46"]
    assert "Ingen enheter her ennå" in text(oslo.get("/tilgang/under/"))


def test_office_has_nothing_below(byggopp):
    assert byggopp.get("/tilgang/under/").status_code == 404


@pytest.mark.parametrize("n", [1, 30])
def test_units_below_are_counted_in_as_many_queries_however_many(
    directorate, somebody, n, django_assert_max_num_queries
):
    for one in range(n):
        somebody(f"k{one}", "county", "46", "orderer")
    with django_assert_max_num_queries(30):
        directorate.get("/tilgang/under/?slag=county")
