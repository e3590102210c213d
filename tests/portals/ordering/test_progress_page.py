"""Answered of invited, by unit, small groups protected."""

import pytest
from tests.invitations.people import OFFICE, contacted, invited, office
from tests.portals.ordering.pages import text

from laerling.invitations import actions
from laerling.invitations.models import Invitation

pytestmark = pytest.mark.django_db


def answer(people):
    for person in people:
        actions.mark_answered(link_hash=bytes(person.link_hash))


def test_county_sees_its_offices_and_its_own_total(vestland):
    office()
    answer(invited(10, office_orgnr=OFFICE)[:4])
    answer(invited(10)[:1])
    invited(10, county="03")

    shown = text(vestland.get("/status/"))

    assert "Byggopp" in shown
    assert "40,0 %" in shown
    assert "25,0 %" in shown
    assert "av 20 i utvalget" in shown


def test_small_group_is_protected_and_cannot_be_reckoned(vestland):
    office()
    answer(invited(4, office_orgnr=OFFICE)[:2])
    invited(20)

    lines = vestland.get("/status/").context["lines"]

    assert [(line.unit.n_answered, line.share) for line in lines] == [(None, "")] * 2


def test_directorate_sees_those_who_have_not_sent_first(directorate):
    invited(6, county="03")
    invited(6, county="46")
    invited(6, county="50")
    contacted(*Invitation.objects.filter(county_code="03"))

    response = directorate.get("/status/")

    assert [line.unit.name for line in response.context["lines"]] == ["Trøndelag", "Vestland", "Oslo"]
    assert "I 2 fylker har ingen fått melding ennå" in text(response)


def test_office_sees_its_own_across_counties(byggopp):
    invited(6, office_orgnr=OFFICE)
    invited(6, office_orgnr=OFFICE, county="03")
    invited(9)

    response = byggopp.get("/status/")

    assert [line.unit.name for line in response.context["lines"]] == ["Oslo", "Vestland"]
    assert response.context["totals"].n_invited == 12
