"""What every rule says of one contract, with the values it looked at: the same rules as the draw's, told one by one. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from laerling.sample.rules.asked import (
    DUPLICATE,
    RULES,
    ContractFacts,
    Registers,
    RuleDates,
    add_months,
    establishment_of,
    goes_before,
    office_of,
    reasons,
)

Seen = str | int | date | None


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """What one rule says of a contract.

    `holds` is whether the reason keeps the contract out; `matters` is False where the rule has nothing to look at: NOR
    for a contract without an office, several contracts for one that another rule keeps out. `seen` holds what was looked at, by the names of ContractFacts
    and RuleDates, and what was reckoned: `reached_on`, the day the months in training are full; `asked_by`, the number
    of the person's contract that goes before.
    """

    reason: str
    holds: bool
    matters: bool
    seen: Mapping[str, Seen]


def explain(
    contract: ContractFacts, *, dates: RuleDates, registers: Registers, others: Iterable[ContractFacts] = ()
) -> tuple[RuleOutcome, ...]:
    """Return what every rule says of a contract, in the order of REASONS.

    `others` are the same person's other contracts of the draw; one of them goes before where it has no reason, and the
    latest start, or the lowest number among those that start on the same day.
    """
    found = [
        RuleOutcome(reason, holds(contract, dates, registers), *_SEEN[reason](contract, dates))
        for reason, holds in RULES
    ]
    is_good = not any(outcome.holds for outcome in found)
    rivals = [other for other in others if not reasons(other, dates=dates, registers=registers)]
    first = contract
    for rival in rivals if is_good else ():
        first = rival if goes_before(rival, first) else first
    is_behind = first is not contract
    seen: dict[str, Seen] = {"starts_on": contract.starts_on, "n_rivals": len(rivals)}
    if is_behind:
        seen |= {"asked_by": first.number, "asked_from": first.starts_on}
    return (*found, RuleOutcome(DUPLICATE, is_behind, is_good, seen))


# Whether a rule has something to look at, and what it looks at.
_SEEN: Final[Mapping[str, Callable[[ContractFacts, RuleDates], tuple[bool, Mapping[str, Seen]]]]] = {
    "contract_type": lambda contract, _dates: (True, {"kind": contract.kind}),
    "not_approved": lambda contract, dates: (
        True,
        {"approved_on": contract.approved_on, "counted_on": dates.counted_on},
    ),
    "too_short": lambda contract, dates: (
        True,
        {
            "starts_on": contract.starts_on,
            "months": dates.months_in_training,
            "more_than": dates.more_than,
            "reached_on": add_months(contract.starts_on, dates.months_in_training),
            "counted_on": dates.counted_on,
        },
    ),
    "interrupted": lambda contract, dates: (
        True,
        {
            "interrupted_from": contract.interrupted_from,
            "interrupted_to": contract.interrupted_to,
            "opens_on": dates.opens_on,
            "closes_on": dates.closes_on,
        },
    ),
    "ended": lambda contract, _dates: (True, {"end_code": contract.end_code}),
    "ends_before_close": lambda contract, dates: (True, {"ends_on": contract.ends_on, "closes_on": dates.closes_on}),
    "no_establishment": lambda contract, _dates: (
        True,
        {"party_kind": contract.party_kind, "party_orgnr": contract.party_orgnr, "member_orgnr": contract.member_orgnr},
    ),
    "not_in_nor": lambda contract, _dates: (bool(office_of(contract)), {"office": office_of(contract)}),
    "not_in_nlr": lambda contract, _dates: (
        bool(establishment_of(contract)),
        {"establishment": establishment_of(contract)},
    ),
}
