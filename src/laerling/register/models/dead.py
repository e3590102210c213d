"""Addresses and numbers that are known not to work, whatever the next extract says of them."""

from typing import Final

from django.db import models
from django.db.models import Q

WAYS: Final = ["email", "mobile"]
CAUSES: Final = ["bounced", "complaint"]


class DeadAddress(models.Model):
    """A contract's address by which nobody is reached (`bounced`), or whose owner wants no mail there (`complaint`).

    The address itself stands in the contract only: here is the digest of the contract number and the address as it is
    compared. Another address in a later extract is another digest, and counts. `followed` once findings have been
    brought up to date with it.
    """

    id = models.BigAutoField(primary_key=True)
    contract_number = models.TextField()
    way = models.CharField(max_length=6)
    digest = models.CharField(max_length=64)
    cause = models.CharField(max_length=9)
    noted_at = models.DateTimeField()
    followed = models.BooleanField(default=False, db_default=False)

    class Meta:
        """An address of a contract is dead once."""

        constraints = [
            models.UniqueConstraint(fields=["contract_number", "way", "digest"], name="register_dead_once"),
            models.CheckConstraint(condition=Q(way__in=WAYS), name="register_dead_way"),
            models.CheckConstraint(condition=Q(cause__in=CAUSES), name="register_dead_cause"),
        ]
        indexes = [models.Index(fields=["id"], condition=Q(followed=False), name="register_dead_new")]

    def __str__(self) -> str:
        """Return the way and the cause: a digest is nothing to read."""
        return f"{self.way} {self.cause}"
