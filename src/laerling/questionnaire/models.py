"""The tables of published questionnaires, and of those that wait for a second person."""

import uuid

from django.db import models
from django.db.models import F, Q

_SHA256 = models.expressions.RawSQL(
    "sha256 = encode(sha256(convert_to(content, 'UTF8')), 'hex')", (), models.BooleanField()
)


class QuestionnaireVersion(models.Model):
    """One published question set: the file itself. A trigger refuses to change or delete it.

    `follows` is the version before it and `first_round` the year it held from, both as its file has them, so that the
    database lets no two versions follow the same one.
    """

    code = models.CharField(primary_key=True, max_length=40)
    survey = models.CharField(max_length=40)
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    follows = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    first_round = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        """The fingerprint is that of the content, whoever writes the row."""

        constraints = [
            models.CheckConstraint(condition=_SHA256, name="questionnaire_sha256_of_content"),
            models.UniqueConstraint(fields=["survey", "first_round"], name="questionnaire_one_from_a_round"),
        ]

    def __str__(self) -> str:
        """Return the code."""
        return self.code


class QuestionnaireProposal(models.Model):
    """A file that one person has handed in and a second one may publish. What was handed in never changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=40)
    survey = models.CharField(max_length=40)
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=60)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.CharField(max_length=60, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=60, blank=True)

    class Meta:
        """One waits at a time in a survey; nobody publishes their own (ASVS 2.3.5)."""

        constraints = [
            models.CheckConstraint(condition=_SHA256, name="proposal_sha256_of_content"),
            models.CheckConstraint(
                condition=Q(published_at=None, published_by="")
                | (Q(published_at__isnull=False) & ~Q(published_by="") & ~Q(published_by=F("proposed_by"))),
                name="proposal_published_by_another",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by="") | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="")),
                name="proposal_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(withdrawn_at=None), name="proposal_published_or_withdrawn"
            ),
            models.UniqueConstraint(
                fields=["survey"], condition=Q(published_at=None, withdrawn_at=None), name="proposal_one_waits"
            ),
        ]

    def __str__(self) -> str:
        """Return the code."""
        return self.code
