"""Questions about contracts and contacts."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar, overload

from django.db.models import Q, QuerySet

from laerling.access.types import Scope
from laerling.register.models import Contract, Extract
from laerling.register.rules import contacts

Item = TypeVar("Item")


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
    """Return how the persons of contracts can be reached. For sending only; lists never show addresses.

    A contract is one row a stage, and the newest extract's address stands in it: a corrected one counts at once, also
    after the sample is locked.
    """
    rows = Contract.objects.filter(id__in=list(contract_ids))
    columns = rows.values_list("id", "name", "email", "email_state", "mobile", "mobile_state", "written_form")
    return {
        contract_id: Contact(
            name,
            email if email_state == "ok" else "",
            contacts.e164(mobile) if mobile_state in {"ok", "foreign"} else "",
            written_form,
        )
        for contract_id, name, email, email_state, mobile, mobile_state, written_form in columns
    }
