"""Somebody has asked for access to a unit's results."""

import uuid

from django.db import models
from django.db.models import Q

from laerling.access.models.accounts import Account
from laerling.access.types import Unit, UnitKind


class AccessRequest(models.Model):
    """Somebody with an account asks to see a unit's results: they were sent a link they may not open (M10, M13).

    Stored whether the unit exists or not, so that the answer tells nothing; whoever administers the unit finds it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    unit_kind = models.CharField(max_length=8)
    unit_code = models.CharField(max_length=9, blank=True)
    asked_at = models.DateTimeField()
    declined_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Nobody asks twice for the same unit while it waits."""

        constraints = [
            models.UniqueConstraint(
                fields=["account", "unit_kind", "unit_code"], condition=Q(declined_at=None), name="access_request_once"
            ),
        ]

    def __str__(self) -> str:
        """Return the unit."""
        return self.unit.key

    @property
    def unit(self) -> Unit:
        """The unit it is for."""
        kind: UnitKind = self.unit_kind  # type: ignore[assignment]  # the table holds nothing else
        return Unit(kind, self.unit_code)
