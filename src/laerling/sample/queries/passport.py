"""The sample passport: rule by rule why somebody is asked or not, on the preliminary and the final list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal

from django.db.models import BooleanField, ExpressionWrapper, Q

from laerling.access.types import Scope
from laerling.register.models import Contract
from laerling.register.queries import WAYS, can_be_reached
from laerling.rounds import queries as rounds
from laerling.sample.facts import (
    ColumnChange,
    column_changes,
    contract_of,
    kept_of,
    registers_of,
    rule_of,
)
from laerling.sample.models import Exclusion, Sample, SampleMember
from laerling.sample.queries.changes import Mark, marks_of
from laerling.sample.queries.inputs import registers, rule_dates
from laerling.sample.rules import ContractFacts, RuleDates, RuleOutcome, explain, goes_before, reasons

# "asked" and "left_out" are what a draw said. The rest are told by the rules as they are now: nothing is drawn yet;
# the contract came after the list was drawn; the contract stood on another unit's list when the list was drawn.
Standing = Literal["asked", "left_out", "not_drawn", "too_late", "elsewhere"]

_STAGES: Final = ("preliminary", "final")


@dataclass(frozen=True, slots=True)
class OtherContract:
    """Another contract of the same person in the same list.

    `number` and `contract_id` are there for the scope's own contracts only; of another unit's contract nothing is told
    but when it starts, and what it comes to. `goes_before` is whether the rule for several contracts puts it first.
    """

    contract_id: int | None
    number: str
    starts_on: date
    is_asked: bool
    reasons: tuple[str, ...]
    goes_before: bool


@dataclass(frozen=True, slots=True)
class StageView:
    """One list's word on a contract, from the register's values on `count_date`.

    `since` are the register's values that a later extract of the same stage changed: then and now, on `count_date_now`.
    """

    stage: str
    standing: Standing
    drawn_at: datetime | None
    is_frozen: bool
    dates: RuleDates
    count_date: date | None
    outcomes: tuple[RuleOutcome, ...]
    others: tuple[OtherContract, ...]
    since: tuple[ColumnChange, ...]
    count_date_now: date

    @property
    def is_met(self) -> bool:
        """Whether no rule keeps the contract out."""
        return not any(outcome.holds for outcome in self.outcomes)


@dataclass(frozen=True, slots=True)
class Passport:
    """A contract of a round, with each list's word on it, and what was marked after the list was locked."""

    round_year: int
    contract_id: int
    number: str
    name: str
    county_code: str
    kind: str
    trade: str
    party_name: str
    member_name: str
    has_email: bool
    has_mobile: bool
    stages: tuple[StageView, ...]
    marks: tuple[Mark, ...]

    @property
    def latest(self) -> StageView:
        """The word that counts: the final list's once it is drawn, else the preliminary's."""
        drawn = [view for view in self.stages if view.drawn_at is not None]
        return (drawn or list(self.stages))[-1]


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A contract's row in a draw."""

    contract_id: int
    number: str
    person_id: str
    member_id: str
    reasons: str
    is_visible: bool
    facts: Mapping[str, Any]
    count_date: date | None

    @property
    def contract(self) -> ContractFacts:
        return contract_of(self.facts, contract_id=self.contract_id, number=self.number, person_id=self.person_id)


def passport(scope: Scope, contract_id: int) -> Passport | None:
    """Return the passport of a contract, by the id it has in either stage; None where it is not the scope's to see.

    A list's word is the scope's to see where the contract was the scope's when the list was drawn, or is so now.
    """
    found = Contract.objects.filter(id=contract_id).values_list("round_id", "number").first()
    if found is None:
        return None
    round_year, number = found
    rows = {row.stage: row for row in Contract.objects.filter(round_id=round_year, number=number)}
    own = set(
        Contract.objects.filter(round_id=round_year, number=number).visible_to(scope).values_list("id", flat=True)
    )
    samples = {sample.stage: sample for sample in Sample.objects.filter(round_id=round_year)}
    drawn = _drawn(scope, samples.values(), {row.person_id for row in rows.values()}, [row.id for row in rows.values()])
    views, shown, member_ids = [], [], []
    for stage in _STAGES:
        row, sample = rows.get(stage), samples.get(stage)
        if row is None:
            continue
        beside = drawn.get(str(sample.id), []) if sample else []
        line = next((one for one in beside if one.contract_id == row.id), None)
        if row.id not in own and not (line and line.is_visible):
            continue
        views.append(_view(scope, row, sample, line, beside))
        shown.append(row)
        member_ids += [line.member_id] if line and line.is_visible and line.member_id else []
    if not views:
        return None
    return _passport(shown[-1], contract_id, tuple(views), marks_of(member_ids))


