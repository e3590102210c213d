"""The Directorate's letters, version by version."""

import uuid

from django.db import models
from django.db.models import F, Q

from laerling.invitations.texts.types import CHANNELS, FIRST, KINDS
from laerling.rounds.models import Round


class LetterVersion(models.Model):
    """One wording of a national letter of a kind and channel, proposed by one and published by another (T13).

    The words never change, and no version is ever taken away: the trigger of the migration holds both, whoever asks.
    Numbers go on from the version that comes with the system. An SMS has no subject.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    channel = models.CharField(max_length=5)
    number = models.PositiveSmallIntegerField()
    subject_nb = models.CharField(max_length=70, blank=True)
    subject_nn = models.CharField(max_length=70, blank=True)
    body_nb = models.TextField()
    body_nn = models.TextField()
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=60)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.CharField(max_length=60, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=60, blank=True)

    class Meta:
        """Both forms; one waits at a time; nobody publishes their own."""

        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="letter_kind"),
            models.CheckConstraint(condition=Q(channel__in=list(CHANNELS)), name="letter_channel"),
            models.CheckConstraint(condition=Q(number__gt=FIRST), name="letter_number"),
            models.CheckConstraint(condition=~Q(body_nb="") & ~Q(body_nn=""), name="letter_both_forms"),
            models.CheckConstraint(
                condition=Q(channel="sms", subject_nb="", subject_nn="")
                | (Q(channel="email") & ~Q(subject_nb="") & ~Q(subject_nn="")),
                name="letter_subject",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None, published_by="")
                | (Q(published_at__isnull=False) & ~Q(published_by="") & ~Q(published_by=F("proposed_by"))),
                name="letter_published_by_another",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by="") | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="")),
                name="letter_withdrawn",
            ),
            models.UniqueConstraint(fields=["round", "kind", "channel", "number"], name="letter_number_once"),
            models.UniqueConstraint(
                fields=["round", "kind", "channel"],
                condition=Q(published_at=None, withdrawn_at=None),
                name="letter_one_waits",
            ),
        ]

    def __str__(self) -> str:
        """Return the kind, channel and number."""
        return f"{self.kind} {self.channel} {self.number}"
