"""The database's forecast of who would be asked is the sample rules' own answer, by a hair and by a mile."""

from datetime import date, timedelta
from random import Random

import pytest

from laerling.register.actions import findings
from laerling.register.models import Contract, CountyForecast, Finding
from laerling.register.rules.findings import NEAR_DAYS
from laerling.rounds import queries as rounds
from laerling.sample import queries as sample
from laerling.sample.rules import add_months, draw, reasons

pytestmark = pytest.mark.django_db

KIND = {
    "not_approved": "not_approved_yet",
    "too_short": "too_short_by_days",
    "ends_before_close": "ends_before_close_by_days",
    "interrupted": "interruption_touches_by_days",
}


def _days(contract, reason, dates):
    """By how many days a contract misses a rule, reckoned from the words of the rule; None where it has no such date."""
    if reason == "not_approved":
        return (contract.approved_on - dates.counted_on).days if contract.approved_on else 0
    if reason == "too_short":
        return (add_months(contract.starts_on, dates.months_in_training) - dates.counted_on).days + dates.more_than
    if reason == "ends_before_close":
        return (dates.closes_on - contract.ends_on).days
    after = (contract.interrupted_to - dates.opens_on).days + 1 if contract.interrupted_to else 10_000
    return min(after, (dates.closes_on - contract.interrupted_from).days + 1)


def _shaken(contract, chance, dates):
    """Move a contract's dates about the days that decide, both sides of them."""
    near = timedelta(days=chance.randint(-20, 20))
    what = chance.randrange(6)
    if what == 0:
        contract.starts_on = date(2025, 11, 1) + near
    elif what == 1:
        contract.ends_on = dates.closes_on + near
    elif what == 2:
        contract.approved_on = chance.choice([None, dates.counted_on + near])
    elif what == 3:
        contract.interrupted_from = date(2026, 6, 1)
        contract.interrupted_to = chance.choice([None, dates.opens_on + near])
    elif what == 4:
        contract.interrupted_from, contract.interrupted_to = dates.closes_on + near, None
    return contract


@pytest.mark.parametrize("seed", range(4))
def test_forecast_is_the_rules_own_answer(seed, cases_in):
    chance = Random(seed)
    dates = sample.rule_dates(rounds.get(2026))
    shaken = [_shaken(contract, chance, dates) for contract in Contract.objects.order_by("number")]
    Contract.objects.bulk_update(shaken, ["starts_on", "ends_on", "approved_on", "interrupted_from", "interrupted_to"])
    findings.recompute(round_year=2026)

    registers = sample.registers()
    contracts = list(sample.contract_facts(2026, "final"))
    drawn = draw(contracts, dates=dates, registers=registers)
    assert sum(CountyForecast.objects.values_list("n_asked", flat=True)) == len(drawn.asked)

    doubles = Finding.objects.filter(kind="duplicate_contract", closed_at=None)
    assert set(doubles.values_list("contract_id", flat=True)) == {
        row.contract.id for row in drawn.excluded if row.reasons == ("duplicate_person",)
    }

    persons_asked = {contract.person_id for contract in drawn.asked}
    expected = {
        (contract.id, KIND[why[0]], days)
        for contract in contracts
        if len(why := reasons(contract, dates=dates, registers=registers)) == 1
        and why[0] in KIND
        and contract.person_id not in persons_asked
        and (days := _days(contract, why[0], dates)) <= NEAR_DAYS
    }
    near = Finding.objects.filter(kind__in=KIND.values(), closed_at=None)
    assert set(near.values_list("contract_id", "kind", "extent")) == expected
    assert len({kind for _id, kind, _days in expected}) > 1
