"""Answered of invited, by unit, small groups protected; day by day, what was delivered, and who has not begun."""

import io
from datetime import timedelta

import pytest
from django.core.cache import cache
from python_calamine import CalamineWorkbook
from tests.invitations.people import NOW, OFFICE, contacted, counted, invited, office, ordered
from tests.portals.ordering.pages import n_queries, text

from laerling.invitations import actions
from laerling.invitations.models import Dispatch, Invitation
from laerling.invitations.tallies.actions import import_earlier

pytestmark = pytest.mark.django_db

NEXT_DAY = NOW + timedelta(days=1)
PAGES = ["/status/", "/status/dager/", "/status/levering/", "/status/ikke-begynt/"]


@pytest.fixture
def governor(october, client_of):
    return client_of("governor", "vestland")


def answer(people):
    for person in people:
        actions.mark_answered(link_hash=bytes(person.link_hash))


def rows(response):
    """Return the table of a page: the name and the cells of each row."""
    return {name: [cell.text for cell in cells] for name, _status, cells in response.context["page"].object_list}


def sheet(response):
    assert response.status_code == 200
    return CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()


def test_county_sees_its_offices_and_its_own_total(vestland):
    office()
    answer(invited(10, office_orgnr=OFFICE)[:4])
    answer(invited(10)[:1])
    invited(10, county="03")
    counted(NEXT_DAY)

    shown = vestland.get("/status/")

    assert rows(shown)["Byggopp"] == ["10", "0", "4", "40,0\u00a0%"]
    assert "25,0 %" in text(shown).replace("\u00a0", " ")
    assert "av 20 i utvalget" in text(shown)


def test_small_group_is_protected_and_cannot_be_reckoned(vestland):
    office()
    answer(invited(4, office_orgnr=OFFICE)[:2])
    invited(20)
    counted(NEXT_DAY)

    shown = vestland.get("/status/")

    assert rows(shown) == {"Byggopp": ["4", "0", "*", "*"], "Frittstående lærebedrifter": ["20", "0", "*", "*"]}


def test_unit_under_five_sees_no_answers_at_all(byggopp):
    answer(invited(3, office_orgnr=OFFICE)[:1])
    counted(NEXT_DAY)

    shown = text(byggopp.get("/status/"))

    assert "Svarandel 33" not in shown
    assert "Har svart 1" not in shown


def test_parts_are_chosen_and_ordered_by_the_address(vestland):
    office()
    answer(invited(30, office_orgnr=OFFICE, trade="RORLE3----")[:20])
    answer(invited(20)[:5])
    counted(NEXT_DAY)

    assert list(rows(vestland.get("/status/?sorter=antall"))) == ["Byggopp", "Frittstående lærebedrifter"]
    by_trade = vestland.get("/status/?etter=fag&sorter=andel")
    assert [cells[2] for cells in rows(by_trade).values()] == ["20"]
    assert len(by_trade.context["page"].object_list) == 2
    assert vestland.get("/status/?etter=tull&sorter=tull&page=x").status_code == 200


def test_directorate_sees_all_counties_and_a_state_administrator_its_own(directorate, governor):
    invited(6, county="03")
    invited(7, county="46")

    assert list(rows(directorate.get("/status/"))) == ["Oslo", "Vestland"]
    assert list(rows(governor.get("/status/"))) == ["Vestland"]
    assert "av 7 i utvalget" in text(governor.get("/status/"))
    assert list(rows(governor.get("/status/?etter=kontor"))) == ["Vestland"]
    assert governor.get("/status/dager/?fylke=03").context["curve"].name != "Oslo"


def test_those_who_have_not_begun_stand_first(directorate, governor):
    invited(6, county="03")
    invited(6, county="46")
    invited(6, county="50")
    ordered()
    contacted(*Invitation.objects.filter(county_code="46"))
    counted()

    shown = directorate.get("/status/ikke-begynt/")

    assert list(rows(shown)) == ["Oslo", "Trøndelag", "Vestland"]
    assert shown.context["n_silent"] == 2
    assert rows(shown)["Oslo"][2] == "5"
    assert "Oslo" not in rows(governor.get("/status/ikke-begynt/"))


