"""Receipts and, apart from them, what is in them."""

import uuid
from typing import Self

from django.db import models

from laerling.access.types import Scope
from laerling.rounds.models import Round


class CorrectionReceiptQuerySet(models.QuerySet["CorrectionReceipt"]):
    """Receipts by who may see them."""

    def visible_to(self, scope: Scope) -> Self:
        """Return the county's own receipts; all of them for the nation, none for others (M14)."""
        if scope.is_national:
            return self
        return self.filter(county_code=scope.unit_code) if scope.unit_kind == "county" else self.none()


class CorrectionReceipt(models.Model):
    """A file that a county handed in to show what it has corrected in VIGO, NOR or NLR. Never changed, never replaced."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    county_code = models.CharField(max_length=2)
    name = models.CharField(max_length=120)
    n_bytes = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    received_at = models.DateTimeField()

    objects = CorrectionReceiptQuerySet.as_manager()

    class Meta:
        """A name is taken once per county and round: nothing is written over."""

        constraints = [
            models.UniqueConstraint(fields=["round", "county_code", "name"], name="register_receipt_once"),
            models.CheckConstraint(condition=models.Q(n_bytes__gt=0), name="register_receipt_not_empty"),
        ]

    def __str__(self) -> str:
        """Return the id: people choose the names."""
        return str(self.id)


class ReceiptContent(models.Model):
    """The bytes of a receipt, in a table of their own: whoever hands in may write here and read nothing back."""

    receipt = models.OneToOneField(CorrectionReceipt, primary_key=True, on_delete=models.CASCADE, related_name="+")
    content = models.BinaryField()

    def __str__(self) -> str:
        """Return the receipt's id."""
        return str(self.receipt_id)
