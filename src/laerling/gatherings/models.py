"""Gatherings and their seats."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from laerling.access.types import Scope
from laerling.gatherings.rules import CLOSES_AFTER, OPENS_BEFORE
from laerling.rounds.models import Round


class GatheringQuerySet(models.QuerySet["Gathering"]):
    """Gatherings by owner and time."""

    def visible_to(self, scope: Scope) -> Self:
        """Return the unit's own gatherings; the nation sees all (M14)."""
        if scope.is_national:
            return self.all()
        return self.filter(owner_kind=scope.unit_kind, owner_code=scope.unit_code)

    def on(self, now: datetime) -> Self:
        """Return those whose room is open."""
        return self.filter(cancelled_at=None, starts_at__lte=now + OPENS_BEFORE, ends_at__gt=now - CLOSES_AFTER)


class Gathering(models.Model):
    """One plan to gather apprentices (lærlingsamling): what, where, when, whom. Instants are UTC.

    `audience` is stored as that of a dispatch. `seated_at` is when its seats were made; None before, and when they are
    gone. `n_delivered` is what its wall shows since `counted_at`; None where nothing is shown.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    owner_kind = models.CharField(max_length=6)
    owner_code = models.CharField(max_length=9)
    name = models.CharField(max_length=80)
    place = models.CharField(max_length=120)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    audience = models.JSONField(default=dict)
    planned_by = models.CharField(max_length=60)
    planned_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    seated_at = models.DateTimeField(null=True, blank=True)
    n_delivered = models.IntegerField(null=True, blank=True)
    counted_at = models.DateTimeField(null=True, blank=True)

    objects = GatheringQuerySet.as_manager()

    class Meta:
        """It ends after it starts, on the same day or the next; counties and offices hold gatherings."""

        constraints = [
            models.CheckConstraint(condition=Q(owner_kind__in=["county", "office"]), name="gathering_owner_kind"),
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="gathering_forward"),
        ]
        indexes = [
            models.Index(fields=["round", "owner_kind", "owner_code"], name="gathering_owner"),
            models.Index(fields=["starts_at"], name="gathering_start"),
        ]

    def __str__(self) -> str:
        """Return the id."""
        return str(self.id)


class Seat(models.Model):
    """One person's way in from the room: found by a hash of an address they know, holding their link sealed under it.

    There is a seat for the e-mail address and one for the mobile number, none for an address that two of them share.
    """

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="+")
    seat_hash = models.BinaryField(max_length=32)
    sealed = models.BinaryField(max_length=64)

    class Meta:
        """One seat an address."""

        constraints = [models.UniqueConstraint(fields=["gathering", "seat_hash"], name="seat_once")]

    def __str__(self) -> str:
        """Return nothing that names anybody."""
        return "seat"
