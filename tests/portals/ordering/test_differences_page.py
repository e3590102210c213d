"""Preliminary against final, as pages and as a workbook."""

import io

import pytest
from python_calamine import CalamineWorkbook
from tests.portals.ordering.pages import n_queries, text
from tests.register.conftest import File

from laerling.audit.models import Event
from laerling.register.actions import import_file
from laerling.sample import actions as sample
from laerling.sample.models import SampleMember

pytestmark = pytest.mark.django_db

ASKED = "0070000003"


@pytest.fixture
def two_lists(db, cases, take_in, by, now):
    """A preliminary list, and a final one from which somebody has fallen out and where somebody's mobile is new."""
    for register in ("nor", "nlr"):
        take_in(register)
    numbers = None
    for stage, day in (("preliminary", "01.09.2026"), ("final", "01.10.2026")):
        file = File((cases / "vigo.csv").read_bytes()).set_all("Telledato", day)
        if numbers:
            for row, fields in enumerate(file.rows):
                if fields[2] == ASKED:
                    file.set(row, "Avslutningskode", "HE")
                elif fields[2] in numbers:
                    file.set(row, "Mobil", "90000001").set(row, "Navn", "=1+1")
        content = io.BytesIO(file.content())
        import_file(content=content, filename="f.csv", register="vigo", round_year=2026, stage=stage, by=by, now=now)
        sample.draw(round_year=2026, stage=stage, by=by, now=now)
        numbers = sorted(SampleMember.objects.values_list("contract__number", flat=True))[:5]
    return SampleMember.objects.get(sample__stage="preliminary", contract__number=ASKED)


def test_county_reads_who_fell_out_and_why(two_lists, october, client_of):
    shown = text(client_of("county", two_lists.county_code).get("/utvalg/endringer/?vis=ut"))

    assert two_lists.contract.name in shown
    assert "Spurt Kontrakten er avsluttet Avslutningskode: tomt → HE" in shown


@pytest.fixture
def changed_county(two_lists):
    """A county that has people whose mobile is new."""
    return SampleMember.objects.filter(sample__stage="final", contract__mobile="90000001").first().county_code


def test_contact_values_are_never_shown(changed_county, october, client_of):
    shown = text(client_of("county", changed_county).get("/utvalg/endringer/?vis=endret"))

    assert "Mobil: endret" in shown
    assert "90000001" not in shown


def test_directorate_sees_changed_values_one_county_at_a_time(changed_county, october, client_of):
    nation = client_of("nation")

    assert "Velg et fylke" in text(nation.get("/utvalg/endringer/?vis=endret"))
    shown = nation.get(f"/utvalg/endringer/?vis=endret&enhet={changed_county}")
    assert shown.context["page"].paginator.count > 0
    assert f"Fortsatt spurt, men endret {shown.context['page'].paginator.count}" in text(shown)


def test_directorate_sees_the_counties_first(two_lists, october, client_of):
    shown = client_of("nation").get("/utvalg/endringer/")

    assert {line.code for line, _code in shown.context["units"]} >= {two_lists.county_code}
    assert text(shown).index("Per fylke") < text(shown).index("Kom med 0")


def test_choice_of_a_unit_narrows_list_and_counts(two_lists, october, client_of):
    nation = client_of("nation")

    own = nation.get("/utvalg/endringer/", {"vis": "ut", "enhet": two_lists.county_code})
    other = nation.get("/utvalg/endringer/", {"vis": "ut", "enhet": "99"})

    assert [n for part, _label, n, _here in own.context["parts"] if part == "ut"] == [1]
    assert own.context["page"].paginator.count == 1
    assert "Fant ingen" in text(other)


def test_county_narrows_to_an_office_and_to_those_without(two_lists, october, client_of):
    county = client_of("county", two_lists.county_code)

    assert county.get(f"/utvalg/endringer/?vis=ut&enhet={two_lists.office_orgnr}").context["page"].paginator.count == 1
    assert county.get("/utvalg/endringer/?vis=ut&enhet=-").context["page"].paginator.count == 0


def test_others_see_nothing_of_it(two_lists, october, client_of):
    for client in (client_of("county", "30"), client_of("county", "38")):
        for part in ("inn", "ut", "endret"):
            assert client.get("/utvalg/endringer/", {"vis": part}).context["page"].paginator.count == 0


def test_workbook_holds_the_same_lines_and_no_formula(changed_county, october, client_of):
    nation = client_of("nation")

    answer = nation.get(f"/utvalg/endringer/excel/?vis=endret&enhet={changed_county}")

    assert 'filename="endringer-2026-endret.xlsx"' in answer["Content-Disposition"]
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert (
        len(rows)
        == 1 + nation.get(f"/utvalg/endringer/?vis=endret&enhet={changed_county}").context["page"].paginator.count
    )
    assert {row[2] for row in rows[1:]} == {"'=1+1"}
    assert all("Mobil: endret" in row[8] for row in rows[1:])
    event = Event.objects.get(what="sample.differences.fetched")
    assert (event.details, event.scope) == ({"kind": "changed", "n": len(rows) - 1}, "nation:")


def test_workbook_without_lines_is_still_a_workbook(two_lists, october, client_of):
    answer = client_of("county", "30").get("/utvalg/endringer/excel/?vis=ut")

    assert len(CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()) >= 1


@pytest.mark.parametrize("search", ["%", "\x00", "' OR 1=1", "æ" * 500, "<b>"])
def test_odd_choices_break_nothing(two_lists, october, client_of, search):
    shown = client_of("nation").get("/utvalg/endringer/", {"sok": search, "enhet": search, "vis": search})

    assert shown.status_code == 200
    assert "<b>" not in shown.content.decode()


def test_before_the_final_list_the_page_says_when_it_comes(today, client_of):
    today(9, 10)
    client = client_of("county", "46")

    assert "Det er ikke to utvalg å sammenligne ennå" in text(client.get("/utvalg/endringer/"))
    assert client.get("/utvalg/endringer/excel/").status_code == 404


def test_long_lists_ask_as_little_as_short_ones(two_lists, october, client_of):
    nation = client_of("nation")

    for part, most in (("inn", 26), ("ut", 26), ("endret", 26)):
        assert n_queries(nation, f"/utvalg/endringer/?vis={part}") <= most
