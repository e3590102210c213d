"""Which training supervisor is asked on behalf of an establishment (M5). Pure."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from laerling.sample.rules.asked import (
    ContractFacts,
    Registers,
    RuleDates,
    establishment_of,
    is_approved,
    office_of,
    touches_answering,
)

# The three signs that follow z in the table of characters.
_AFTER_Z: Final = str.maketrans("æøå", "{|}")


@dataclass(frozen=True, slots=True)
class SupervisorChoice:
    """The supervisor asked for an establishment, and how many apprentices (persons) they have there."""

    orgnr: str
    supervisor_id: str
    n_apprentices: int


def supervisors(
    contracts: Iterable[ContractFacts], *, dates: RuleDates, registers: Registers
) -> tuple[SupervisorChoice, ...]:
    """Return one supervisor per establishment, in the order of the organisation number.

    Counted over contracts running on `counted_on` whose establishment NLR has as approved and whose office, where
    there is one, NOR has as active. Most apprentices wins; then most contracts in one trade; then that trade's name
    in the order of the alphabet; then the id.
    """
    by_establishment: defaultdict[str, defaultdict[str, list[ContractFacts]]] = defaultdict(lambda: defaultdict(list))
    for contract in contracts:
        if not contract.supervisor_id or not _is_running(contract, dates):
            continue
        establishment, office = establishment_of(contract), office_of(contract)
        if establishment in registers.approved_establishments and (not office or office in registers.active_offices):
            by_establishment[establishment][contract.supervisor_id].append(contract)
    return tuple(_choose(orgnr, by_establishment[orgnr]) for orgnr in sorted(by_establishment))


def _is_running(contract: ContractFacts, dates: RuleDates) -> bool:
    return (
        contract.kind in {"L", "O"}
        and is_approved(contract, dates)
        and contract.starts_on <= dates.counted_on <= contract.ends_on
        and not contract.end_code
        and not touches_answering(contract, dates)
    )


def _choose(orgnr: str, candidates: dict[str, list[ContractFacts]]) -> SupervisorChoice:
    rank, supervisor_id = min((_rank(contracts), supervisor_id) for supervisor_id, contracts in candidates.items())
    return SupervisorChoice(orgnr, supervisor_id, -rank[0])


def _rank(contracts: Sequence[ContractFacts]) -> tuple[int, int, str]:
    """Return what orders supervisors: apprentices and contracts in one trade, most first, then the trade's name."""
    n_persons = len({contract.person_id for contract in contracts})
    trades: defaultdict[str, list[str]] = defaultdict(list)
    for contract in contracts:
        trades[contract.trade_code].append(contract.trade_name)
    # A trade is its code; written in several ways, it stands under the first of them.
    n_in_trade, name = min((-len(names), min(map(alphabetical, names))) for names in trades.values())
    return -n_persons, n_in_trade, name


def alphabetical(name: str) -> str:
    """Return what orders names as a Norwegian dictionary does: æ, ø, å after z, capitals and small letters alike.

    By code points å would come before æ, and "IKT" before "Ib".
    """
    return unicodedata.normalize("NFC", name).casefold().translate(_AFTER_Z)
