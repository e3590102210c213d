"""The audit table."""

import uuid

from django.db import models


class Event(models.Model):
    """One thing that was done. A trigger refuses to change or delete it."""

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
