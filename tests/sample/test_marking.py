"""What later extracts say of the locked list is marked, and the list stays."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.sample.conftest import NATION, county

from laerling.audit.models import Event
from laerling.sample import actions, queries
from laerling.sample.facts import kept_of
from laerling.sample.models import Exclusion, Sample, SampleChange, SampleMember
from laerling.sample.rules import ContractFacts, RuleDates, changes

pytestmark = pytest.mark.django_db

ASKED = "0070000003"
LATER = datetime(2026, 10, 13, 8, tzinfo=UTC)
DATES = RuleDates(date(2026, 10, 1), date(2026, 10, 15), date(2026, 12, 20), 11, more_than=True)


def mark(by, now=LATER):
    return actions.mark_changes(round_year=2026, by=by, now=now)


def marks():
    return [(m.member.contract.number, m.kind, m.what, m.taken_back_at) for m in SampleChange.objects.order_by("id")]


def list_as_it_is():
    return list(SampleMember.objects.order_by("id").values())


@pytest.mark.parametrize(
    ("values", "kind", "what"),
    [
        ({"Avbrudd_fra": "01.11.2026"}, "interrupted", {"interrupted_from": "2026-11-01"}),
        (
            {"Avbrudd_fra": "01.09.2026", "Avbrudd_til": "15.10.2026"},
            "interrupted",
            {"interrupted_from": "2026-09-01", "interrupted_to": "2026-10-15"},
        ),
        (
            {"Avslutningskode": "HE", "Avsluttet_dato": "09.10.2026"},
            "ended",
            {"end_code": "HE", "ended_on": "2026-10-09"},
        ),
        ({"Avslutningskode": "HE"}, "ended", {"end_code": "HE"}),
        ({"Avgiverfylke": "03"}, "moved", {"county_code": "03"}),
        ({"Orgnr": "926018159"}, "moved", {"office_orgnr": "926018159"}),
        ({"Orgnr_medlemsbedrift": ""}, "moved", {"establishment_orgnr": ""}),
        (
            {"Parttype": "B", "Orgnr": "823194870", "Orgnr_medlemsbedrift": ""},
            "moved",
            {"office_orgnr": "", "establishment_orgnr": "823194870"},
        ),
    ],
)
def test_change_of_a_later_extract_is_marked_and_the_list_stays(locked, vigo, take_in, by, values, kind, what):
    before = list_as_it_is()
    take_in(vigo("12.10.2026").change(ASKED, **values), at=LATER)

    receipt = mark(by)

    assert marks() == [(ASKED, kind, what, None)]
    assert receipt.n_marked == {kind: 1}
    assert list_as_it_is() == before


@pytest.mark.parametrize(
    "values",
    [
        {"Navn": "Nytt Navn", "Epost": "ny@eksempel.no", "Mobil": "90000001"},
        {"Avbrudd_fra": "21.12.2026"},
        {"Avbrudd_fra": "01.09.2026", "Avbrudd_til": "14.10.2026"},
        {"Læretid_til": "01.12.2026"},
        {"Faglig_leder_id": "fl-ny"},
    ],
)
def test_what_is_neither_interruption_end_nor_move_is_not_marked(locked, vigo, take_in, by, values):
    take_in(vigo("12.10.2026").change(ASKED, **values), at=LATER)

    assert mark(by).n_marked == {}
    assert marks() == []


def test_marking_twice_marks_once(locked, vigo, take_in, by):
    take_in(vigo("12.10.2026").change(ASKED, Avslutningskode="HE"), at=LATER)

    assert [mark(by).n_marked for _ in range(3)] == [{"ended": 1}, {}, {}]
    assert Event.objects.filter(what="sample.change.marked").count() == 1


def test_change_that_is_taken_back_stays_as_such_and_stands_again_when_it_comes_back(locked, vigo, take_in, by):
    first = vigo("10.10.2026").change(ASKED, Avslutningskode="HE")
    take_in(first)
    mark(by)
    take_in(vigo("11.10.2026"))
    taken_back = mark(by, LATER)
    assert (taken_back.n_taken_back, marks()) == (1, [(ASKED, "ended", {"end_code": "HE"}, LATER)])
    assert queries.count_changed(NATION, 2026) == 0

    take_in(vigo("12.10.2026").change(ASKED, Avslutningskode="HE"))
    mark(by, LATER + timedelta(days=1))

    assert marks() == [(ASKED, "ended", {"end_code": "HE"}, None)]
    events = Event.objects.filter(what__startswith="sample.change").order_by("at").values_list("what", flat=True)
    assert sorted(events) == ["sample.change.back", "sample.change.marked", "sample.change.taken_back"]


def test_interruption_that_is_moved_takes_the_place_of_the_first(locked, vigo, take_in, by):
    take_in(vigo("10.10.2026").change(ASKED, Avbrudd_fra="01.11.2026"))
    mark(by)
    take_in(vigo("12.10.2026").change(ASKED, Avbrudd_fra="05.11.2026"))
    mark(by, LATER)

    assert marks() == [
        (ASKED, "interrupted", {"interrupted_from": "2026-11-01"}, LATER),
        (ASKED, "interrupted", {"interrupted_from": "2026-11-05"}, None),
    ]


def test_every_mark_is_audited_with_ids_and_kinds_only(locked, vigo, take_in, by):
    take_in(vigo("12.10.2026").change(ASKED, Avgiverfylke="03", Avslutningskode="HE"), at=LATER)
    mark(by)

    events = Event.objects.filter(what="sample.change.marked")
    member = SampleMember.objects.get(contract__number=ASKED)
    assert {event.about for event in events} == {f"member:{member.id}"}
    assert {event.details["kind"] for event in events} == {"ended", "moved"}
    assert {name for event in events for name in event.details} == {"kind", "change"}


def test_nothing_is_marked_before_the_list_is_locked(units_in, vigo, take_in, by, now):
    take_in(vigo("01.09.2026"), stage="preliminary")
    actions.draw(round_year=2026, stage="preliminary", by=by, now=now)

    assert mark(by).n_marked == {}


def test_marking_is_asked_for_once_per_file(locked, vigo, take_in, by, django_assert_num_queries):
    assert actions.mark_if_newer(round_year=2026, by=by, now=LATER) is None
    take_in(vigo("12.10.2026").change(ASKED, Avslutningskode="HE"), at=LATER)
    assert actions.mark_if_newer(round_year=2026, by=by, now=LATER).n_marked == {"ended": 1}
    with django_assert_num_queries(2):
        assert actions.mark_if_newer(round_year=2026, by=by, now=LATER) is None


def test_changed_people_are_found_on_the_list_of_whoever_had_them(locked, vigo, take_in, by):
    member = SampleMember.objects.get(contract__number=ASKED)
    take_in(vigo("12.10.2026").change(ASKED, Avgiverfylke="03"), at=LATER)
    mark(by)

    (found,) = queries.members(county(member.county_code), 2026, changed=True)

    assert found.number == ASKED
    assert queries.kinds_of([found.member_id]) == {found.member_id: ("moved",)}
    assert len(queries.members(county("03"), 2026, changed=True)) == 0


def test_what_decided_is_kept_as_the_contract_had_it_and_stays(locked, vigo, take_in):
    for model in (SampleMember, Exclusion):
        for line in model.objects.select_related("contract"):
            own = {name: value for name, value in line.facts.items() if name not in {"in_nor", "in_nlr"}}
            assert own == kept_of(line.contract)
    before = SampleMember.objects.get(contract__number=ASKED).facts
    take_in(vigo("12.10.2026").change(ASKED, Avgiverfylke="03", Navn="Nytt Navn"), at=LATER)
    assert SampleMember.objects.get(contract__number=ASKED).facts == before


def test_nothing_kept_is_a_name_or_an_address(locked):
    facts = [line.facts for model in (SampleMember, Exclusion) for line in model.objects.all()]
    assert not {"name", "email", "mobile", "party_name", "member_name", "supervisor_id"} & {k for f in facts for k in f}


def test_rule_is_kept_as_the_round_had_it(locked):
    assert Sample.objects.get().rule == {
        "counted_on": "2026-10-01",
        "opens_on": "2026-10-15",
        "closes_on": "2026-12-20",
        "months_in_training": 11,
        "more_than": True,
    }


def test_change_is_only_what_is_new_since_the_draw():
    contract = ContractFacts(
        1,
        "1",
        "p",
        "L",
        date(2025, 7, 1),
        date(2025, 8, 1),
        date(2027, 8, 1),
        None,
        None,
        "",
        "B",
        "FIRM",
        "",
        "T",
        "",
        "",
    )
    assert changes(contract, contract, counties=("46", "46"), ended_on="2026-10-01", dates=DATES) == ()
