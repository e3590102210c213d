"""Samples, their members with profiles, those left out with reasons, and the supervisors picked."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q

from laerling.access.types import Scope
from laerling.register.models import STAGES, Contract
from laerling.rounds.models import Round


class Sample(models.Model):
    """The draw of a round at a stage. Drawn anew as often as needed until it is frozen."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=11, choices=STAGES)
    drawn_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True, blank=True)
    n_asked = models.PositiveIntegerField()
    n_excluded = models.PositiveIntegerField()

    class Meta:
        """One sample per round and stage; only the final one is frozen."""

        constraints = [
            models.UniqueConstraint(fields=["round", "stage"], name="sample_once"),
            models.CheckConstraint(condition=Q(frozen_at=None) | Q(stage="final"), name="sample_frozen_is_final"),
        ]

    def __str__(self) -> str:
        """Return the round and the stage."""
        return f"{self.round_id} {self.stage}"


class SampleMemberQuerySet(models.QuerySet["SampleMember"]):
    """Members by who may see them."""

    def visible_to(self, scope: Scope) -> Self:
        """Return the members of the scope's own county or office; all of them for the nation (M14)."""
        if scope.is_national:
            return self
        if scope.unit_kind == "county":
            return self.filter(county_code=scope.unit_code)
        return self.filter(office_orgnr=scope.unit_code)


class SampleMember(models.Model):
    """A person who is asked, by one contract.

    `office_orgnr` is empty for an independent establishment's contract, `establishment_orgnr` where it is unknown.
    `profile` is what rides inside the sealed ballot; empty until the sample is frozen.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sample = models.ForeignKey(Sample, on_delete=models.CASCADE, related_name="+", db_index=False)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    person_id = models.TextField()
    county_code = models.CharField(max_length=2)
    office_orgnr = models.CharField(max_length=9, blank=True)
    establishment_orgnr = models.CharField(max_length=9, blank=True)
    trade_code = models.CharField(max_length=10)
    trade_name = models.TextField(blank=True)
    education_programme = models.TextField(blank=True)
    gender = models.CharField(max_length=1)
    kind = models.CharField(max_length=1)
    profile = models.JSONField(default=dict)

    objects = SampleMemberQuerySet.as_manager()

    class Meta:
        """Nobody is in a sample twice; lists are read by county and by office."""

        constraints = [
            models.UniqueConstraint(fields=["sample", "person_id"], name="sample_member_once"),
        ]
        indexes = [
            models.Index(fields=["sample", "county_code"], name="sample_member_county"),
            models.Index(fields=["sample", "office_orgnr"], name="sample_member_office"),
        ]

    def __str__(self) -> str:
        """Return the id: persons do not belong in logs."""
        return str(self.id)


class ExclusionQuerySet(models.QuerySet["Exclusion"]):
    """Exclusions by who may see them."""

    def visible_to(self, scope: Scope) -> Self:
        """Return the exclusions of the scope's own county or office; all of them for the nation."""
        if scope.is_national:
            return self
        if scope.unit_kind == "county":
            return self.filter(contract__county_code=scope.unit_code)
        return self.filter(contract__party_kind="K", contract__party_orgnr=scope.unit_code)


class Exclusion(models.Model):
    """A contract that is not asked, with every reason, joined with + in the order of the table."""

    sample = models.ForeignKey(Sample, on_delete=models.CASCADE, related_name="+", db_index=False)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    reasons = models.TextField()

    objects = ExclusionQuerySet.as_manager()

    class Meta:
        """A contract is left out once."""

        constraints = [models.UniqueConstraint(fields=["sample", "contract"], name="sample_exclusion_once")]

    def __str__(self) -> str:
        """Return the reasons."""
        return self.reasons


class SupervisorPick(models.Model):
    """The training supervisor asked on behalf of an establishment, and how many apprentices they have there (M5)."""

    sample = models.ForeignKey(Sample, on_delete=models.CASCADE, related_name="+", db_index=False)
    orgnr = models.CharField(max_length=9)
    supervisor_id = models.TextField()
    n_apprentices = models.PositiveIntegerField()

    class Meta:
        """One supervisor per establishment."""

        constraints = [models.UniqueConstraint(fields=["sample", "orgnr"], name="sample_supervisor_once")]

    def __str__(self) -> str:
        """Return the establishment."""
        return self.orgnr
