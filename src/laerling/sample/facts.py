"""What is kept of a contract beside a draw, and how it is read back: dates, codes and numbers; never a name or an address.

A later extract writes over the contract; what decided must still be tellable then.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from laerling.register.layouts import layout
from laerling.register.models import Contract
from laerling.sample.rules import ContractFacts, Registers, RuleDates, establishment_of, office_of

# The columns of a contract that are kept, in the order of the register's file.
KEPT: Final = (
    "county_code",
    "kind",
    "programme_area",
    "starts_on",
    "ends_on",
    "interrupted_from",
    "interrupted_to",
    "ended_on",
    "end_code",
    "approved_on",
    "party_kind",
    "party_orgnr",
    "member_orgnr",
)
# What is kept beside, and is not the contract's own.
BESIDE: Final = ("in_nor", "in_nlr")
# What is compared between two extracts without ever being shown: people's names, addresses and numbers.
CONTACTS: Final = (
    "name",
    "email",
    "mobile",
    "supervisor_id",
    "supervisor_name",
    "supervisor_email",
    "supervisor_mobile",
)
_DATES: Final = frozenset(name for name in KEPT if name.endswith("_on") or name.startswith("interrupted_"))


@dataclass(frozen=True, slots=True)
class ColumnChange:
    """A register value that differs between two extracts, by the column's heading in the file, or "NOR" and "NLR".

    `before` and `after` are dates, codes, numbers of organisations, for NOR and NLR whether the unit stands there; None
    where there is no value. Neither is told where `is_shown` is False: names, addresses and telephone numbers.
    """

    heading: str
    before: date | str | bool | None
    after: date | str | bool | None
    is_shown: bool = True


def column_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[ColumnChange, ...]:
    """Return which kept values differ, in the order of the register's file, NOR and NLR last."""
    heading, found = layout("vigo").heading, []
    for name in KEPT:
        if before.get(name) != after.get(name):
            read = day_of if name in _DATES else _text_of
            found.append(ColumnChange(heading(name), read(before, name), read(after, name)))
    for name, register in (("in_nor", "NOR"), ("in_nlr", "NLR")):
        if name in before and name in after and before[name] != after[name]:
            found.append(ColumnChange(register, before[name], after[name]))
    return tuple(found)


def contact_changes(before: Contract, after: Contract) -> tuple[ColumnChange, ...]:
    """Return which names, addresses and numbers differ between two rows of a contract, without the values."""
    heading = layout("vigo").heading
    return tuple(
        ColumnChange(heading(name), None, None, is_shown=False)
        for name in CONTACTS
        if getattr(before, name) != getattr(after, name)
    )


def kept_of(contract: Contract) -> dict[str, Any]:
    """Return what `kept_sql` makes of a contract."""
    values = {name: getattr(contract, name) for name in KEPT}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items() if value}


def kept_sql(contract: str) -> str:
    """Return the SQL that makes what is kept out of a row of `register_contract`; empty values are left out."""
    pairs = [
        f"'{name}', {contract}.{name}" if name in _DATES else f"'{name}', nullif({contract}.{name}, '')"
        for name in KEPT
    ]
    return f"jsonb_strip_nulls(jsonb_build_object({', '.join(pairs)}))"


def contract_of(facts: Mapping[str, Any], *, contract_id: int, number: str, person_id: str) -> ContractFacts:
    """Return what the rules look at, from what was kept. Trades' names and supervisors are not kept: they are empty."""
    return ContractFacts(
        id=contract_id,
        number=number,
        person_id=person_id,
        kind=facts.get("kind", ""),
        approved_on=day_of(facts, "approved_on"),
        starts_on=date.fromisoformat(facts["starts_on"]),
        ends_on=date.fromisoformat(facts["ends_on"]),
        interrupted_from=day_of(facts, "interrupted_from"),
        interrupted_to=day_of(facts, "interrupted_to"),
        end_code=facts.get("end_code", ""),
        party_kind=facts.get("party_kind", ""),
        party_orgnr=facts.get("party_orgnr", ""),
        member_orgnr=facts.get("member_orgnr", ""),
        trade_code=facts.get("programme_area", ""),
        trade_name="",
        supervisor_id="",
    )


def day_of(facts: Mapping[str, Any], name: str) -> date | None:
    """Return a kept date, None where there was none."""
    kept = facts.get(name)
    return date.fromisoformat(kept) if kept else None


def _text_of(facts: Mapping[str, Any], name: str) -> str | None:
    text: str | None = facts.get(name)
    return text


def standing(contract: ContractFacts, registers: Registers) -> tuple[bool | None, bool | None]:
    """Return whether NOR has the contract's office, and NLR its establishment; None where there is none to look for."""
    office, establishment = office_of(contract), establishment_of(contract)
    return (
        office in registers.active_offices if office else None,
        establishment in registers.approved_establishments if establishment else None,
    )


def registers_of(drawn: Iterable[tuple[ContractFacts, Mapping[str, Any]]]) -> Registers:
    """Return what NOR and NLR said of the units of some contracts, as kept beside them."""
    pairs = list(drawn)
    return Registers(
        active_offices=frozenset(office_of(contract) for contract, facts in pairs if facts.get("in_nor")),
        approved_establishments=frozenset(
            establishment_of(contract) for contract, facts in pairs if facts.get("in_nlr")
        ),
    )


def rule_as_kept(dates: RuleDates) -> dict[str, Any]:
    """Return a round's rule as it is kept beside a draw."""
    return {
        "counted_on": dates.counted_on.isoformat(),
        "opens_on": dates.opens_on.isoformat(),
        "closes_on": dates.closes_on.isoformat(),
        "months_in_training": dates.months_in_training,
        "more_than": dates.more_than,
    }


def rule_of(kept: Mapping[str, Any]) -> RuleDates:
    """Return the rule a sample was drawn by."""
    return RuleDates(
        counted_on=date.fromisoformat(kept["counted_on"]),
        opens_on=date.fromisoformat(kept["opens_on"]),
        closes_on=date.fromisoformat(kept["closes_on"]),
        months_in_training=kept["months_in_training"],
        more_than=kept["more_than"],
    )
