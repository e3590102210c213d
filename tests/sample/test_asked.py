from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laerling.sample.rules import REASONS, ContractFacts, Registers, RuleDates, add_months, draw, reasons

DATES = RuleDates(
    counted_on=date(2026, 10, 1),
    opens_on=date(2026, 10, 15),
    closes_on=date(2026, 12, 20),
    months_in_training=11,
    more_than=True,
)
REGISTERS = {"registers": Registers(frozenset({"OFFICE"}), frozenset({"FIRM", "MEMBER"}))}
GOOD = ContractFacts(
    id=1,
    number="1",
    person_id="p",
    kind="L",
    approved_on=date(2025, 7, 1),
    starts_on=date(2025, 8, 15),
    ends_on=date(2027, 8, 14),
    interrupted_from=None,
    interrupted_to=None,
    end_code="",
    party_kind="B",
    party_orgnr="FIRM",
    member_orgnr="",
    trade_code="T",
    trade_name="Trade",
    supervisor_id="s",
)


def why(**changes):
    return reasons(replace(GOOD, **changes), dates=DATES, **REGISTERS)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2025, 10, 31), 4, date(2026, 2, 28)),
        (date(2023, 10, 31), 4, date(2024, 2, 29)),
        (date(2025, 10, 31), 11, date(2026, 9, 30)),
        (date(2025, 11, 1), 11, date(2026, 10, 1)),
        (date(2025, 2, 28), 11, date(2026, 1, 28)),
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
        (date(2025, 1, 31), 11, date(2025, 12, 31)),
        (date(2025, 5, 5), 0, date(2025, 5, 5)),
        (date(2025, 5, 5), 24, date(2027, 5, 5)),
    ],
)
def test_months_keep_within_the_month(day, months, later):
    assert add_months(day, months) == later


@given(st.dates(date(1990, 1, 1), date(2050, 1, 1)), st.integers(0, 60))
def test_months_later_is_that_many_months_on(day, months):
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ()),
        ({"kind": "O"}, ()),
        ({"kind": "F"}, ("contract_type",)),
        ({"kind": "P"}, ("contract_type",)),
        ({"kind": "V"}, ("contract_type",)),
        ({"approved_on": None}, ("not_approved",)),
        ({"approved_on": date(2026, 10, 1)}, ()),
        ({"approved_on": date(2026, 10, 2)}, ("not_approved",)),
        ({"starts_on": date(2025, 10, 31)}, ()),
        ({"starts_on": date(2025, 11, 1)}, ("too_short",)),
        ({"starts_on": date(2025, 11, 2)}, ("too_short",)),
        ({"interrupted_from": date(2026, 12, 20)}, ("interrupted",)),
        ({"interrupted_from": date(2026, 12, 21)}, ()),
        ({"interrupted_from": date(2026, 9, 1), "interrupted_to": date(2026, 10, 14)}, ()),
        ({"interrupted_from": date(2026, 9, 1), "interrupted_to": date(2026, 10, 15)}, ("interrupted",)),
        ({"interrupted_from": date(2026, 11, 1), "interrupted_to": date(2026, 11, 8)}, ("interrupted",)),
        ({"interrupted_from": date(2026, 9, 1), "interrupted_to": date(2027, 3, 1)}, ("interrupted",)),
        ({"interrupted_from": date(2026, 12, 21), "interrupted_to": date(2027, 3, 1)}, ()),
        ({"interrupted_from": date(2020, 1, 1)}, ("interrupted",)),
        ({"interrupted_to": date(2026, 11, 1)}, ()),
        ({"end_code": "HE"}, ("ended",)),
        ({"ends_on": date(2026, 12, 20)}, ()),
        ({"ends_on": date(2026, 12, 19)}, ("ends_before_close",)),
        ({"party_kind": "", "party_orgnr": ""}, ("no_establishment",)),
        ({"party_kind": "", "party_orgnr": "", "member_orgnr": "X"}, ("no_establishment",)),
        ({"party_kind": "K", "party_orgnr": ""}, ("no_establishment",)),
        ({"party_kind": "K", "party_orgnr": "OFFICE"}, ()),
        ({"party_kind": "K", "party_orgnr": "OFFICE", "member_orgnr": "MEMBER"}, ()),
        ({"party_kind": "K", "party_orgnr": "OFFICE", "member_orgnr": "X"}, ("not_in_nlr",)),
        ({"party_kind": "K", "party_orgnr": "FIRM", "member_orgnr": "MEMBER"}, ("not_in_nor",)),
        ({"party_kind": "K", "party_orgnr": "X", "member_orgnr": "OFFICE"}, ("not_in_nor", "not_in_nlr")),
        ({"party_kind": "B", "party_orgnr": "OFFICE"}, ("not_in_nlr",)),
        ({"party_kind": "B", "party_orgnr": "FIRM", "member_orgnr": "X"}, ()),
    ],
)
def test_every_reason_at_its_edge(changes, expected):
    assert why(**changes) == expected


