"""Questions about who has asked for access to a unit."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from laerling.access.models import AccessRequest, Grant
from laerling.access.queries.people import Reader
from laerling.access.queries.units import unit_names
from laerling.access.types import Unit


@dataclass(frozen=True, slots=True)
class AccessWanted:
    """Somebody asks for access: who, to which unit, and since when."""

    id: UUID
    name: str
    email: str
    unit: Unit
    unit_name: str
    asked_at: datetime


def may_answer(by: Reader, unit: Unit) -> bool:
    """Return whether the reader administers a unit, or one above it, and may give its results."""
    return by.reaches(unit) and "result_reader" in by.giveable(unit)


def requests_for(by: Reader) -> tuple[AccessWanted, ...]:
    """Return the requests that wait and are the reader's to answer, the oldest first. Two queries.

    Whoever has got access to the unit since then waits no longer.
    """
    has_it = Grant.objects.ahead(by.on).filter(
        account_id=OuterRef("account_id"), unit_kind=OuterRef("unit_kind"), unit_code=OuterRef("unit_code")
    )
    rows = AccessRequest.objects.filter(~Exists(has_it), declined_at=None, account__is_active=True)
    mine = [row for row in rows.select_related("account").order_by("asked_at", "id") if may_answer(by, row.unit)]
    names = unit_names({row.unit for row in mine})
    return tuple(
        AccessWanted(row.id, row.account.name, row.account.email or "", row.unit, names[row.unit], row.asked_at)
        for row in mine
    )