def _passport(row: Contract, contract_id: int, views: tuple[StageView, ...], marks: tuple[Mark, ...]) -> Passport:
    by_email, by_mobile = (ExpressionWrapper(can_be_reached(way), BooleanField()) for way in WAYS)
    reached = Contract.objects.filter(id=row.id).values_list(by_email, by_mobile).get()
    return Passport(
        round_year=row.round_id,
        contract_id=contract_id,
        number=row.number,
        name=row.name,
        county_code=row.county_code,
        kind=row.kind,
        trade=row.trade,
        party_name=row.party_name,
        member_name=row.member_name,
        has_email=reached[0],
        has_mobile=reached[1],
        stages=views,
        marks=marks,
    )


def _drawn(
    scope: Scope, samples: Iterable[Sample], persons: Iterable[str], contract_ids: Iterable[int]
) -> dict[str, list[_Drawn]]:
    """Return what the draws hold of some persons and contracts, by sample."""
    about = Q(person_id__in=list(persons)) | Q(contract_id__in=list(contract_ids))
    of_samples = {"sample_id__in": [sample.id for sample in samples]}
    found: dict[str, list[_Drawn]] = {}
    for rows in (SampleMember.objects.filter(about, **of_samples), Exclusion.objects.filter(about, **of_samples)):
        own = set(rows.visible_to(scope).values_list("id", flat=True))
        for row in rows.select_related("contract").defer("contract__email", "contract__mobile"):
            found.setdefault(str(row.sample_id), []).append(
                _Drawn(
                    contract_id=row.contract_id,
                    number=row.contract.number,
                    person_id=row.person_id,
                    member_id=str(row.id) if isinstance(row, SampleMember) else "",
                    reasons=row.reasons if isinstance(row, Exclusion) else "",
                    is_visible=row.id in own,
                    facts=row.facts,
                    count_date=row.count_date,
                )
            )
    return found


def _view(scope: Scope, row: Contract, sample: Sample | None, line: _Drawn | None, beside: list[_Drawn]) -> StageView:
    if sample is None or line is None or not line.is_visible or not line.facts:
        return _live_view(scope, row, sample, line, beside)
    contract = line.contract
    rivals = [one for one in beside if one is not line and one.person_id == line.person_id and one.facts]
    known = registers_of((one.contract, one.facts) for one in [line, *rivals])
    dates = rule_of(sample.rule)
    return StageView(
        stage=row.stage,
        standing="asked" if line.member_id else "left_out",
        drawn_at=sample.drawn_at,
        is_frozen=sample.frozen_at is not None,
        dates=dates,
        count_date=line.count_date,
        outcomes=explain(contract, dates=dates, registers=known, others=[one.contract for one in rivals]),
        others=tuple(_other(one, contract) for one in rivals),
        since=column_changes(line.facts, {**line.facts, **_as_now(row, line.facts)}),
        count_date_now=row.count_date,
    )


def _as_now(row: Contract, drawn: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the register says now, with what it no longer says as None."""
    return dict.fromkeys(drawn.keys() - {"in_nor", "in_nlr"}) | kept_of(row)


def _other(one: _Drawn, contract: ContractFacts) -> OtherContract:
    return OtherContract(
        contract_id=one.contract_id if one.is_visible else None,
        number=one.number if one.is_visible else "",
        starts_on=one.contract.starts_on,
        is_asked=bool(one.member_id),
        reasons=tuple(one.reasons.split("+")) if one.reasons else (),
        goes_before=goes_before(one.contract, contract),
    )


def _live_view(
    scope: Scope, row: Contract, sample: Sample | None, line: _Drawn | None, beside: list[_Drawn]
) -> StageView:
    """Return what the rules say of a contract as it stands now, where no draw of the scope's own tells of it."""
    known, contract = registers(), _facts(row)
    dates = rule_of(sample.rule) if sample and sample.rule else rule_dates(rounds.get(row.round_id))
    rows = Contract.objects.filter(round_id=row.round_id, stage=row.stage, person_id=row.person_id).exclude(id=row.id)
    own = set(rows.visible_to(scope).values_list("id", flat=True))
    rivals = [_facts(other) for other in rows]
    asked = {one.contract_id for one in beside if one.member_id}
    return StageView(
        stage=row.stage,
        standing=_standing(sample, line),
        drawn_at=sample.drawn_at if sample else None,
        is_frozen=bool(sample and sample.frozen_at),
        dates=dates,
        count_date=row.count_date,
        outcomes=explain(contract, dates=dates, registers=known, others=rivals),
        others=tuple(
            OtherContract(
                contract_id=other.id if other.id in own else None,
                number=other.number if other.id in own else "",
                starts_on=other.starts_on,
                is_asked=other.id in asked,
                reasons=reasons(other, dates=dates, registers=known),
                goes_before=goes_before(other, contract),
            )
            for other in rivals
        ),
        since=(),
        count_date_now=row.count_date,
    )


def _standing(sample: Sample | None, line: _Drawn | None) -> Standing:
    if sample is None:
        return "not_drawn"
    if line is None:
        return "too_late"
    if not line.is_visible:
        return "elsewhere"
    return "asked" if line.member_id else "left_out"


def _facts(row: Contract) -> ContractFacts:
    return contract_of(kept_of(row), contract_id=row.id, number=row.number, person_id=row.person_id)
