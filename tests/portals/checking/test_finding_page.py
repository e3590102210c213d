"""One finding: what it costs, what has happened, and on to the next."""

import pytest
from tests.portals.ordering.pages import text

from laerling.register.models import Finding
from laerling.register.queries import extracts

pytestmark = pytest.mark.django_db


def address(finding, tail=""):
    return f"/kvalitet/feil/{finding.id}/{tail}"


def form(**said):
    return {"status": "new", "reason": "", "note": "", "assigned": "", **said}


def test_page_says_what_is_wrong_where_and_by_whom_it_is_mended(county, found):
    one = next(finding for finding in found if finding.kind == "email_missing")

    shown = text(county.get(address(one)))

    assert "E-postadresse mangler" in shown
    assert one.contract.number in shown
    assert "VIGO – kontrakter" in shown
    assert "Hvem retter" in shown
    assert "Funnet" in shown


def test_what_is_said_is_kept_and_stands_in_the_history(county, found):
    county.post(address(found[0]), form(status="being_mended", note="Ringer i morgen"))

    shown = text(county.get(address(found[0])))
    assert "Status endret fra «Ny» til «Under retting»" in shown
    assert "Kari Nordmann" in shown
    assert Finding.objects.get(id=found[0].id).note == "Ringer i morgen"


def test_reason_is_asked_for_beside_its_field(county, found):
    page = county.post(address(found[0]), form(status="will_not_be_mended"))

    assert page.status_code == 422
    assert page.context["form"].errors["reason"]


def test_save_and_next_goes_on_down_the_list(county, found):
    answer = county.post(address(found[0], "?nr=0"), form(status="seen", neste="ja"))

    assert answer["Location"] == address(found[1], "?nr=1")


def test_next_is_right_also_where_the_saved_one_leaves_the_list(county, found):
    answer = county.post(address(found[0], "?status=new&nr=0"), form(status="seen", neste="ja"), follow=True)

    place = answer.redirect_chain[0][0]
    assert place == address(found[1], "?status=new&nr=1")
    after = answer.context["neighbours"].after
    assert after == address(found[2], "?status=new&nr=1")


@pytest.mark.parametrize("place", ["", "-1", "tull", "9" * 30, "99999"])
def test_odd_places_in_the_list_break_nothing(county, found, place):
    assert county.get(address(found[0], f"?nr={place}")).status_code == 200


def test_extract_that_still_shows_what_was_said_mended_is_pointed_out(county, found, by):
    newest = extracts(2026)[0].received_at
    Finding.objects.filter(id=found[0].id).update(status="mended", changed_at=newest.replace(year=2025))

    assert "det nyeste uttrekket viser feilen fortsatt" in text(county.get(address(found[0])))


def test_closed_finding_says_an_extract_proved_it(county, found, september):
    Finding.objects.filter(id=found[0].id).update(closed_at=september)

    assert "bekreftet at dette er rettet" in text(county.get(address(found[0])))


def test_anothers_finding_looks_like_one_that_does_not_exist(county, found, busiest):
    foreign = Finding.objects.exclude(county_code=busiest).first()

    for method in (county.get, county.post):
        assert method(address(foreign)).status_code == 404
        assert method("/kvalitet/feil/999999999999/").status_code == 404
    assert county.get(f"/kvalitet/feil/{'9' * 60}/").status_code == 404


def test_nation_reads_a_finding_without_the_countys_words(september, client_of, county, found):
    county.post(address(found[0]), form(status="seen", note="Ringte lærlingen"))

    page = client_of("nation").get(address(found[0]))

    assert page.status_code == 200
    assert "Ringte lærlingen" not in text(page)
    assert "Kari Nordmann" not in text(page).replace(str(page.context["line"].who), "")
    assert 'name="note"' not in page.content.decode()


def test_only_a_colleague_can_be_assigned(county, found):
    page = county.post(address(found[0]), form(assigned="5d1f3a52-58f0-4a8c-9d5c-0d8a3f2b7a11"))

    assert page.status_code == 422
    assert page.context["form"].errors["assigned"]
