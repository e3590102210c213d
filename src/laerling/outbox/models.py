"""What was to be sent, who is sending it, and what became of it. No address, no text, no link is kept here."""

import uuid

from django.db import models
from django.db.models import Q

from laerling.outbox.types import State

STATES = [state.value for state in State]
CHANNELS = ["email", "sms", "local"]


class Lease(models.Model):
    """A sender's hold on the messages it has claimed, until a time; gone when they are settled.

    `n_begun` is written before messages are begun: those at a place from it on have certainly not left.
    """

    channel = models.CharField(max_length=5)
    until = models.DateTimeField()
    n_begun = models.PositiveSmallIntegerField(default=0)

    class Meta:
        """Those that have ended are looked for every few seconds."""

        indexes = [models.Index(fields=["until"], name="lease_until")]

    def __str__(self) -> str:
        """Return the id."""
        return str(self.id)


class Message(models.Model):
    """One message to one recipient by one channel, once in its batch.

    `reference` is opaque here: the sender's own id of the recipient. `lease` and `place` stand while a process sends it.
    `not_before` is the earliest time of the next try, or, of an unknown one, of the next question about it. `uncertain`:
    an earlier try may have arrived, so a new one that fails leaves it unknown and never queued.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    batch = models.UUIDField()
    source = models.CharField(max_length=20)
    reference = models.UUIDField()
    channel = models.CharField(max_length=5)
    state = models.CharField(max_length=9, default="queued")
    reason = models.CharField(max_length=30, blank=True, default="")
    attempt = models.PositiveSmallIntegerField(default=0)
    lease = models.ForeignKey(Lease, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    place = models.PositiveSmallIntegerField(null=True, blank=True)
    uncertain = models.BooleanField(default=False, db_default=False)
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
                condition=Q(state="sending", lease__isnull=False, place__isnull=False)
                | (~Q(state="sending") & Q(lease__isnull=True, place__isnull=True)),
                name="message_lease",
            ),
        ]
        indexes = [
            models.Index(
                fields=["batch", "channel", "not_before", "id"], condition=Q(state="queued"), name="message_waiting"
            ),
            models.Index(fields=["lease"], condition=Q(state="sending"), name="message_leased"),
            models.Index(fields=["not_before"], condition=Q(state="unknown"), name="message_unknown"),
            models.Index(fields=["reference"], name="message_reference"),
            models.Index(fields=["provider_reference"], condition=~Q(provider_reference=""), name="message_provider"),
        ]

    def __str__(self) -> str:
        """Return the id."""
        return str(self.id)


class StoredReceipt(models.Model):
    """A provider's receipt as it came, until it has been applied; a day where nobody knows its message."""

    id = models.BigAutoField(primary_key=True)
    channel = models.CharField(max_length=5)
    provider = models.CharField(max_length=20)
    message_id = models.UUIDField(null=True, blank=True)
    provider_reference = models.CharField(max_length=100, blank=True, default="")
    state = models.CharField(max_length=9)
    reason = models.CharField(max_length=30, blank=True, default="")
    received_at = models.DateTimeField()

    class Meta:
        """A receipt names its message one way or the other, and tells what can be told."""

        constraints = [
            models.CheckConstraint(
                condition=Q(message_id__isnull=False) | ~Q(provider_reference=""), name="receipt_names_message"
            ),
            models.CheckConstraint(condition=Q(state__in=["accepted", "delivered", "bounced"]), name="receipt_state"),
        ]

    def __str__(self) -> str:
        """Return the id."""
        return str(self.id)


class Circuit(models.Model):
    """How a channel's provider does: its last hand-overs, and until when nothing is handed to it.

    `recent` holds one sign for each of the last hand-overs, "x" for a fault of the provider and "." else, newest last.
    `open_until` in the past: the next few messages are a trial.
    """

    channel = models.CharField(primary_key=True, max_length=5)
    recent = models.CharField(max_length=50, blank=True, default="")
    open_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        """Return the channel."""
        return self.channel
