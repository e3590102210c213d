"""Questions about contracts, contacts and findings. Whatever takes a scope answers for that scope only."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar, overload

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Sum, Value, When

from laerling.access.types import Scope
from laerling.register.models import Contract, Extract, Finding
from laerling.register.rules import contacts

Item = TypeVar("Item")

# From what costs most to what costs least.
SEVERITIES = ("stop", "unreachable", "reduced", "notice")


class Listing(Sequence[Item], Generic[Item]):
    """A long list that is asked for page by page: counting is one query, a slice another."""

    def __init__(self, rows: QuerySet[Any, Any], make: Callable[[Any], Item]) -> None:
        """`rows` is ordered and in values; `make` turns one row into an item."""
        self._rows = rows
        self._make = make

    def __len__(self) -> int:
        """Return how many there are."""
        return self._rows.count()

    @overload
    def __getitem__(self, index: int) -> Item: ...
    @overload
    def __getitem__(self, index: slice) -> list[Item]: ...
    def __getitem__(self, index: int | slice) -> Item | list[Item]:
        """Return one item, or the items of a slice."""
        if isinstance(index, int):
            return self._make(self._rows[index])
        return [self._make(row) for row in self._rows[index]]

    def __iter__(self) -> Iterator[Item]:
        """Return all items, read in one query."""
        return iter(self[:])


@dataclass(frozen=True, slots=True)
class ContractRow:
    """A contract as a list shows it."""

    id: int
    number: str
    name: str
    county_code: str
    kind: str
    trade: str
    starts_on: date
    ends_on: date
    party_name: str
    member_name: str
    email_state: str
    mobile_state: str


@dataclass(frozen=True, slots=True)
class Contact:
    """How a person can be reached: addresses that can be used, else empty. `mobile` as +4790000000."""

    name: str
    email: str
    mobile: str
    written_form: str


@dataclass(frozen=True, slots=True)
class FindingRow:
    """What is wrong, on whom, what it costs and in which register it is mended.

    `name` is the apprentice's, or the supervisor's where the finding is about them; `unit_name` the contract party's
    or establishment's. `shape` shows the form of a bad value, never the value.
    """

    id: int
    kind: str
    severity: str
    county_code: str
    office_orgnr: str
    orgnr: str
    contract_number: str
    name: str
    unit_name: str
    column: str
    shape: str
    n_apprentices: int
    mended_in: str


@dataclass(frozen=True, slots=True)
class FindingCount:
    """How many findings there are of a kind, and on how many apprentices."""

    kind: str
    n: int
    n_apprentices: int


def latest_stage(round_year: int) -> str:
    """Return the stage people mean: "final" once a final VIGO extract is in, else "preliminary"."""
    is_final = Extract.objects.taken_in().filter(round_id=round_year, register="vigo", stage="final").exists()
    return "final" if is_final else "preliminary"


def contracts(scope: Scope, round_year: int, stage: str, *, search: str = "") -> Listing[ContractRow]:
    """Return the scope's contracts of a stage by name; `search` is part of a name or the start of a number."""
    found = Contract.objects.filter(round_id=round_year, stage=stage).visible_to(scope)
    if search:
        found = found.filter(Q(name__icontains=search) | Q(number__startswith=search))
    columns = (
        "id",
        "number",
        "name",
        "county_code",
        "kind",
        "trade",
        "starts_on",
        "ends_on",
        "party_name",
        "member_name",
        "email_state",
        "mobile_state",
    )
    return Listing(found.order_by("name", "number").values(*columns), lambda row: ContractRow(**row))


def contact(contract_ids: Iterable[int]) -> dict[int, Contact]:
    """Return how the persons of contracts can be reached. For sending only; lists never show addresses."""
    rows = Contract.objects.filter(id__in=list(contract_ids))
    columns = rows.values_list("id", "name", "email", "email_state", "mobile", "written_form")
    return {
        contract_id: Contact(name, email if state == "ok" else "", contacts.e164(mobile), written_form)
        for contract_id, name, email, state, mobile, written_form in columns
    }


def findings(scope: Scope, round_year: int, *, stage: str = "", kind: str = "") -> Listing[FindingRow]:
    """Return the scope's findings, what costs most first. Without `stage`, of the latest one."""
    found = _findings(scope, round_year, stage)
    if kind:
        found = found.filter(kind=kind)
    rank = Case(
        *(When(severity=severity, then=Value(place)) for place, severity in enumerate(SEVERITIES)),
        output_field=IntegerField(),
    )
    columns = (
        "id",
        "kind",
        "severity",
        "county_code",
        "office_orgnr",
        "orgnr",
        "contract__number",
        "contract__name",
        "contract__supervisor_name",
        "contract__party_name",
        "contract__member_name",
        "column",
        "shape",
        "n_apprentices",
        "mended_in",
    )
    return Listing(found.order_by(rank, "-n_apprentices", "kind", "id").values(*columns), _finding_row)


def finding_counts(scope: Scope, round_year: int, *, stage: str = "") -> tuple[FindingCount, ...]:
    """Return how many findings of each kind the scope has, the most frequent first."""
    groups = _findings(scope, round_year, stage).values("kind").annotate(n=Count("id"), cost=Sum("n_apprentices"))
    return tuple(FindingCount(group["kind"], group["n"], group["cost"]) for group in groups.order_by("-n", "kind"))


def count_findings(scope: Scope, round_year: int, *, stage: str = "") -> int:
    """Return how many findings the scope has."""
    return _findings(scope, round_year, stage).count()


def _findings(scope: Scope, round_year: int, stage: str) -> QuerySet[Finding, Finding]:
    of_stage = Finding.objects.filter(round_id=round_year, stage=stage or latest_stage(round_year))
    return of_stage.visible_to(scope)


def _finding_row(row: Mapping[str, Any]) -> FindingRow:
    """Pick whose name, which number and which unit a finding is shown with."""
    kind: str = row["kind"]
    about_one_contract = not row["orgnr"]
    party, member = row["contract__party_name"] or "", row["contract__member_name"] or ""
    return FindingRow(
        id=row["id"],
        kind=kind,
        severity=row["severity"],
        county_code=row["county_code"],
        office_orgnr=row["office_orgnr"],
        orgnr=row["orgnr"],
        contract_number=(row["contract__number"] or "") if about_one_contract else "",
        name=_whose_name(kind, row["contract__name"] or "", row["contract__supervisor_name"] or ""),
        unit_name=party if kind == "office_not_in_nor" else member or party,
        column=row["column"],
        shape=row["shape"],
        n_apprentices=row["n_apprentices"],
        mended_in=row["mended_in"],
    )


def _whose_name(kind: str, name: str, supervisor_name: str) -> str:
    if kind == "supervisor_without_contact":
        return supervisor_name
    return "" if kind.endswith(("_nor", "_nlr")) else name
