"""Questions about receipts of corrections. Whatever takes a scope answers for that scope only."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from laerling.access.types import Scope
from laerling.register.receipts.models import CorrectionReceipt, ReceiptContent


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """A receipt as lists show it. `name` is the county's own, cleaned."""

    id: UUID
    county_code: str
    name: str
    n_bytes: int
    sha256: str
    received_at: datetime


def receipts(scope: Scope, round_year: int) -> tuple[ReceiptRow, ...]:
    """Return the scope's receipts of a round, the newest first. A county has at most 100 a day."""
    rows = CorrectionReceipt.objects.filter(round_id=round_year).visible_to(scope)
    return tuple(_row(row) for row in rows.order_by("-received_at", "id"))


def receipt(scope: Scope, receipt_id: UUID) -> tuple[ReceiptRow, bytes] | None:
    """Return one receipt with what is in it, or None where the scope has no such receipt."""
    row = CorrectionReceipt.objects.visible_to(scope).filter(id=receipt_id).first()
    if row is None:
        return None
    return _row(row), bytes(ReceiptContent.objects.get(receipt=row).content)


def receipt_counts(round_year: int) -> dict[str, int]:
    """Return how many receipts of a round each county has handed in, by county code."""
    groups = CorrectionReceipt.objects.filter(round_id=round_year).values("county_code").annotate(n=Count("id"))
    return {group["county_code"]: group["n"] for group in groups}


def _row(row: CorrectionReceipt) -> ReceiptRow:
    return ReceiptRow(row.id, row.county_code, row.name, row.n_bytes, row.sha256, row.received_at)
