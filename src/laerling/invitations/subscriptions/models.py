"""The addresses that are handed out, each known by its hash only."""

import uuid

from django.db import models
from django.db.models import Q

UNIT_KINDS = ["nation", "governor", "county", "office"]


class CalendarSubscription(models.Model):
    """One unguessable address of a unit's calendar (kalenderabonnement).

    `with_dispatches` for those who may see them, `language` is that of whoever made it. A unit has one of each kind at a time. A new one takes the place of the old, which then leads nowhere.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit_kind = models.CharField(max_length=8)
    unit_code = models.CharField(max_length=9, blank=True)
    with_dispatches = models.BooleanField()
    language = models.CharField(max_length=2)
    token_hash = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One of each kind in use."""

        constraints = [
            models.UniqueConstraint(
                fields=["unit_kind", "unit_code", "with_dispatches"],
                condition=Q(revoked_at=None),
                name="calendar_subscription_once",
            ),
            models.CheckConstraint(condition=Q(unit_kind__in=UNIT_KINDS), name="calendar_subscription_unit_kind"),
        ]

    def __str__(self) -> str:
        """Return the id."""
        return str(self.id)
