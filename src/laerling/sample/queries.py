"""Questions about samples. Whatever takes a scope answers for that scope only."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from laerling.access.types import Scope
from laerling.organisations import queries as organisations
from laerling.register.models import Contract
from laerling.register.queries import Listing, can_be_reached
from laerling.sample.models import Exclusion, Sample, SampleMember, SupervisorPick
from laerling.sample.rules import ContractFacts

_FACTS = (
    "id",
    "number",
    "person_id",
    "kind",
    "approved_on",
    "starts_on",
    "ends_on",
    "interrupted_from",
    "interrupted_to",
    "end_code",
    "party_kind",
    "party_orgnr",
    "member_orgnr",
    "programme_area",
    "trade",
    "supervisor_id",
)
_PERSON = ("id", "number", "name", "county_code", "trade", "party_name", "member_name", "email_state", "mobile_state")


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
    """A person on the list: asked, or not asked by a contract for `reasons` (codes of `sample.rules.REASONS`)."""

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


@dataclass(frozen=True, slots=True)
class ReachCount:
    """How many persons are asked, and how many of them can be reached by e-mail, SMS, both, at least one, neither."""

    n: int
    n_email: int
    n_mobile: int
    n_both: int
    n_either: int
    n_none: int


@dataclass(frozen=True, slots=True)
class ReachLine:
    """The counts of an office (`code` empty: establishments without an office) or a trade."""

    code: str
    name: str
    count: ReachCount


@dataclass(frozen=True, slots=True)
class ReachTable:
    """The counts of a scope in all, per office and per trade."""

    total: ReachCount
    by_office: tuple[ReachLine, ...]
    by_trade: tuple[ReachLine, ...]


def contract_facts(round_year: int, stage: str) -> Iterator[ContractFacts]:
    """Yield what the rules look at in every contract of a stage, streamed."""
    rows = Contract.objects.filter(round_id=round_year, stage=stage).values_list(*_FACTS)
    return (ContractFacts(*row) for row in rows.iterator(chunk_size=5_000))


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


def members(scope: Scope, round_year: int, *, search: str = "") -> Listing[Person]:
    """Return those of the scope who are asked, by name; `search` is part of a name or the start of a number."""
    drawn = latest(round_year)
    found = SampleMember.objects.filter(sample_id=drawn.id) if drawn else SampleMember.objects.none()
    found = found.visible_to(scope)
    return Listing(_by_name(found, search), _person)


def excluded(scope: Scope, round_year: int, *, search: str = "") -> Listing[Person]:
    """Return the scope's contracts that are not asked, with every reason, by name."""
    drawn = latest(round_year)
    found = Exclusion.objects.filter(sample_id=drawn.id) if drawn else Exclusion.objects.none()
    found = found.visible_to(scope)
    return Listing(_by_name(found, search, "reasons"), _person)


def trades(scope: Scope, round_year: int) -> tuple[tuple[str, str], ...]:
    """Return code and name of the trades that somebody of the scope is asked in, by name."""
    drawn = latest(round_year)
    found = SampleMember.objects.filter(sample_id=drawn.id) if drawn else SampleMember.objects.none()
    found = found.visible_to(scope)
    pairs = found.values_list("trade_code", "trade_name").order_by("trade_name", "trade_code").distinct()
    return tuple((code, name or code) for code, name in pairs)


def reach(scope: Scope, round_year: int) -> ReachTable:
    """Return how many of the scope's people on the latest list can be reached, and how. Three queries at most."""
    drawn = latest(round_year)
    found = SampleMember.objects.filter(sample_id=drawn.id) if drawn else SampleMember.objects.none()
    email, mobile = can_be_reached("email", contract="contract"), can_be_reached("mobile", contract="contract")
    # Grouped by the two conditions, so that each is looked at once per person.
    groups = list(
        found.visible_to(scope)
        .values("office_orgnr", "trade_code", "trade_name", by_email=email, by_mobile=mobile)
        .annotate(n=Count("id"))
        .order_by()
    )
    offices = organisations.office_names() if groups else {}
    trades = {group["trade_code"]: group["trade_name"] for group in groups}
    return ReachTable(
        _reach_count(groups),
        _reach_lines(groups, "office_orgnr", offices),
        _reach_lines(groups, "trade_code", trades),
    )


def asked_per_unit(round_year: int) -> dict[tuple[str, str], int]:
    """Return how many are asked in the final sample per ("county", code), ("office", number) and ("nation", "")."""
    rows = SampleMember.objects.filter(sample__round_id=round_year, sample__stage="final")
    found: dict[tuple[str, str], int] = {}
    for county, office in rows.values_list("county_code", "office_orgnr").iterator():
        for unit in (("nation", ""), ("county", county), ("office", office)):
            if unit != ("office", ""):
                found[unit] = found.get(unit, 0) + 1
    return found


def sample_lines(sample_id: str) -> list[tuple[str, str]]:
    """Return contract number and person of everyone asked, in the order of the number."""
    rows = SampleMember.objects.filter(sample_id=sample_id).values_list("contract__number", "person_id")
    return sorted(rows)


def excluded_lines(sample_id: str) -> list[tuple[str, str, str]]:
    """Return contract number, person and reasons of every contract not asked, in the order of the number."""
    rows = Exclusion.objects.filter(sample_id=sample_id)
    return sorted(rows.values_list("contract__number", "contract__person_id", "reasons"))


def supervisor_lines(sample_id: str) -> list[tuple[str, str, int]]:
    """Return establishment, supervisor and apprentices of every pick, in the order of the organisation number."""
    rows = SupervisorPick.objects.filter(sample_id=sample_id)
    return sorted(rows.values_list("orgnr", "supervisor_id", "n_apprentices"))


def _by_name(found: QuerySet[Any, Any], search: str, *more: str) -> QuerySet[Any, Any]:
    if search:
        found = found.filter(Q(contract__name__icontains=search) | Q(contract__number__startswith=search))
    columns = [f"contract__{column}" for column in _PERSON]
    return found.order_by("contract__name", "contract__number").values(*columns, *more)


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
        has_email=row["contract__email_state"] == "ok",
        has_mobile=row["contract__mobile_state"] in {"ok", "foreign"},
        reasons=tuple(reasons.split("+")) if reasons else (),
    )


def _reach_lines(groups: Iterable[Mapping[str, Any]], key: str, names: Mapping[str, str]) -> tuple[ReachLine, ...]:
    by_code: dict[str, list[Mapping[str, Any]]] = {}
    for group in groups:
        by_code.setdefault(group[key], []).append(group)
    lines = (ReachLine(code, names.get(code, "") or code, _reach_count(of_code)) for code, of_code in by_code.items())
    return tuple(sorted(lines, key=lambda line: (line.name, line.code)))


def _reach_count(groups: Iterable[Mapping[str, Any]]) -> ReachCount:
    n = n_email = n_mobile = n_both = 0
    for group in groups:
        n += group["n"]
        n_email += group["n"] * group["by_email"]
        n_mobile += group["n"] * group["by_mobile"]
        n_both += group["n"] * (group["by_email"] and group["by_mobile"])
    n_either = n_email + n_mobile - n_both
    return ReachCount(n, n_email, n_mobile, n_both, n_either, n - n_either)
