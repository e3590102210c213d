"""Samples, their members with profiles, those left out with reasons, what changed after, and the supervisors picked."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q

from laerling.access.types import Scope
from laerling.register.models import STAGES, Contract, Extract
from laerling.rounds.models import Round
from laerling.sample.rules import CHANGE_KINDS


class Sample(models.Model):
    """The draw of a round at a stage. Drawn anew as often as needed until it is frozen.

    `rule` is what the round set when it was drawn (`sample.rules.RuleDates`, dates as ISO). `drawn_from` and
    `marked_from` name the register files that were in when the sample was drawn, and when changes were last looked for.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=11, choices=STAGES)
    drawn_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True, blank=True)
    n_asked = models.PositiveIntegerField()
    n_excluded = models.PositiveIntegerField()
    rule = models.JSONField(default=dict)
    drawn_from = models.CharField(max_length=64, blank=True)
    marked_from = models.CharField(max_length=64, blank=True)

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
        return self.filter(office_orgnr=scope.unit_code) if scope.unit_kind == "office" else self.none()


class SampleMember(models.Model):
    """A person who is asked, by one contract.

    `office_orgnr` is empty for an independent establishment's contract, `establishment_orgnr` where it is unknown.
    `profile` is what rides inside the sealed ballot; empty until the sample is frozen. `facts` are the dates, codes and
    numbers of the contract that decided (`sample.facts`), as the extract of `count_date` had them: a later extract may
    write over the contract itself.
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
    facts = models.JSONField(default=dict)
    count_date = models.DateField(null=True, blank=True)

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
            return self.filter(county_code=scope.unit_code)
        return self.filter(office_orgnr=scope.unit_code) if scope.unit_kind == "office" else self.none()


class Exclusion(models.Model):
    """A contract that is not asked, with every reason, joined with + in the order of the table.

    The person, the county and the office are those of the draw, and so are the `facts` and their `count_date`, as with a member.
    """

    sample = models.ForeignKey(Sample, on_delete=models.CASCADE, related_name="+", db_index=False)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    reasons = models.TextField()
    person_id = models.TextField()
    county_code = models.CharField(max_length=2)
    office_orgnr = models.CharField(max_length=9, blank=True)
    facts = models.JSONField(default=dict)
    count_date = models.DateField(null=True, blank=True)

    objects = ExclusionQuerySet.as_manager()

    class Meta:
        """A contract is left out once; lists are read by county and by office, a person's contracts together."""

        constraints = [models.UniqueConstraint(fields=["sample", "contract"], name="sample_exclusion_once")]
        indexes = [
            models.Index(fields=["sample", "county_code"], name="sample_exclusion_county"),
            models.Index(fields=["sample", "office_orgnr"], name="sample_exclusion_office"),
            models.Index(fields=["sample", "person_id"], name="sample_exclusion_person"),
        ]

    def __str__(self) -> str:
        """Return the reasons."""
        return self.reasons


class SampleChange(models.Model):
    """What a later final extract says of a member of the locked sample: the member stays as drawn, the change is marked.

    `what` holds the new values: dates as ISO, codes and numbers of organisations, never a name or an address. A change
    that a later extract no longer shows is taken back, and stays as a mark of what was said for a while.
    """

    member = models.ForeignKey(SampleMember, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=11, choices=[(kind, kind) for kind in CHANGE_KINDS])
    what = models.JSONField()
    extract = models.ForeignKey(Extract, on_delete=models.PROTECT, related_name="+", db_index=False)
    found_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The same thing of the same member is marked once."""

        constraints = [
            models.UniqueConstraint(fields=["member", "kind", "what"], name="sample_change_once"),
            models.CheckConstraint(condition=Q(kind__in=CHANGE_KINDS), name="sample_change_kind"),
        ]

    def __str__(self) -> str:
        """Return the kind: whose it is does not belong in logs."""
        return self.kind


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
