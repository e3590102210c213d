"""Who is asked and why the others are not (M4): every reason that holds, in one fixed order. Pure.

Each rule stands once, in RULES; `reasons` and `draw` here, and `explain` next door, all follow from it.
"""

from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

REASONS: Final = (
    "contract_type",
    "not_approved",
    "too_short",
    "interrupted",
    "ended",
    "ends_before_close",
    "no_establishment",
    "not_in_nor",
    "not_in_nlr",
    "duplicate_person",
)

DUPLICATE: Final = REASONS[-1]
_SURVEYED_KINDS: Final = frozenset("LO")
_OFFICE: Final = "K"


@dataclass(frozen=True, slots=True)
class RuleDates:
    """What a round sets: the day training is counted to, the first and last answering day, how long is long enough.

    `more_than` True asks those with more than `months_in_training` months on `counted_on`; False those with at least
    as many.
    """

    counted_on: date
    opens_on: date
    closes_on: date
    months_in_training: int
    more_than: bool


@dataclass(frozen=True, slots=True)
class ContractFacts:
    """What the rules look at in a contract. Dates that are not registered are None, other fields empty."""

    id: int
    number: str
    person_id: str
    kind: str
    approved_on: date | None
    starts_on: date
    ends_on: date
    interrupted_from: date | None
    interrupted_to: date | None
    end_code: str
    party_kind: str
    party_orgnr: str
    member_orgnr: str
    trade_code: str
    trade_name: str
    supervisor_id: str


@dataclass(frozen=True, slots=True)
class Registers:
    """What NOR and NLR say: the training offices that are active, the establishments that are approved."""

    active_offices: frozenset[str]
    approved_establishments: frozenset[str]


@dataclass(frozen=True, slots=True)
class Excluded:
    """A contract that is not asked, with its reasons in the order of the table."""

    contract: ContractFacts
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draw:
    """Contracts asked and not asked, each in the order of the contract number."""

    asked: tuple[ContractFacts, ...]
    excluded: tuple[Excluded, ...]


def draw(contracts: Iterable[ContractFacts], *, dates: RuleDates, registers: Registers) -> Draw:
    """Sort contracts into asked and not asked; a person with several good contracts is asked by one of them."""
    good: dict[str, ContractFacts] = {}
    excluded: list[Excluded] = []
    for contract in contracts:
        why = reasons(contract, dates=dates, registers=registers)
        if why:
            excluded.append(Excluded(contract, why))
            continue
        other = good.setdefault(contract.person_id, contract)
        if other is not contract:
            first, second = (contract, other) if goes_before(contract, other) else (other, contract)
            good[contract.person_id] = first
            excluded.append(Excluded(second, (DUPLICATE,)))
    return Draw(
        asked=tuple(sorted(good.values(), key=_by_number)),
        excluded=tuple(sorted(excluded, key=lambda row: row.contract.number)),
    )


def reasons(contract: ContractFacts, *, dates: RuleDates, registers: Registers) -> tuple[str, ...]:
    """Return every reason a contract by itself is not asked, in the order of REASONS; empty when it may be."""
    return tuple([reason for reason, holds in RULES if holds(contract, dates, registers)])


def is_approved(contract: ContractFacts, dates: RuleDates) -> bool:
    """Whether the county had approved the contract by the day that counts."""
    return contract.approved_on is not None and contract.approved_on <= dates.counted_on


def touches_answering(contract: ContractFacts, dates: RuleDates) -> bool:
    """Whether an interruption touches the answering days, both ends included; one without an end still runs."""
    start, end = contract.interrupted_from, contract.interrupted_to
    return start is not None and start <= dates.closes_on and (end is None or end >= dates.opens_on)


def office_of(contract: ContractFacts) -> str:
    """Return the training office's organisation number, empty for an independent establishment."""
    return contract.party_orgnr if contract.party_kind == _OFFICE else ""


def establishment_of(contract: ContractFacts) -> str:
    """Return the establishment's organisation number: the office's member, else the party itself; may be empty.

    A contract without a party has no establishment, whatever stands in the member's field.
    """
    if not contract.party_orgnr:
        return ""
    return contract.member_orgnr if contract.party_kind == _OFFICE else contract.party_orgnr


def add_months(day: date, months: int) -> date:
    """Return the same day `months` later; a day the month does not have becomes its last (31 Oct + 4 = 28 Feb)."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    if day.day <= 28:  # noqa: PLR2004  every month has 28 days
        return date(year, month, day.day)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def goes_before(one: ContractFacts, other: ContractFacts) -> bool:
    """Whether `one` is the contract a person is asked by: the latest start, then the lowest number.

    Contract numbers are compared as the texts they are: within a register they are equally long.
    """
    if one.starts_on != other.starts_on:
        return one.starts_on > other.starts_on
    return one.number < other.number


def _is_other_type(contract: ContractFacts, _dates: RuleDates, _registers: Registers) -> bool:
    return contract.kind not in _SURVEYED_KINDS


def _is_not_approved(contract: ContractFacts, dates: RuleDates, _registers: Registers) -> bool:
    return not is_approved(contract, dates)


def _is_too_short(contract: ContractFacts, dates: RuleDates, _registers: Registers) -> bool:
    reached_on = add_months(contract.starts_on, dates.months_in_training)
    return reached_on >= dates.counted_on if dates.more_than else reached_on > dates.counted_on


def _is_interrupted(contract: ContractFacts, dates: RuleDates, _registers: Registers) -> bool:
    return touches_answering(contract, dates)


def _is_ended(contract: ContractFacts, _dates: RuleDates, _registers: Registers) -> bool:
    return bool(contract.end_code)


def _ends_before_close(contract: ContractFacts, dates: RuleDates, _registers: Registers) -> bool:
    return contract.ends_on < dates.closes_on


def _has_no_party(contract: ContractFacts, _dates: RuleDates, _registers: Registers) -> bool:
    return not contract.party_orgnr


def _is_not_in_nor(contract: ContractFacts, _dates: RuleDates, registers: Registers) -> bool:
    office = office_of(contract)
    return bool(office) and office not in registers.active_offices


def _is_not_in_nlr(contract: ContractFacts, _dates: RuleDates, registers: Registers) -> bool:
    establishment = establishment_of(contract)
    return bool(establishment) and establishment not in registers.approved_establishments


RULES: Final[tuple[tuple[str, Callable[[ContractFacts, RuleDates, Registers], bool]], ...]] = tuple(
    zip(
        REASONS,
        (
            _is_other_type,
            _is_not_approved,
            _is_too_short,
            _is_interrupted,
            _is_ended,
            _ends_before_close,
            _has_no_party,
            _is_not_in_nor,
            _is_not_in_nlr,
        ),
        strict=False,  # the last reason is about several contracts, and is decided by the draw
    )
)


def _by_number(contract: ContractFacts) -> str:
    return contract.number
