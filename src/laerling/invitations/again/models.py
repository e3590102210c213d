"""Who has asked for their link again: an address until the worker has looked, then a person until the day ends."""

import uuid

from django.db import models
from django.db.models import Q

from laerling.invitations.again.rules import LETTERS_A_DAY_EACH


class LinkRequest(models.Model):
    """Somebody has asked for a lost link. Stored by `invitations_ask_again`, which anybody may call.

    `address` is what was typed, tidied, and stands until the worker has looked for whom it belongs to. Nobody's: the row
    is gone. Somebody's: the row leads to their `invitation` and is the `number`th of an Oslo day; it is gone the day after.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    address = models.CharField(max_length=254, blank=True)
    asked_at = models.DateTimeField()
    invitation = models.ForeignKey("Invitation", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    channel = models.CharField(max_length=5, blank=True, default="", db_default="")
    asked_on = models.DateField(null=True, blank=True)
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """An address or a person, never both; three letters a day, whoever races."""

        constraints = [
            models.CheckConstraint(
                condition=(~Q(address="") & Q(invitation=None, asked_on=None, number=None, channel="", done_at=None))
                | Q(
                    address="",
                    invitation__isnull=False,
                    asked_on__isnull=False,
                    channel__in=["email", "sms"],
                    number__gte=1,
                    number__lte=LETTERS_A_DAY_EACH,
                ),
                name="link_request_address_or_person",
            ),
            models.UniqueConstraint(fields=["invitation", "asked_on", "number"], name="link_request_number_once"),
        ]
        indexes = [
            models.Index(fields=["asked_at"], condition=~Q(address=""), name="link_request_waiting"),
            models.Index(fields=["asked_on"], name="link_request_day"),
        ]

    def __str__(self) -> str:
        """Return the id."""
        return str(self.id)
