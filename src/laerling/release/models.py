"""The frozen release of a round: groups with what may be shown of them, names, and the row that seals both."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from laerling.rounds.models import Round


class Release(models.Model):
    """A round's one release. Groups and labels are written first; this row seals them, and nothing changes any more.

    `plan` says what is published, `rules` the thresholds it was made by, `report` how it was tried (not for
    publishing: it tells how often which rule hid), `content_hash` the SHA-256 of groups and labels. `source` is "urn"
    for a round that was answered here, "history" for one that was brought in.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=7)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)
    rules = models.JSONField(default=dict)
    plan = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    content_hash = models.CharField(max_length=64)
    n_answered = models.PositiveIntegerField()

    class Meta:
        """It has one of two sources."""

        constraints = [models.CheckConstraint(condition=Q(source__in=["urn", "history"]), name="release_source")]

    def __str__(self) -> str:
        """Return the round and the first of the hash."""
        return f"{self.round_id} {self.content_hash[:8]}"


class ReleasedGroup(models.Model):
    """A group of a table with its figures by item. What is not shown has no number at all, whatever the reason.

    `table` is dimensions joined by `*` ("" = the nation), `key` their codes in that order ("" = none or unknown).
    `rounds` is 1, or 2 for figures of this round and the one before, pooled. `few`: so few were asked that nothing
    could be shown, however many answered; it follows from the lists and tells nothing of any answer.
    """

    id = models.BigAutoField(primary_key=True)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+", db_index=False)
    table = models.CharField(max_length=80, blank=True)
    key = ArrayField(models.CharField(max_length=100, blank=True), blank=True)
    rounds = models.PositiveSmallIntegerField(default=1)
    shown = models.BooleanField()
    few = models.BooleanField(default=False)
    figures = models.JSONField(default=dict)

    class Meta:
        """A group stands once; what is hidden is hidden altogether."""

        constraints = [
            models.UniqueConstraint(fields=["release", "table", "key", "rounds"], name="released_group_once"),
            models.CheckConstraint(condition=Q(rounds__in=[1, 2]), name="released_group_rounds"),
            models.CheckConstraint(condition=Q(shown=True) | Q(figures={}), name="released_group_hidden_altogether"),
            models.CheckConstraint(condition=Q(shown=False) | Q(few=False), name="released_group_few_is_hidden"),
        ]
        indexes = [models.Index(fields=["table", "key"], name="released_group_series")]

    def __str__(self) -> str:
        """Return the group's place."""
        return f"{self.table} {'*'.join(self.key)}".strip()


class ReleasedLabel(models.Model):
    """The name a code of a dimension had in that round. `parents` are the units it lay in, such as "county:46"."""

    id = models.BigAutoField(primary_key=True)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+", db_index=False)
    dimension = models.CharField(max_length=20)
    code = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    parents = ArrayField(models.CharField(max_length=120), default=list, blank=True)

    class Meta:
        """A code has one name."""

        constraints = [
            models.UniqueConstraint(fields=["release", "dimension", "code"], name="released_label_once"),
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class ReleaseProgress(models.Model):
    """How far the making of a round's release has come (`rules.steps.Step`). There is a row only while it is made."""

    round = models.OneToOneField(Round, on_delete=models.CASCADE, primary_key=True, related_name="+")
    what = models.CharField(max_length=10)
    stage = models.CharField(max_length=20, blank=True)
    number = models.PositiveSmallIntegerField()
    of = models.PositiveSmallIntegerField()
    done = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        """Return the round and the step."""
        return f"{self.round_id} {self.number}/{self.of}"


class BlockedRelease(models.Model):
    """A release that was not made, since an attack on it found something, with the report of what was tried."""

    id = models.BigAutoField(primary_key=True)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    report = models.JSONField(default=dict)

    def __str__(self) -> str:
        """Return the round."""
        return str(self.round_id)
