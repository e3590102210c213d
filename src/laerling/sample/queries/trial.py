"""What if: another rule tried on an extract. Nothing is stored."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from laerling.kernel.errors import Refusal
from laerling.organisations import queries as organisations
from laerling.register.models import Contract
from laerling.sample.queries.inputs import FACTS, registers
from laerling.sample.rules import ContractFacts, Draw, RuleDates, draw

_LONGEST_MONTHS = 60
_YEARS_AWAY = 2


class ImpossibleRule(Refusal):
    """A rule no round could have."""

    code = "impossible_rule"
    status = 422


class DaysOutOfOrder(ImpossibleRule):
    """The days do not come one after the other."""

    code = "days_out_of_order"
    sentence = _(
        "The day training is counted to cannot lie after the first answering day, and the last answering day must come"
        " after the first."
    )


class MonthsOutOfReach(ImpossibleRule):
    """No contract lasts that long, or the number is negative."""

    code = "months_out_of_reach"
    sentence = _("The months in training must be a number from 0 to %(most)s.")


class DaysFarAway(ImpossibleRule):
    """The days lie in another time than the round."""

    code = "days_far_away"
    sentence = _("The days must lie within %(years)s years of the round of %(year)s.")


@dataclass(frozen=True, slots=True)
class CountyTrial:
    """A county under the round's own rule and under the one tried: persons asked before and after, in and out."""

    code: str
    name: str
    n_before: int
    n_in: int
    n_out: int
    n_after: int


@dataclass(frozen=True, slots=True)
class Crossing:
    """Somebody who comes in or falls out: by which contract, and the reasons under the rule that leaves them out."""

    contract_id: int
    number: str
    county_code: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """What another rule would do. The persons who cross are in the order of the contract number."""

    n_before: int
    n_after: int
    came_in: tuple[Crossing, ...]
    fell_out: tuple[Crossing, ...]
    by_county: tuple[CountyTrial, ...]


def require_possible(rule: RuleDates, *, round_year: int) -> None:
    """Check that a round could have such a rule. Raises MonthsOutOfReach, DaysFarAway or DaysOutOfOrder."""
    if not 0 <= rule.months_in_training <= _LONGEST_MONTHS:
        raise MonthsOutOfReach(most=_LONGEST_MONTHS)
    days = (rule.counted_on, rule.opens_on, rule.closes_on)
    if any(abs(day.year - round_year) > _YEARS_AWAY for day in days):
        raise DaysFarAway(years=_YEARS_AWAY, year=round_year)
    if not rule.counted_on <= rule.opens_on < rule.closes_on:
        raise DaysOutOfOrder


def try_rule(*, round_year: int, stage: str, own: RuleDates, rule: RuleDates) -> Trial:
    """Return who would come in and fall out of a stage's sample, were the rule another than the round's own.

    Both are drawn from the contracts as they are now, and by NOR and NLR as they are now. For the whole country: only
    whoever may try rules asks this. Raises ImpossibleRule.
    """
    require_possible(rule, round_year=round_year)
    contracts, county = _contracts(round_year, stage)
    known = registers()
    before, after = (draw(contracts, dates=dates, registers=known) for dates in (own, rule))
    came_in, fell_out = _crossings(after, before, county), _crossings(before, after, county)
    return Trial(
        n_before=len(before.asked),
        n_after=len(after.asked),
        came_in=came_in,
        fell_out=fell_out,
        by_county=_by_county(Counter(county[contract.id] for contract in before.asked), came_in, fell_out),
    )


def crossing_people(contract_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Return the name and the trade of some contracts' people, for a page of those who cross."""
    rows = Contract.objects.filter(id__in=list(contract_ids)).values_list("id", "name", "trade")
    return {contract_id: (name, trade) for contract_id, name, trade in rows}


def _contracts(round_year: int, stage: str) -> tuple[list[ContractFacts], dict[int, str]]:
    """Return the contracts that some rule could ask, and their counties by id: dates are all that a trial changes."""
    rows = Contract.objects.filter(round_id=round_year, stage=stage, kind__in=["L", "O"], end_code="")
    rows = rows.exclude(party_orgnr="").exclude(approved_on=None)
    contracts, county = [], {}
    for code, *facts in rows.values_list("county_code", *FACTS).iterator(chunk_size=5_000):
        contract = ContractFacts(*facts)
        contracts.append(contract)
        county[contract.id] = code
    return contracts, county


def _crossings(into: Draw, out_of: Draw, county: Mapping[int, str]) -> tuple[Crossing, ...]:
    """Return those who are asked in one draw and not in the other, with the reasons the other gives.

    Whoever is asked by another contract in another county falls out of one county's list and comes into the other's.
    """
    known = {(contract.person_id, county[contract.id]) for contract in out_of.asked}
    why = {row.contract.id: row.reasons for row in out_of.excluded}
    return tuple(
        Crossing(contract.id, contract.number, county[contract.id], why.get(contract.id, ()))
        for contract in into.asked
        if (contract.person_id, county[contract.id]) not in known
    )


def _by_county(
    n_before: Mapping[str, int], came_in: Iterable[Crossing], fell_out: Iterable[Crossing]
) -> tuple[CountyTrial, ...]:
    n_in, n_out = (Counter(crossing.county_code for crossing in crossings) for crossings in (came_in, fell_out))
    names = organisations.county_names()
    return tuple(
        CountyTrial(
            code=code,
            name=names.get(code, code),
            n_before=n_before.get(code, 0),
            n_in=n_in[code],
            n_out=n_out[code],
            n_after=n_before.get(code, 0) + n_in[code] - n_out[code],
        )
        for code in sorted(n_before.keys() | n_in.keys() | n_out.keys())
    )
