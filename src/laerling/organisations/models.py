"""Counties with their lineage; state administrators; training offices and establishments as NOR and NLR last had them."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q


class CountyQuerySet(models.QuerySet["County"]):
    """Counties by time."""

    def on(self, day: date) -> Self:
        """Return the counties that existed on `day`."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)


class County(models.Model):
    """A county authority (fylkeskommune) under the code and name it had from and (not including) to a date."""

    code = models.CharField(primary_key=True, max_length=2)
    name = models.CharField(max_length=60)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = CountyQuerySet.as_manager()

    class Meta:
        """Validity never runs backwards."""

        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="county_validity_forward"
            )
        ]

    def __str__(self) -> str:
        """Return the county's name."""
        return self.name


class CountyChange(models.Model):
    """One line of descent: `old` went into `new` on a day, by merger or split."""

    old = models.ForeignKey(County, on_delete=models.PROTECT, related_name="+")
    new = models.ForeignKey(County, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    kind = models.CharField(max_length=5, choices=[("merge", "merge"), ("split", "split")])

    class Meta:
        """A line of descent stands once."""

        constraints = [models.UniqueConstraint(fields=["old", "new", "on"], name="county_change_once")]

    def __str__(self) -> str:
        """Return the codes and the year."""
        return f"{self.old_id} → {self.new_id} ({self.on.year})"


class GovernorQuerySet(models.QuerySet["CountyGovernor"]):
    """State administrators by time."""

    def on(self, day: date) -> Self:
        """Return the state administrators that existed on `day`."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)


class CountyGovernor(models.Model):
    """A state administrator (statsforvalter), from and (not including) to a date."""

    code = models.CharField(primary_key=True, max_length=9)
    name = models.CharField(max_length=80)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = GovernorQuerySet.as_manager()

    class Meta:
        """Validity never runs backwards."""

        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="governor_validity_forward"
            )
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class GovernedCounty(models.Model):
    """A county that a state administrator covers, from and (not including) to a date."""

    governor = models.ForeignKey(CountyGovernor, on_delete=models.PROTECT, related_name="+")
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        """A county comes under a state administrator once from a given day."""

        constraints = [
            models.UniqueConstraint(fields=["county", "valid_from"], name="governed_county_once"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="governed_county_forward"
            ),
        ]

    def __str__(self) -> str:
        """Return the two codes."""
        return f"{self.governor_id}: {self.county_id}"


class TrainingOffice(models.Model):
    """A training office (opplæringskontor) as NOR last had it; the county is where it is situated.

    `email` and `phone` are the office's own: empty where NOR has none, None where the file had no such column.
    """

    orgnr = models.CharField(primary_key=True, max_length=9)
    name = models.CharField(max_length=200)
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="+")
    active = models.BooleanField()
    email = models.TextField(null=True, blank=True)  # noqa: DJ001  None: the file had no such column
    phone = models.TextField(null=True, blank=True)  # noqa: DJ001  the same

    def __str__(self) -> str:
        """Return the office's name."""
        return self.name


class TrainingEstablishment(models.Model):
    """A training establishment (lærebedrift) as NLR last had it."""

    orgnr = models.CharField(primary_key=True, max_length=9)
    name = models.CharField(max_length=200)
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="+")
    approved = models.BooleanField()

    def __str__(self) -> str:
        """Return the establishment's name."""
        return self.name
