"""The rules against an answer written from the text: thousands of contracts, most of them at an edge."""

import csv
from datetime import date, timedelta
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.sample import oracle

from laerling.sample.rules import ContractFacts, Registers, RuleDates, add_months, draw, explain, reasons, supervisors
from laerling.sample.rules.supervisors import alphabetical

NOR = {"K1": "aktiv", "K2": "nedlagt", "B1": "aktiv"}
NLR = {"B1": "godkjent", "B2": "ikke godkjent", "B3": "godkjent", "K1": "godkjent"}
REGISTERS = Registers(frozenset({"K1", "B1"}), frozenset({"B1", "B3", "K1"}))
# Names that a table of characters and a Norwegian put in different orders.
TRADES = ["Tømrerfaget", "Tårnkranfaget", "Ærfuglfaget", "Ålefaget", "Anleggsfaget"]


def rules(dice):
    """A round of any year, leap years included, often counted on the 31st or the last of February."""
    any_day = date(2020, 1, 1) + timedelta(days=dice.randrange(4500))
    counted_on = dice.choice([date(2026, 10, 1), date(2024, 2, 29), date(2023, 2, 28), date(2025, 3, 31), any_day])
    opens_on = counted_on + timedelta(days=dice.randrange(20))
    return {
        "D": counted_on,
        "O": opens_on,
        "L": opens_on + timedelta(days=dice.randrange(1, 40)),
        "months": dice.choice([0, 1, 4, 11, 11, 11, 12, 23]),
        "mode": dice.choice(["more_than", "at_least"]),
    }


def near(dice, *days):
    """A day on or around an edge, and now and then any day."""
    if dice.random() < 0.1:
        return date(2015, 1, 1) + timedelta(days=dice.randrange(7000))
    return dice.choice(days) + timedelta(days=dice.randint(-2, 2))


def contract(dice, rule, number):
    """A contract as a file may have it, every value likely to be the one that tips it."""
    edge = oracle.months_later(date(rule["D"].year - 3, rule["D"].month, 1), 36 - rule["months"])
    party = dice.choice(["", "B", "B", "K", "K", "K"])
    interrupted_from = dice.choice([None, near(dice, rule["O"], rule["L"])])
    resumes = dice.choice([None, near(dice, rule["O"], rule["L"])])
    trade = dice.choice(TRADES)
    return {
        "Kontraktnr": f"{number:06}",
        "PersonId": f"p{dice.randrange(8)}",
        "Kontraktstype": dice.choice("LLLLOOPFV"),
        "Godkjentdato": dice.choice([None, near(dice, rule["D"]), near(dice, rule["D"] - timedelta(days=400))]),
        "Læretid fra": near(dice, rule["D"] - timedelta(days=round(30.44 * rule["months"])), edge, rule["D"]),
        "Læretid til": near(dice, rule["L"], rule["D"], rule["L"] + timedelta(days=300)),
        "Avbrudd fra": interrupted_from,
        "Avbrudd til": resumes if interrupted_from and resumes and resumes >= interrupted_from else None,
        "Avslutningskode": dice.choice(["", "", "", "HE"]),
        "Parttype": party,
        "Orgnr": dice.choice(["K1", "K1", "B1", "B3", "K2", "B2", "X", ""]) if party else "",
        "Orgnr medlemsbedrift": dice.choice(["B1", "B3", "B2", "X", ""]) if party == "K" else "",
        "Programområdekode": f"{TRADES.index(trade)}---------",
        "Programområde": trade,
        "Faglig leder id": dice.choice(["", "s1", "s2", "s3"]),
    }


def file_of(seed, size):
    dice = Random(seed)
    rule = rules(dice)
    numbers = dice.sample(range(999_999), size)
    return rule, [contract(dice, rule, number) for number in numbers]


def facts(place, row):
    return ContractFacts(
        id=place,
        number=row["Kontraktnr"],
        person_id=row["PersonId"],
        kind=row["Kontraktstype"],
        approved_on=row["Godkjentdato"],
        starts_on=row["Læretid fra"],
        ends_on=row["Læretid til"],
        interrupted_from=row["Avbrudd fra"],
        interrupted_to=row["Avbrudd til"],
        end_code=row["Avslutningskode"],
        party_kind=row["Parttype"],
        party_orgnr=row["Orgnr"],
        member_orgnr=row["Orgnr medlemsbedrift"],
        trade_code=row["Programområdekode"],
        trade_name=row["Programområde"],
        supervisor_id=row["Faglig leder id"],
    )


