"""The tables of counts. What is not to be shown is not in them: hidden figures are left out when they are counted."""

from django.db import models
from django.db.models import F, Q

UNIT_KINDS = ["nation", "county", "office"]
PART_KINDS = ["whole", "county", "office", "establishment", "trade"]


class ProgressTally(models.Model):
    """How far one part of a unit's people has come, as last counted (opptelling).

    `unit_kind` and `unit_code` say for whom the row is; `part_kind` and `part_code` which part of that unit's people:
    the whole, or one county, office, establishment or trade. The office "" is the independent establishments, the
    part "~" those that are too small to stand alone, together. `n_answered` is None where it may not be shown.
    """

    round = models.ForeignKey("rounds.Round", on_delete=models.CASCADE, related_name="+", db_index=False)
    unit_kind = models.CharField(max_length=6)
    unit_code = models.CharField(max_length=9, blank=True)
    part_kind = models.CharField(max_length=13)
    part_code = models.CharField(max_length=10, blank=True)
    name = models.TextField(blank=True)
    n_invited = models.PositiveIntegerField()
    n_reached = models.PositiveIntegerField()
    n_email = models.PositiveIntegerField()
    n_sms = models.PositiveIntegerField()
    n_no_address = models.PositiveIntegerField()
    n_answered = models.PositiveIntegerField(null=True, blank=True)
    counted_at = models.DateTimeField()

    class Meta:
        """A part stands once, and the answers of fewer than five people are never stored."""

        constraints = [
            models.UniqueConstraint(
                fields=["round", "unit_kind", "unit_code", "part_kind", "part_code"], name="tally_once"
            ),
            models.CheckConstraint(condition=Q(unit_kind__in=UNIT_KINDS), name="tally_unit_kind"),
            models.CheckConstraint(condition=Q(part_kind__in=PART_KINDS), name="tally_part_kind"),
            models.CheckConstraint(
                condition=Q(n_answered=None) | Q(n_invited__gte=5, n_answered__lte=F("n_invited")),
                name="tally_small_hidden",
            ),
        ]

    def __str__(self) -> str:
        """Return whose count it is, and of what."""
        return f"{self.unit_kind}:{self.unit_code} {self.part_kind}:{self.part_code}"


class DayTally(models.Model):
    """How far a whole unit had come when a day ended (opptelling for en dag), this round's or an earlier one's.

    `number` is the day of the round, 1 for the day it opened: what years are compared by. The year may be one that was
    never run here: such rows come from a file, and have no `n_reached`.
    """

    year = models.PositiveSmallIntegerField()
    unit_kind = models.CharField(max_length=6)
    unit_code = models.CharField(max_length=9, blank=True)
    day = models.DateField()
    number = models.PositiveSmallIntegerField()
    n_invited = models.PositiveIntegerField()
    n_reached = models.PositiveIntegerField(null=True, blank=True)
    n_answered = models.PositiveIntegerField()

    class Meta:
        """One row for a unit and a day, for units of five or more."""

        constraints = [
            models.UniqueConstraint(fields=["year", "unit_kind", "unit_code", "day"], name="day_tally_once"),
            models.CheckConstraint(condition=Q(unit_kind__in=UNIT_KINDS), name="day_tally_unit_kind"),
            models.CheckConstraint(
                condition=Q(n_invited__gte=5, n_answered__lte=F("n_invited")), name="day_tally_no_small"
            ),
        ]

    def __str__(self) -> str:
        """Return whose day it is."""
        return f"{self.unit_kind}:{self.unit_code} {self.day}"
