"""A county's lists with everything it is to check, contact data included: read row by row, for its own area only (M6, M7).

Pages never show addresses; these lists do, because the county answers for them and mends them in VIGO.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from laerling.access.types import Scope
from laerling.register.models import Contract
from laerling.sample.models import Exclusion, Sample, SampleMember, SupervisorPick

_CHUNK = 2_000
_CONTRACT = (
    *("number", "name", "email", "mobile", "written_form", "kind", "trade", "starts_on", "ends_on"),
    *("party_orgnr", "party_name", "member_orgnr", "member_name"),
    *("supervisor_name", "supervisor_email", "supervisor_mobile"),
)


@dataclass(frozen=True, slots=True)
class ListedContract:
    """A contract with the values VIGO has, as they are written there; `reasons` why it is not asked, else empty."""

    number: str
    name: str
    email: str
    mobile: str
    written_form: str
    kind: str
    trade: str
    starts_on: date
    ends_on: date
    party_orgnr: str
    party_name: str
    member_orgnr: str
    member_name: str
    supervisor_name: str
    supervisor_email: str
    supervisor_mobile: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListedSupervisor:
    """The supervisor who is asked for an establishment, and how many contracts they have there in the scope."""

    orgnr: str
    establishment: str
    name: str
    email: str
    mobile: str
    n_contracts: int


@dataclass(frozen=True, slots=True)
class DrawnList:
    """A draw there are lists of."""

    stage: str
    drawn_at: datetime


def drawn(round_year: int) -> tuple[DrawnList, ...]:
    """Return the draws of a round, the preliminary one first."""
    rows = Sample.objects.filter(round_id=round_year).order_by("-stage")
    return tuple(DrawnList(row.stage, row.drawn_at) for row in rows)


def asked(scope: Scope, round_year: int, stage: str) -> Iterator[ListedContract]:
    """Yield those of the scope who are asked, by name."""
    found = SampleMember.objects.filter(sample__round_id=round_year, sample__stage=stage).visible_to(scope)
    columns = [f"contract__{column}" for column in _CONTRACT]
    rows = found.order_by("contract__name", "contract__number").values_list(*columns)
    return (ListedContract(*row) for row in rows.iterator(chunk_size=_CHUNK))


def not_asked(scope: Scope, round_year: int, stage: str) -> Iterator[ListedContract]:
    """Yield the scope's contracts that are not asked, with their reasons in the order of the rules, by name."""
    found = Exclusion.objects.filter(sample__round_id=round_year, sample__stage=stage).visible_to(scope)
    columns = [*(f"contract__{column}" for column in _CONTRACT), "reasons"]
    rows = found.order_by("contract__name", "contract__number").values_list(*columns)
    for *values, reasons in rows.iterator(chunk_size=_CHUNK):
        yield replace(ListedContract(*values), reasons=tuple(reasons.split("+")))


def supervisors(scope: Scope, round_year: int, stage: str) -> tuple[ListedSupervisor, ...]:
    """Return the supervisors who are asked and have a contract in the scope, by establishment.

    Whoever is asked may have more contracts elsewhere; name and addresses are those of the scope's own contracts.
    """
    picks = SupervisorPick.objects.filter(sample__round_id=round_year, sample__stage=stage)
    asked_for = dict(picks.values_list("orgnr", "supervisor_id"))
    found: dict[str, ListedSupervisor] = {}
    contracts = Contract.objects.filter(round_id=round_year, stage=stage).visible_to(scope).exclude(supervisor_id="")
    columns = ("supervisor_id", "supervisor_name", "supervisor_email", "supervisor_mobile")
    units = ("party_kind", "party_orgnr", "party_name", "member_orgnr", "member_name")
    rows = contracts.order_by("number").values_list(*columns, *units)
    for supervisor_id, name, email, mobile, kind, party, party_name, member, member_name in rows.iterator(
        chunk_size=_CHUNK
    ):
        orgnr, unit = (member, member_name) if kind == "K" else (party, party_name)
        if not orgnr or asked_for.get(orgnr) != supervisor_id:
            continue
        known = found.get(orgnr) or ListedSupervisor(orgnr, unit, name, email, mobile, 0)
        found[orgnr] = replace(known, n_contracts=known.n_contracts + 1)
    return tuple(sorted(found.values(), key=lambda line: (line.establishment, line.orgnr)))
