"""The messages table: what was to be sent and what became of it. No address, no text, no link is kept here."""

import uuid

from django.db import models
from django.db.models import Q

from laerling.outbox.types import State

STATES = [state.value for state in State]
CHANNELS = ["email", "sms", "local"]


class Message(models.Model):
    """One message to one recipient by one channel, once in its batch.

    `reference` is opaque here: the sender's own id of the recipient. `lease_until` stands while a process sends it;
    `not_before` is the earliest time of the next try.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    batch = models.UUIDField()
    source = models.CharField(max_length=20)
    reference = models.UUIDField()
    channel = models.CharField(max_length=5)
    state = models.CharField(max_length=9, default="queued")
    reason = models.CharField(max_length=30, blank=True, default="")
    attempt = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    not_before = models.DateTimeField()
    queued_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    provider_reference = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        """Nobody gets a batch twice by the same channel; who sends holds a lease, and only who sends."""

        constraints = [
            models.UniqueConstraint(fields=["batch", "reference", "channel"], name="message_once"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="message_state"),
            models.CheckConstraint(condition=Q(channel__in=CHANNELS), name="message_channel"),
            models.CheckConstraint(
                condition=Q(state="sending", lease_until__isnull=False)
                | (~Q(state="sending") & Q(lease_until__isnull=True)),
                name="message_lease",
            ),
        ]
        indexes = [
            models.Index(fields=["batch", "not_before"], condition=Q(state="queued"), name="message_waiting"),
            models.Index(fields=["lease_until"], condition=Q(state="sending"), name="message_leased"),
            models.Index(fields=["reference"], name="message_reference"),
        ]

    def __str__(self) -> str:
        """Return the id."""
        return str(self.id)
