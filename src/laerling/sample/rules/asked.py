"""Who is asked and why the others are not (M4): every reason that holds, in one fixed order. Pure."""

from calendar import monthrange
from collections.abc import Iterable
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
class Excluded:
    """A contract that is not asked, with its reasons in the order of the table."""

    contract: ContractFacts
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draw:
    """Contracts asked and not asked, each in the order of the contract number."""

    asked: tuple[ContractFacts, ...]
    excluded: tuple[Excluded, ...]


def draw(
    contracts: Iterable[ContractFacts],
    *,
    dates: RuleDates,
    active_offices: frozenset[str],
    approved_establishments: frozenset[str],
) -> Draw:
    """Sort contracts into asked and not asked; a person with several good contracts is asked by one of them."""
    good: dict[str, ContractFacts] = {}
    excluded: list[Excluded] = []
    for contract in contracts:
        why = reasons(
            contract,
            dates=dates,
            active_offices=active_offices,
            approved_establishments=approved_establishments,
        )
        if why:
            excluded.append(Excluded(contract, why))
            continue
        other = good.setdefault(contract.person_id, contract)
        if other is not contract:
            first, second = (contract, other) if _goes_before(contract, other) else (other, contract)
            good[contract.person_id] = first
            excluded.append(Excluded(second, ("duplicate_person",)))
    return Draw(
        asked=tuple(sorted(good.values(), key=_by_number)),
        excluded=tuple(sorted(excluded, key=lambda row: row.contract.number)),
    )


def reasons(
    contract: ContractFacts,
    *,
    dates: RuleDates,
    active_offices: frozenset[str],
    approved_establishments: frozenset[str],
) -> tuple[str, ...]:
    """Return every reason a contract by itself is not asked, in the order of REASONS; empty when it may be."""
    found = []
    if contract.kind not in _SURVEYED_KINDS:
        found.append("contract_type")
    if not is_approved(contract, dates):
        found.append("not_approved")
    if _is_too_short(contract, dates):
        found.append("too_short")
    if touches_answering(contract, dates):
        found.append("interrupted")
    if contract.end_code:
        found.append("ended")
    if contract.ends_on < dates.closes_on:
        found.append("ends_before_close")
    return (*found, *_unit_reasons(contract, active_offices, approved_establishments))


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
    """Return the establishment's organisation number: the office's member, else the party itself; may be empty."""
    return contract.member_orgnr if contract.party_kind == _OFFICE else contract.party_orgnr


def add_months(day: date, months: int) -> date:
    """Return the same day `months` later; a day the month does not have becomes its last (31 Oct + 4 = 28 Feb)."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    if day.day <= 28:  # noqa: PLR2004  every month has 28 days
        return date(year, month, day.day)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _is_too_short(contract: ContractFacts, dates: RuleDates) -> bool:
    reached_on = add_months(contract.starts_on, dates.months_in_training)
    return reached_on >= dates.counted_on if dates.more_than else reached_on > dates.counted_on


def _unit_reasons(
    contract: ContractFacts, active_offices: frozenset[str], approved_establishments: frozenset[str]
) -> tuple[str, ...]:
    if not contract.party_orgnr:
        return ("no_establishment",)
    office, establishment = office_of(contract), establishment_of(contract)
    found = []
    if office and office not in active_offices:
        found.append("not_in_nor")
    if establishment and establishment not in approved_establishments:
        found.append("not_in_nlr")
    return tuple(found)


def _goes_before(one: ContractFacts, other: ContractFacts) -> bool:
    """Whether `one` is the contract a person is asked by: the latest start, then the lowest number."""
    if one.starts_on != other.starts_on:
        return one.starts_on > other.starts_on
    return one.number < other.number


def _by_number(contract: ContractFacts) -> str:
    return contract.number
