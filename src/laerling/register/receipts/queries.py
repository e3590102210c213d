"""Questions about receipts of corrections. Whatever takes a scope answers for that scope only."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from laerling.access.types import Scope
from laerling.register.queries import Listing
from laerling.register.receipts.models import CorrectionReceipt, ReceiptContent

_COLUMNS = ("id", "county_code", "name", "n_bytes", "sha256", "received_at")


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """A receipt as lists show it. `name` is the county's own, cleaned."""

    id: UUID
    county_code: str
    name: str
    n_bytes: int
    sha256: str
    received_at: datetime


def receipts(scope: Scope, round_year: int) -> Listing[ReceiptRow]:
    """Return the scope's receipts of a round, the newest first."""
    rows = CorrectionReceipt.objects.filter(round_id=round_year).visible_to(scope)
    return Listing(rows.order_by("-received_at", "id").values(*_COLUMNS), lambda row: ReceiptRow(**row))


def receipt_named(scope: Scope, round_year: int, name: str) -> ReceiptRow | None:
    """Return the scope's receipt of a round by its cleaned name, or None."""
    rows = CorrectionReceipt.objects.filter(round_id=round_year, name=name).visible_to(scope)
    found = rows.values(*_COLUMNS).first()
    return ReceiptRow(**found) if found else None


def receipt(scope: Scope, receipt_id: UUID) -> tuple[ReceiptRow, bytes] | None:
    """Return one receipt with what is in it, or None where the scope has no such receipt."""
    found = CorrectionReceipt.objects.visible_to(scope).filter(id=receipt_id).values(*_COLUMNS).first()
    if found is None:
        return None
    return ReceiptRow(**found), bytes(ReceiptContent.objects.get(receipt_id=receipt_id).content)


def receipt_counts(round_year: int) -> dict[str, int]:
    """Return how many receipts of a round each county has handed in, by county code."""
    groups = CorrectionReceipt.objects.filter(round_id=round_year).values("county_code").annotate(n=Count("id"))
    return {group["county_code"]: group["n"] for group in groups}
