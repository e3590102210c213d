"""The frozen release of a round: protected cells, and the row that seals them."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from laerling.rounds.models import Round


class Release(models.Model):
    """A round's one release. Its cells are written first; this row seals them, and nothing changes any more.

    `rules` holds the thresholds it was made by, `content_hash` the SHA-256 of its cells.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)
    rules = models.JSONField(default=dict)
    content_hash = models.CharField(max_length=64)
    n_answered = models.PositiveIntegerField()

    def __str__(self) -> str:
        """Return the round and the first of the hash."""
        return f"{self.round_id} {self.content_hash[:8]}"


class Cell(models.Model):
    """One figure of one unit. Not shown has no number at all, whatever the reason."""

    id = models.BigAutoField(primary_key=True)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+", db_index=False)
    level = models.CharField(max_length=6)
    unit_code = models.CharField(max_length=9, blank=True)
    item = models.CharField(max_length=60)
    shown = models.BooleanField()
    n = models.IntegerField(null=True)
    counts = ArrayField(models.IntegerField(), null=True)
    mean = models.FloatField(null=True)

    class Meta:
        """A figure stands once; what is hidden is hidden altogether."""

        constraints = [
            models.UniqueConstraint(fields=["release", "level", "unit_code", "item"], name="cell_once"),
            models.CheckConstraint(condition=Q(level__in=["nation", "county", "office"]), name="cell_level"),
            models.CheckConstraint(
                condition=Q(shown=True, n__isnull=False)
                | Q(shown=False, n__isnull=True, counts__isnull=True, mean__isnull=True),
                name="cell_hidden_altogether",
            ),
        ]

    def __str__(self) -> str:
        """Return the cell's place."""
        return f"{self.level} {self.unit_code} {self.item}"
