"""Who is on the list, who is not and why. Whatever takes a scope answers for that scope only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from laerling.access.types import Scope
from laerling.register.queries import WAYS, Listing, can_be_reached
from laerling.sample.models import Exclusion, Sample, SampleChange, SampleMember

_PERSON = ("id", "number", "name", "county_code", "trade", "party_name", "member_name")


@dataclass(frozen=True, slots=True)
class SampleRow:
    """A draw with its figures."""

    id: str
    stage: str
    drawn_at: datetime
    frozen_at: datetime | None
    n_asked: int
    n_excluded: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of a scope are asked (persons) and not asked (contracts), and whether the draw is the frozen one."""

    n_asked: int
    n_excluded: int
    is_final: bool


@dataclass(frozen=True, slots=True)
class Person:
    """A person on the list: asked, or not asked by a contract for `reasons` (codes of `sample.rules.REASONS`).

    `member_id` names their place on the list, empty for those not asked.
    """

    contract_id: int
    number: str
    name: str
    county_code: str
    trade: str
    party_name: str
    member_name: str
    has_email: bool
    has_mobile: bool
    reasons: tuple[str, ...]
    member_id: str = ""


def latest(round_year: int) -> SampleRow | None:
    """Return the draw people mean: the final one, else the preliminary, else None."""
    row = Sample.objects.filter(round_id=round_year).order_by("stage").first()
    if row is None:
        return None
    return SampleRow(str(row.id), row.stage, row.drawn_at, row.frozen_at, row.n_asked, row.n_excluded)


def counts(scope: Scope, round_year: int) -> Counts | None:
    """Return the figures of the latest draw for a scope, or None before anything is drawn."""
    drawn = latest(round_year)
    if drawn is None:
        return None
    return Counts(
        n_asked=SampleMember.objects.filter(sample_id=drawn.id).visible_to(scope).count(),
        n_excluded=Exclusion.objects.filter(sample_id=drawn.id).visible_to(scope).count(),
        is_final=drawn.frozen_at is not None,
    )


def members(scope: Scope, round_year: int, *, search: str = "", changed: bool = False) -> Listing[Person]:
    """Return those of the scope who are asked, by name; `search` is part of a name or the start of a number.

    With `changed`, only those of whom something was marked after the list was locked, and still stands.
    """
    drawn = latest(round_year)
    found = _members(drawn, scope)
    if changed:
        found = found.filter(_has_changed())
    return _People(found, drawn, round_year, search, "id")


def count_changed(scope: Scope, round_year: int) -> int:
    """Return how many on the scope's locked list have a change that stands."""
    return _members(latest(round_year), scope).filter(_has_changed()).count()


def excluded(scope: Scope, round_year: int, *, search: str = "") -> Listing[Person]:
    """Return the scope's contracts that are not asked, with every reason, by name."""
    drawn = latest(round_year)
    found = Exclusion.objects.filter(sample_id=drawn.id) if drawn else Exclusion.objects.none()
    return _People(found.visible_to(scope), drawn, round_year, search, "reasons")


def trades(scope: Scope, round_year: int) -> tuple[tuple[str, str], ...]:
    """Return code and name of the trades that somebody of the scope is asked in, by name."""
    found = _members(latest(round_year), scope)
    pairs = found.values_list("trade_code", "trade_name").order_by("trade_name", "trade_code").distinct()
    return tuple((code, name or code) for code, name in pairs)


class _People(Listing[Person]):
    """A list of people by name. How many there are, the draw alone knows where nobody is searched for."""

    def __init__(
        self, found: QuerySet[Any, Any], drawn: SampleRow | None, round_year: int, search: str, *more: str
    ) -> None:
        self._all = found
        if drawn is not None:
            # A draw's contracts are of its own stage; said aloud, those of the other are not even looked at.
            found = found.filter(contract__round_id=round_year, contract__stage=drawn.stage)
        if search:
            found = found.filter(Q(contract__name__icontains=search) | Q(contract__number__startswith=search))
            self._all = found
        columns = [f"contract__{column}" for column in _PERSON]
        ways: dict[str, Q] = {way: can_be_reached(way, contract="contract") for way in WAYS}
        super().__init__(found.order_by("contract__name", "contract__number").values(*columns, *more, **ways), _person)

    def __len__(self) -> int:
        """Return how many there are."""
        return self._all.count()


def _members(drawn: SampleRow | None, scope: Scope) -> QuerySet[SampleMember, SampleMember]:
    found = SampleMember.objects.filter(sample_id=drawn.id) if drawn else SampleMember.objects.none()
    return found.visible_to(scope)


def _has_changed() -> Exists:
    return Exists(SampleChange.objects.filter(member=OuterRef("id"), taken_back_at=None))


def _person(row: Mapping[str, Any]) -> Person:
    reasons = row.get("reasons", "")
    return Person(
        contract_id=row["contract__id"],
        number=row["contract__number"],
        name=row["contract__name"],
        county_code=row["contract__county_code"],
        trade=row["contract__trade"],
        party_name=row["contract__party_name"],
        member_name=row["contract__member_name"],
        has_email=row["email"],
        has_mobile=row["mobile"],
        reasons=tuple(reasons.split("+")) if reasons else (),
        member_id=str(row.get("id", "")),
    )
