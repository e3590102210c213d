from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laerling.sample.rules import ContractFacts, Registers, RuleDates, SupervisorChoice, supervisors

DATES = RuleDates(date(2026, 10, 1), date(2026, 10, 15), date(2026, 12, 20), 11, more_than=True)
REGISTERS = {"registers": Registers(frozenset({"OFFICE"}), frozenset({"FIRM", "MEMBER"}))}
RUNNING = ContractFacts(
    1, "1", "p", "L", date(2025, 7, 1), date(2025, 8, 15), date(2027, 8, 14), None, None, "", "B", "FIRM", "", "T",
    "Trade", "s",
)  # fmt: skip


def picked(*contracts):
    found = supervisors(contracts, dates=DATES, **REGISTERS)
    return [(choice.orgnr, choice.supervisor_id, choice.n_apprentices) for choice in found]


def people(supervisor, *trades, prefix=""):
    """Contracts of a supervisor, one person and one trade each."""
    return [
        replace(
            RUNNING,
            person_id=f"{prefix}{supervisor}{place}",
            supervisor_id=supervisor,
            trade_code=trade,
            trade_name=trade,
        )
        for place, trade in enumerate(trades)
    ]


@pytest.mark.parametrize(
    ("changes", "counts"),
    [
        ({}, True),
        ({"kind": "O"}, True),
        ({"kind": "F"}, False),
        ({"approved_on": date(2026, 10, 1)}, True),
        ({"approved_on": date(2026, 10, 2)}, False),
        ({"approved_on": None}, False),
        ({"starts_on": date(2026, 10, 1)}, True),
        ({"starts_on": date(2026, 10, 2)}, False),
        ({"ends_on": date(2026, 10, 1)}, True),
        ({"ends_on": date(2026, 9, 30)}, False),
        ({"end_code": "HE"}, False),
        ({"interrupted_from": date(2026, 12, 20)}, False),
        ({"interrupted_from": date(2026, 12, 21)}, True),
        ({"interrupted_from": date(2026, 9, 1), "interrupted_to": date(2026, 10, 14)}, True),
        ({"supervisor_id": ""}, False),
        ({"party_orgnr": "X"}, False),
        ({"party_kind": "", "party_orgnr": ""}, False),
        ({"party_kind": "K", "party_orgnr": "OFFICE"}, False),
        ({"party_kind": "K", "party_orgnr": "X", "member_orgnr": "MEMBER"}, False),
        ({"party_kind": "K", "party_orgnr": "OFFICE", "member_orgnr": "X"}, False),
    ],
)
def test_only_running_contracts_of_registered_establishments_count(changes, counts):
    assert picked(replace(RUNNING, **changes)) == ([("FIRM", "s", 1)] if counts else [])


def test_member_establishment_is_the_one_asked_for():
    contract = replace(RUNNING, party_kind="K", party_orgnr="OFFICE", member_orgnr="MEMBER")
    assert picked(contract) == [("MEMBER", "s", 1)]


def test_most_apprentices_wins_and_persons_are_counted_not_contracts():
    twice = [replace(contract, person_id="same") for contract in people("a", "T", "T", "T")]
    assert picked(*twice, *people("b", "T", "T")) == [("FIRM", "b", 2)]


@pytest.mark.parametrize(
    ("one", "other", "winner"),
    [
        (("B", "B"), ("A", "C"), "x"),
        (("A", "C"), ("B", "B"), "y"),
        (("B", "B"), ("A", "A"), "y"),
        (("A", "B"), ("B", "C"), "x"),
        (("B", "C"), ("A", "D"), "y"),
        (("A", "B"), ("A", "C"), "x"),
    ],
)
def test_ties_fall_to_one_trade_then_its_name_then_the_id(one, other, winner):
    assert picked(*people("x", *one), *people("y", *other)) == [("FIRM", winner, 2)]


@given(st.permutations(people("x", "A", "B", "B") + people("y", "B", "B", "C") + people("z", "A")))
def test_pick_does_not_depend_on_the_order_of_contracts(contracts):
    assert supervisors(contracts, dates=DATES, **REGISTERS) == (SupervisorChoice("FIRM", "x", 3),)
