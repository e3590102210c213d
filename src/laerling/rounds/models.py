"""The rounds table: every figure that may differ from year to year is a column, not a setting."""

from django.db import models
from django.db.models import F, Q


class Round(models.Model):
    """One autumn's survey (gjennomføring). Dates are Oslo dates (M1); instants are UTC."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    name = models.CharField(max_length=80)

    preliminary_extract_on = models.DateField()
    check_starts_on = models.DateField()
    corrections_due_at = models.DateTimeField()
    final_extract_on = models.DateField()
    opens_on = models.DateField()
    closes_on = models.DateField()
    results_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    months_in_training = models.PositiveSmallIntegerField()
    more_than = models.BooleanField()

    sms_dispatches_county = models.PositiveSmallIntegerField()
    sms_dispatches_office = models.PositiveSmallIntegerField()
    reminders_at_most = models.PositiveSmallIntegerField()
    reminder_gap_days = models.PositiveSmallIntegerField()

    minimum_answers = models.PositiveSmallIntegerField()
    sensitive_minimum = models.PositiveSmallIntegerField()
    profile_minimum = models.PositiveSmallIntegerField()

    questionnaire = models.CharField(max_length=40)
    legal = models.JSONField(default=dict)

    class Meta:
        """The calendar runs forward; nothing shown stands on fewer than three answers, whatever is set."""

        constraints = [
            models.CheckConstraint(
                condition=Q(
                    check_starts_on__lte=F("final_extract_on"),
                    final_extract_on__lte=F("opens_on"),
                    opens_on__lt=F("closes_on"),
                ),
                name="round_calendar_forward",
            ),
            models.CheckConstraint(condition=Q(minimum_answers__gte=3), name="round_minimum_answers"),
        ]

    def __str__(self) -> str:
        """Return the round's name."""
        return self.name
