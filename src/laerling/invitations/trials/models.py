"""Tests that people send to themselves."""

import uuid
from typing import Final

from django.db import models
from django.db.models import Q

from laerling.access.models import Account
from laerling.rounds.models import Round

AT_MOST_A_DAY: Final = 5


class TrialDispatch(models.Model):
    """One test to oneself: the texts as they would be sent now, in both written forms, to one account.

    `number` is its place among the account's tests of an Oslo day; there are five. `mobile` stands only until the SMS is
    sent. `scope` is the unit it was asked for. `texts` holds subject and body by channel and written form.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    scope = models.CharField(max_length=20)
    asked_on = models.DateField()
    number = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    texts = models.JSONField()
    mobile = models.CharField(max_length=16, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Five a day, whoever races; no number is kept when all is sent."""

        constraints = [
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=AT_MOST_A_DAY), name="trial_a_day"),
            models.UniqueConstraint(fields=["account", "asked_on", "number"], name="trial_number_once"),
            models.CheckConstraint(condition=Q(done_at=None) | Q(mobile=""), name="trial_forgets_mobile"),
        ]
        indexes = [models.Index(fields=["asked_at"], condition=Q(done_at=None), name="trial_waiting")]

    def __str__(self) -> str:
        """Return the id."""
        return str(self.id)
