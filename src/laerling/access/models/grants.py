"""Dated grants, and their yearly confirmation."""

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from laerling.access.models.accounts import Account
from laerling.access.types import Unit, UnitKind


class GrantQuerySet(models.QuerySet["Grant"]):
    """Grants by time and unit."""

    def on(self, day: date) -> Self:
        """Return the grants that hold on `day`."""
        return self.ahead(day).filter(valid_from__lte=day)

    def ahead(self, day: date) -> Self:
        """Return the grants that hold on `day` or will later, as things stand."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), Q(ended_on=None) | Q(ended_on__gt=day))

    def of_unit(self, unit: Unit) -> Self:
        """Return the grants for one unit."""
        return self.filter(unit_kind=unit.kind, unit_code=unit.code)


class Grant(models.Model):
    """A task for a unit, from and (not including) to a date, given by someone for a reason (M10, M13).

    `gives` are the tasks that a user administrator may give on. `ended_on` is the first day it no longer holds where
    somebody ended it before its time: what was agreed first stays to be read, and an ending can be undone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    unit_kind = models.CharField(max_length=8)
    unit_code = models.CharField(max_length=9, blank=True)
    gives = models.JSONField(default=list, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    given_by = models.CharField(max_length=60)
    why = models.CharField(max_length=200)
    ended_on = models.DateField(null=True, blank=True)
    ended_by = models.CharField(max_length=60, blank=True)
    ended_why = models.CharField(max_length=200, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)
    confirmed_by = models.CharField(max_length=60, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        """A grant runs forward; a person has each task for a unit once from a given day; administrators alone give on."""

        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="grant_validity_forward"
            ),
            models.UniqueConstraint(
                fields=["account", "role", "unit_kind", "unit_code", "valid_from"],
                condition=Q(ended_on=None),
                name="grant_once",
            ),
            models.CheckConstraint(condition=Q(role="user_administrator") | Q(gives=[]), name="grant_gives_on"),
            models.CheckConstraint(
                condition=Q(unit_kind__in=["governor", "county", "office"]) & ~Q(unit_code="")
                | Q(unit_kind="nation", unit_code=""),
                name="grant_unit_named",
            ),
        ]
        indexes = [models.Index(fields=["unit_kind", "unit_code"], name="grant_of_unit")]

    def __str__(self) -> str:
        """Return the task and the unit."""
        return f"{self.role} {self.unit.key}"

    @property
    def unit(self) -> Unit:
        """The unit it is for."""
        kind: UnitKind = self.unit_kind  # type: ignore[assignment]  # the table holds nothing else
        return Unit(kind, self.unit_code)


class Attestation(models.Model):
    """A year's confirmation of who still belongs (M13): begun, reminded, and over. Nothing ends that was not asked for."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    asked_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        """Return the year."""
        return str(self.year)
