"""The steps that were taken."""

from django.db import models


class Taken(models.Model):
    """A step of a round that was taken; the pair is unique, so that no step is taken twice."""

    round = models.ForeignKey("rounds.Round", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        """Once a round."""

        constraints = [models.UniqueConstraint(fields=["round", "key"], name="season_step_once")]

    def __str__(self) -> str:
        """Return the step and the year."""
        return f"{self.key} {self.round_id}"