def test_what_is_planned_is_told_and_what_lies_far_behind(directorate):
    people = invited(20, county="03")
    invited(20, county="46")
    invited(6, county="50")
    ordered(send_at=NOW + timedelta(days=3))
    contacted(*Invitation.objects.filter(county_code__in=["03", "50"]))
    answer(people[:15])
    counted(NEXT_DAY)

    states = [
        (name, status and status[1]) for name, status, _cells in directorate.get("/status/ikke-begynt/").context["page"]
    ]

    assert states == [("Vestland", "Planlagt, ikke sendt"), ("Trøndelag", "Ligger langt bak"), ("Oslo", None)]


def test_county_sees_which_of_its_offices_have_not_begun(vestland, byggopp):
    invited(6, office_orgnr=OFFICE)
    assert "Byggopp" in rows(vestland.get("/status/ikke-begynt/"))
    assert byggopp.get("/status/ikke-begynt/").status_code == 404


def test_days_are_held_against_the_same_day_of_the_year_before(vestland, by):
    lines = "".join(f"2025;2025-10-{15 + n};46;;100;{10 * n}\n" for n in range(9))
    file = io.BytesIO(("year;day;county;office;invited;answered\n" + lines).encode())
    import_earlier(content=file, by=by, now=NOW)
    answer(invited(40)[:10])
    counted(NEXT_DAY)

    shown = vestland.get("/status/dager/")

    said = "Dag 7 av 67: 25,0\u00a0% har svart. I 2025 var det 60,0\u00a0% på samme dag av gjennomføringen."
    assert shown.context["sentence"] == said
    assert shown.content.decode().count('class="chart-svg"') == 2
    assert rows(shown)["21. oktober 2026"] == ["7", "40", "10", "25,0\u00a0%", "60,0\u00a0%"]


def test_delivery_tells_who_cannot_be_reached_and_where_that_is_mended(vestland):
    invited(6, email_state="missing")
    shown = vestland.get("/status/levering/")
    assert rows(shown)["Frittstående lærebedrifter"] == ["6", "0", "0", "0", "6"]
    assert "/kvalitet/feil/" in shown.content.decode()


def test_days_after_a_dispatch_are_told_without_claiming_a_cause(vestland):
    people = invited(40)
    ordered()
    Dispatch.objects.update(state="done")
    answer(people[:12])
    counted(NEXT_DAY)

    (line,) = vestland.get("/status/levering/").context["effects"].rows

    assert line.cells[1:] == ("Invitasjon, e-post", 40, NOW.date(), 0, 12, 12)


@pytest.mark.parametrize("table", ["deler", "dager", "levering", "utsendelser", "ikke-begynt"])
def test_workbook_has_the_figures_of_the_page_and_hides_the_same(vestland, table):
    cache.clear()
    office()
    answer(invited(4, office_orgnr=OFFICE)[:2])
    answer(invited(40)[:20])
    counted(NEXT_DAY)

    found = sheet(vestland.get(f"/status/excel/?tabell={table}"))

    assert len(found) >= (1 if table == "utsendelser" else 2)
    if table == "deler":
        assert found[1][:4] == ["Byggopp", 4, 0, "*"]


def test_page_that_asks_again_is_told_that_nothing_is_new(vestland):
    people = invited(120)
    first = vestland.get("/status/", headers={"HX-Request": "true"})
    assert vestland.get(first.context["live"], headers={"HX-Request": "true"}).status_code == 204
    assert vestland.get(first.context["live"]).status_code == 200
    answer(people[:1])
    counted()
    assert vestland.get(first.context["live"], headers={"HX-Request": "true"}).status_code == 200


def test_nobody_reached_is_told_only_while_messages_can_be_sent(today, client_of):
    today(10, 20)
    invited(6)
    county = client_of("county", "46")
    assert "har fått melding ennå" in text(county.get("/status/"))

    today(12, 22)
    assert "har fått melding ennå" not in text(county.get("/status/"))


@pytest.mark.parametrize("page", PAGES)
def test_page_before_the_survey_opens_says_when_figures_come(today, client_of, page):
    today(10, 5)
    assert "15. oktober 2026" in text(client_of("county", "46").get(page))


@pytest.mark.parametrize("page", PAGES)
def test_page_asks_as_little_with_many_as_with_few(vestland, page):
    office()
    invited(5)
    few = n_queries(vestland, page)
    invited(80, office_orgnr=OFFICE)
    assert n_queries(vestland, page) == few


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["nn", "en"])
def test_pages_speak_every_language(vestland, page, language):
    invited(40)
    vestland.cookies["language"] = language
    shown = vestland.get(page).content.decode()
    assert f'<html lang="{language}"' in shown
    assert "style=" not in shown
