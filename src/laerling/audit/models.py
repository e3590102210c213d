"""The audit's tables."""

import uuid

from django.db import models


class Event(models.Model):
    """One thing that was done. A trigger refuses to change or delete it.

    The database keeps the hash of its content beside it, in the column `content_hash`, which only SQL reads.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor_id = models.CharField(max_length=60)
    what = models.CharField(max_length=80)
    about = models.CharField(max_length=80, blank=True)
    scope = models.CharField(max_length=30, blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        """Newest last is the reader's business; the table has no order of its own."""

        indexes = [models.Index(fields=["scope", "at"]), models.Index(fields=["about", "at"])]

    def __str__(self) -> str:
        """Return what was done."""
        return self.what


class LedgerEntry(models.Model):
    """An event's numbered place in the chain of all events.

    `entry_hash` is the SHA-256 of `previous_hash` and `content_hash`, written one after the other in hexadecimal; the
    first entry's `previous_hash` is 64 zeros. Written by the database's `audit_extend_ledger()` only.
    """

    position = models.BigIntegerField(primary_key=True)
    event_id = models.UUIDField(unique=True)
    content_hash = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64)
    entry_hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        """Return the place."""
        return str(self.position)