def dates_of(rule):
    return RuleDates(rule["D"], rule["O"], rule["L"], rule["months"], more_than=rule["mode"] == "more_than")


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32))
def test_draw_and_supervisors_are_what_the_text_says(seed):
    rule, rows = file_of(seed, size=40)
    known = [facts(place, row) for place, row in enumerate(rows)]

    drawn = draw(known, dates=dates_of(rule), registers=REGISTERS)
    picks = supervisors(known, dates=dates_of(rule), registers=REGISTERS)

    asked, excluded = oracle.sample(rows, rule, NOR, NLR)
    assert [(one.number, one.person_id) for one in drawn.asked] == asked
    assert [(x.contract.number, x.contract.person_id, "+".join(x.reasons)) for x in drawn.excluded] == excluded
    assert [(x.orgnr, x.supervisor_id, x.n_apprentices) for x in picks] == oracle.supervisors(rows, rule, NOR, NLR)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32))
def test_explanation_says_what_the_draw_said_of_every_contract(seed):
    rule, rows = file_of(seed, size=20)
    known = [facts(place, row) for place, row in enumerate(rows)]
    dates = dates_of(rule)
    drawn = draw(known, dates=dates, registers=REGISTERS)
    said = {row.contract.number: row.reasons for row in drawn.excluded} | {one.number: () for one in drawn.asked}

    for contract in known:
        others = [other for other in known if other.person_id == contract.person_id and other is not contract]
        outcomes = explain(contract, dates=dates, registers=REGISTERS, others=others)
        assert [outcome.reason for outcome in outcomes] == oracle.ORDER
        assert tuple(outcome.reason for outcome in outcomes if outcome.holds) == said[contract.number]
        assert not any(outcome.holds and not outcome.matters for outcome in outcomes)
        alone = tuple(outcome.reason for outcome in outcomes[:-1] if outcome.holds)
        assert alone == reasons(contract, dates=dates, registers=REGISTERS)


def test_day_of_the_month_is_kept_or_the_last_one_there_is():
    for day in (date(2023, 1, 29) + timedelta(days=n) for n in range(1500)):
        for months in (1, 4, 11, 12, 13):
            assert oracle.months_later(day, months) == add_months(day, months)


def test_trades_are_ordered_as_a_norwegian_orders_them():
    names = [
        "Ålesundfaget",
        "Øystersfaget",
        "Ærfuglfaget",
        "IKT-servicefaget",
        "Industrifaget",
        "Zoofaget",
        "anleggsfaget",
    ]

    assert sorted(names, key=alphabetical) == [
        "anleggsfaget",
        "IKT-servicefaget",
        "Industrifaget",
        "Zoofaget",
        "Ærfuglfaget",
        "Øystersfaget",
        "Ålesundfaget",
    ]
    assert sorted(TRADES, key=alphabetical) == [
        "Anleggsfaget",
        "Tømrerfaget",
        "Tårnkranfaget",
        "Ærfuglfaget",
        "Ålefaget",
    ]


def test_cases_come_out_of_the_oracle_as_well(cases):
    """The oracle is held to the given answers, or it would prove nothing."""

    def read(name):
        with (cases / name).open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file, delimiter=";"))

    def day(text):
        return date(int(text[6:]), int(text[3:5]), int(text[:2])) if text else None

    dated = ("Godkjentdato", "Læretid fra", "Læretid til", "Avbrudd fra", "Avbrudd til")
    rows = [{**row, **{name: day(row[name]) for name in dated}} for row in read("vigo.csv")]
    nor, nlr = ({row["Orgnr"]: row["Status"] for row in read(f"{name}.csv")} for name in ("nor", "nlr"))
    rule = {"D": date(2026, 10, 1), "O": date(2026, 10, 15), "L": date(2026, 12, 20), "months": 11, "mode": "more_than"}

    asked, excluded = oracle.sample(rows, rule, nor, nlr)

    assert asked == [tuple(row.values()) for row in read("expected_sample.csv")]
    assert excluded == [tuple(row.values()) for row in read("expected_excluded.csv")]
    picks = [(place, leader, str(n)) for place, leader, n in oracle.supervisors(rows, rule, nor, nlr)]
    assert picks == [tuple(row.values()) for row in read("expected_supervisors.csv")]