@pytest.mark.parametrize(
    ("starts_on", "expected"),
    [(date(2025, 10, 31), ()), (date(2025, 11, 1), ()), (date(2025, 11, 2), ("too_short",))],
)
def test_at_least_eleven_months_asks_those_of_the_day_itself(starts_on, expected):
    dates = replace(DATES, more_than=False)
    assert reasons(replace(GOOD, starts_on=starts_on), dates=dates, **REGISTERS) == expected


def test_every_reason_that_applies_is_given_in_the_order_of_the_table():
    assert why(
        kind="F",
        approved_on=None,
        starts_on=date(2026, 8, 1),
        interrupted_from=date(2026, 9, 1),
        end_code="HE",
        ends_on=date(2026, 12, 1),
        party_kind="K",
        party_orgnr="X",
        member_orgnr="Y",
    ) == tuple(reason for reason in REASONS if reason not in {"no_establishment", "duplicate_person"})


def draw_of(*contracts):
    drawn = draw(contracts, dates=DATES, **REGISTERS)
    return [row.number for row in drawn.asked], {row.contract.number: row.reasons for row in drawn.excluded}


def test_person_is_asked_by_the_contract_with_the_latest_start():
    early = replace(GOOD, number="1", starts_on=date(2024, 8, 1))
    late = replace(GOOD, number="2", starts_on=date(2025, 8, 1))
    expected = (["2"], {"1": ("duplicate_person",)})
    assert draw_of(early, late) == draw_of(late, early) == expected


def test_person_is_asked_by_the_lowest_number_where_starts_are_the_same():
    low, high, highest = (replace(GOOD, number=number) for number in ("0009", "0010", "0011"))
    expected = (["0009"], {"0010": ("duplicate_person",), "0011": ("duplicate_person",)})
    assert draw_of(low, high, highest) == draw_of(highest, high, low) == expected


def test_contract_with_another_reason_is_no_duplicate_and_takes_nobodys_place():
    ended = replace(GOOD, number="1", starts_on=date(2025, 9, 1), end_code="HE")
    good = replace(GOOD, number="2")
    assert draw_of(ended, good) == (["2"], {"1": ("ended",)})


@given(
    st.permutations(
        [replace(GOOD, number=str(n), person_id=f"p{n % 3}", starts_on=date(2025, 8, 1 + n % 2)) for n in range(7)]
    )
)
def test_draw_does_not_depend_on_the_order_of_contracts(contracts):
    assert draw_of(*contracts) == draw_of(*sorted(contracts, key=lambda contract: contract.number))


@given(
    st.lists(
        st.builds(
            replace,
            st.just(GOOD),
            number=st.text("0123456789", min_size=3, max_size=3),
            person_id=st.sampled_from("abc"),
            kind=st.sampled_from("LOPFV"),
            end_code=st.sampled_from(["", "HE"]),
            party_orgnr=st.sampled_from(["", "FIRM", "X"]),
        ),
        unique_by=lambda contract: contract.number,
    )
)
def test_everyone_is_either_asked_or_has_a_reason_and_nobody_is_asked_twice(contracts):
    drawn = draw(contracts, dates=DATES, **REGISTERS)
    numbers = [row.number for row in drawn.asked] + [row.contract.number for row in drawn.excluded]
    assert sorted(numbers) == sorted(contract.number for contract in contracts)
    assert len({row.person_id for row in drawn.asked}) == len(drawn.asked)
    assert all(row.reasons for row in drawn.excluded)
