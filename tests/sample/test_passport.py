"""The passport tells rule by rule what the draw said, to those whose contract it is."""

from datetime import UTC, date, datetime

import pytest
from tests.sample.conftest import NATION, county, office

from laerling.register.models import Contract
from laerling.sample import actions, queries
from laerling.sample.models import Exclusion, SampleMember

pytestmark = pytest.mark.django_db

ASKED = "0070000003"
LATER = datetime(2026, 10, 13, 8, tzinfo=UTC)


def contract_id(number, stage="final"):
    return Contract.objects.get(number=number, stage=stage).id


def test_every_contract_is_told_what_the_draw_said(locked):
    said = {line.contract_id: line.reasons for line in Exclusion.objects.all()}
    said |= dict.fromkeys(SampleMember.objects.values_list("contract_id", flat=True), "")
    for found, reasons in said.items():
        passport = queries.passport(NATION, found)
        (view,) = passport.stages
        assert "+".join(outcome.reason for outcome in view.outcomes if outcome.holds) == reasons
        assert view.standing == ("left_out" if reasons else "asked")
        assert (view.is_met, view.is_frozen, view.count_date) == (not reasons, True, date(2026, 10, 1))


def test_lists_stand_side_by_side_whichever_extracts_contract_was_asked_for(compared, vigo):
    compared(vigo("01.09.2026").change(ASKED, Avslutningskode="HE"), vigo())

    for stage in ("preliminary", "final"):
        passport = queries.passport(NATION, contract_id(ASKED, stage))
        assert [(view.stage, view.standing) for view in passport.stages] == [
            ("preliminary", "left_out"),
            ("final", "asked"),
        ]
        assert passport.latest.stage == "final"


def test_foreign_contract_has_no_passport(locked):
    member = SampleMember.objects.exclude(office_orgnr="").first()
    own = [county(member.county_code), office(member.office_orgnr), NATION]
    others = [county("99"), office("399999999")]

    assert [queries.passport(scope, member.contract_id) is None for scope in own + others] == [False] * 3 + [True] * 2
    assert queries.passport(NATION, 10**30) is None
    assert queries.passport(NATION, 0) is None


def test_before_a_draw_the_rules_are_told_of_the_register_as_it_is(units_in, vigo, take_in):
    take_in(vigo("01.09.2026"), stage="preliminary")

    asked = queries.passport(NATION, contract_id(ASKED, "preliminary")).latest
    short = queries.passport(NATION, contract_id("0070000002", "preliminary")).latest

    assert (asked.standing, asked.is_met) == ("not_drawn", True)
    assert [outcome.reason for outcome in short.outcomes if outcome.holds] == ["too_short"]


def test_contract_that_came_after_the_lock_is_not_on_the_list(locked, vigo, take_in):
    later = vigo("12.10.2026")
    later.rows.append([*later.rows[3]])
    later.set(-1, "Kontraktnr", "0079999999").set(-1, "PersonId", "p7-999999")
    take_in(later, at=LATER)

    assert queries.passport(NATION, contract_id("0079999999")).latest.standing == "too_late"


def test_both_then_and_now_are_told_after_a_later_extract(locked, vigo, take_in, by):
    take_in(vigo("12.10.2026").change(ASKED, Avbrudd_fra="01.11.2026", Avbrudd_til=""), at=LATER)
    actions.mark_changes(round_year=2026, by=by, now=LATER)

    passport = queries.passport(NATION, contract_id(ASKED))

    assert passport.latest.standing == "asked"
    assert [(one.heading, one.before, one.after) for one in passport.latest.since] == [
        ("Avbrudd fra", None, date(2026, 11, 1))
    ]
    assert (passport.latest.count_date, passport.latest.count_date_now) == (date(2026, 10, 1), date(2026, 10, 12))
    assert [(mark.kind, mark.count_date) for mark in passport.marks] == [("interrupted", date(2026, 10, 12))]


def test_whoever_moved_after_the_lock_is_told_of_by_the_old_county_and_not_by_the_new(locked, vigo, take_in, by):
    old = SampleMember.objects.get(contract__number=ASKED).county_code
    take_in(vigo("12.10.2026").change(ASKED, Avgiverfylke="03"), at=LATER)
    actions.mark_changes(round_year=2026, by=by, now=LATER)

    before, after = (queries.passport(county(code), contract_id(ASKED)) for code in (old, "03"))

    assert (before.latest.standing, len(before.marks)) == ("asked", 1)
    assert (after.latest.standing, after.marks) == ("elsewhere", ())


def test_other_contracts_of_the_person_are_told_with_which_one_goes_before(locked):
    behind = Exclusion.objects.get(reasons="duplicate_person")
    winner = SampleMember.objects.get(person_id=behind.person_id)

    (other,) = queries.passport(NATION, behind.contract_id).latest.others
    (back,) = queries.passport(NATION, winner.contract_id).latest.others

    assert (other.contract_id, other.is_asked, other.goes_before) == (winner.contract_id, True, True)
    assert (back.contract_id, back.is_asked, back.reasons, back.goes_before) == (
        behind.contract_id,
        False,
        ("duplicate_person",),
        False,
    )


def test_another_countys_contract_of_the_same_person_is_told_without_its_number(locked):
    behind = Exclusion.objects.get(reasons="duplicate_person")
    SampleMember.objects.filter(person_id=behind.person_id).update(county_code="99")

    (other,) = queries.passport(county(behind.county_code), behind.contract_id).latest.others

    assert (other.contract_id, other.number, other.is_asked) == (None, "", True)


def test_passport_asks_as_little_for_any_contract(locked, django_assert_max_num_queries):
    for line in (*SampleMember.objects.all()[:3], *Exclusion.objects.all()[:3]):
        with django_assert_max_num_queries(10):
            queries.passport(NATION, line.contract_id)
