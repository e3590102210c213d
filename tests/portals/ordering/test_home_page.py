"""The first page: where the round is, and the one thing to do."""

import pytest
from tests.invitations.people import NOW, contacted, invited, ordered
from tests.portals.ordering.pages import text

from laerling.invitations import actions
from laerling.kernel.clock import OSLO
from laerling.portals.ordering import calendars
from laerling.register.models import Finding
from laerling.rounds import queries as rounds

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("month", "day", "where", "step"),
    [
        (8, 20, "Gjennomføringen har ikke begynt", "Ikke noe å gjøre nå"),
        (9, 10, "Utvalget kvalitetssikres", "Ikke noe å gjøre nå"),
        (10, 20, "Undersøkelsen er åpen", "Ikke noe å gjøre nå"),
        (12, 22, "Undersøkelsen er avsluttet", "Ikke noe å gjøre nå"),
    ],
)
def test_first_page_says_where_the_round_is(today, client_of, month, day, where, step):
    today(month, day)

    shown = text(client_of("county", "46").get("/"))

    assert where in shown
    assert step in shown
    assert "Vestland" in shown


def test_calendar_has_one_now_and_one_next():
    october = NOW.astimezone(OSLO)

    lines = calendars.lines(rounds.get(2026), october)

    assert [line.state for line in lines] == ["past", "past", "past", "now", "next", "later"]
    assert lines[4].note != ""


def test_county_that_has_not_sent_is_told_to_invite(vestland):
    invited(6)

    shown = text(vestland.get("/"))

    assert "Send invitasjonen" in shown
    assert "6 personer venter" in shown


def test_county_may_remind_a_week_after_and_not_before(today, client_of):
    today(10, 20)
    people = invited(6)
    ordered()
    contacted()
    county = client_of("county", "46")

    assert "Følg med på hvor mange som svarer" in text(county.get("/"))

    today(10, 28)
    assert "Minn 6 på undersøkelsen med e-post" in text(county.get("/"))

    for person in people:
        actions.mark_answered(link_hash=bytes(person.link_hash))
    assert "Følg med på hvor mange som svarer" in text(county.get("/"))


def test_small_unit_is_not_told_who_has_answered(today, client_of):
    today(10, 28)
    people = invited(3)
    contacted()
    county = client_of("county", "46")
    before = text(county.get("/"))

    for person in people:
        actions.mark_answered(link_hash=bytes(person.link_hash))

    assert text(county.get("/")) == before
    assert "Har svart" not in before


def test_faults_come_first_while_they_can_be_mended(today, client_of, list_drawn):
    today(9, 15)
    county = Finding.objects.values_list("county_code", flat=True).first()

    shown = text(client_of("county", county).get("/"))

    assert "hindrer at folk blir spurt eller nådd" in shown
    assert "30. september 2026 kl. 12.00" in shown


def test_directorate_is_told_to_bring_the_results_out(today, client_of):
    today(12, 22)
    invited(6)

    assert "Gjør resultatene klare" in text(client_of("nation").get("/"))


def test_units_do_not_see_each_others_figures(vestland, oslo, byggopp):
    invited(7)
    invited(9, county="03")

    assert "av 7 i utvalget" in text(vestland.get("/"))
    assert "av 9 i utvalget" in text(oslo.get("/"))
    assert "i utvalget" not in text(byggopp.get("/"))
