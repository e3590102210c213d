"""Preliminary against final: who came in, who fell out, and why."""

from datetime import date

import pytest
from tests.sample.conftest import NATION, county, office

from laerling.register.models import Contract
from laerling.sample import queries
from laerling.sample.models import SampleMember
from laerling.sample.queries import Side

pytestmark = pytest.mark.django_db

ASKED, ALSO_ASKED, SHORT = "0070000003", "0070000005", "0070000002"


def found(kind, scope=NATION, **more):
    return {one.number: one for one in queries.differences(scope, queries.both_draws(2026), kind, **more)[:]}


def home_of(number):
    return Contract.objects.filter(number=number).values_list("county_code", flat=True).first()


def told(difference):
    return [(one.heading, one.before, one.after) for one in difference.columns]


def test_same_file_twice_differs_in_nothing(compared, vigo):
    compared(vigo("01.09.2026"), vigo())

    assert [found(kind) for kind in queries.KINDS] == [{}, {}, {}]
    counts = queries.difference_counts(NATION, queries.both_draws(2026), by="county")
    assert {line.code for line in counts} == set(SampleMember.objects.values_list("county_code", flat=True))
    assert {(line.n_in, line.n_out, line.n_changed) for line in counts} == {(0, 0, 0)}


def test_whoever_fell_out_is_told_with_reason_and_register_value(compared, vigo):
    compared(vigo("01.09.2026"), vigo().change(ASKED, Avslutningskode="HE", Avsluttet_dato="20.09.2026"))

    (out,) = found("out").values()

    assert (out.before, out.after) == (Side("asked"), Side("left_out", ("ended",)))
    assert told(out) == [("Avsluttet dato", None, date(2026, 9, 20)), ("Avslutningskode", None, "HE")]


def test_whoever_came_in_is_told_with_the_reason_before(compared, vigo):
    compared(vigo("01.09.2026"), vigo().change(SHORT, Læretid_fra="01.10.2025"))

    (came_in,) = found("in").values()

    assert (came_in.before, came_in.after) == (Side("left_out", ("too_short",)), Side("asked"))
    assert told(came_in) == [("Læretid fra", date(2025, 11, 1), date(2025, 10, 1))]


def test_contract_of_one_extract_only_is_absent_from_the_other(compared, vigo):
    compared(vigo("01.09.2026").drop(ASKED), vigo().drop(ALSO_ASKED))

    assert found("in")[ASKED].before == found("out")[ALSO_ASKED].after == Side("absent")


def test_changed_contacts_are_told_without_their_values(compared, vigo):
    compared(vigo("01.09.2026"), vigo().change(ASKED, Epost="ny@eksempel.no", Navn="Nytt Navn"))

    (changed,) = found("changed").values()

    assert [(one.heading, one.before, one.after, one.is_shown) for one in changed.columns] == [
        ("Navn", None, None, False),
        ("Epost", None, None, False),
    ]


def test_unit_that_left_the_register_between_the_lists_is_told(compared, vigo, cases, take_in, by, now):
    from laerling.sample import actions

    take_in(vigo("01.09.2026"), stage="preliminary")
    actions.draw(round_year=2026, stage="preliminary", by=by, now=now)
    place = SampleMember.objects.get(contract__number=ASKED).establishment_orgnr
    lines = (cases / "nlr.csv").read_text(encoding="utf-8-sig").splitlines()
    lines = [line.replace(";godkjent", ";ikke godkjent") if line.startswith(place) else line for line in lines]
    take_in("\n".join(lines).encode(), "nlr")
    take_in(vigo())
    actions.draw(round_year=2026, stage="final", by=by, now=now)

    out = found("out")[ASKED]

    assert out.after == Side("left_out", ("not_in_nlr",))
    assert told(out) == [("NLR", True, False)]


def test_whoever_moved_between_counties_is_out_in_one_and_in_in_the_other(compared, vigo):
    compared(vigo("01.09.2026"), vigo().change(ASKED, Avgiverfylke="03"))
    old = home_of(ASKED)

    (out,), (came_in,) = found("out", county(old)).values(), found("in", county("03")).values()

    assert (out.after, out.columns) == (Side("elsewhere"), ())
    assert (came_in.before, came_in.columns) == (Side("elsewhere"), ())
    counts = queries.difference_counts(NATION, queries.both_draws(2026), by="county")
    moved = {(line.code, line.n_in, line.n_out, line.n_changed) for line in counts if line.n_in or line.n_out}
    assert moved == {(old, 0, 1, 0), ("03", 1, 0, 0)}
    assert told(found("in", NATION)[ASKED]) == [("Avgiverfylke", old, "03")]


def test_person_asked_by_another_contract_is_changed_not_in_and_out(compared, vigo):
    place = vigo().headings.index("Kontraktnr")
    later = vigo()
    later.rows.append([*next(row for row in later.rows if row[place] == ASKED)])
    later.set(-1, "Kontraktnr", "0079999999").set(-1, "Læretid fra", "01.10.2025")
    compared(vigo("01.09.2026"), later)

    assert (found("in"), found("out")) == ({}, {})
    (changed,) = found("changed").values()
    assert (changed.number, changed.other_number, changed.columns) == ("0079999999", ASKED, ())


def test_only_ones_own_differences_are_told(compared, vigo):
    compared(vigo("01.09.2026"), vigo().change(ASKED, Avslutningskode="HE"))
    member = SampleMember.objects.get(sample__stage="preliminary", contract__number=ASKED)

    own = [county(member.county_code), office(member.office_orgnr)]
    assert [len(found("out", scope)) for scope in (*own, county("03"), office("399999999"))] == [1, 1, 0, 0]


def test_differences_are_narrowed_by_office_county_and_search(compared, vigo):
    compared(vigo("01.09.2026"), vigo().change(ASKED, Avslutningskode="HE").change(ALSO_ASKED, Avslutningskode="HE"))
    member = SampleMember.objects.get(sample__stage="preliminary", contract__number=ASKED)

    assert found("out", search=ASKED).keys() == {ASKED}
    assert ASKED in found("out", office=member.office_orgnr)
    assert found("out", office="399999999") == {}
    assert ASKED in found("out", county=member.county_code)
    assert found("out", county="99") == {}


def test_counts_add_up_to_the_lists(compared, vigo):
    compared(vigo("01.09.2026"), vigo().change(ASKED, Avslutningskode="HE").change(ALSO_ASKED, Mobil="90000001"))

    for by in ("county", "office"):
        counts = queries.difference_counts(NATION, queries.both_draws(2026), by=by)
        sums = [sum(getattr(line, f"n_{kind}") for line in counts) for kind in queries.KINDS]
        assert sums == [len(found(kind)) for kind in queries.KINDS]


def test_there_is_nothing_to_compare_before_both_draws(locked):
    assert queries.both_draws(2026) is None


def test_long_page_asks_as_little_as_a_short_one(compared, vigo, django_assert_num_queries):
    many = vigo()
    for row in range(len(many.rows)):
        many.set(row, "Mobil", "90000001")
    compared(vigo("01.09.2026"), many)
    draws = queries.both_draws(2026)

    for size in (1, 50):
        with django_assert_num_queries(7):
            assert len(queries.differences(NATION, draws, "changed")[:size]) == size
