"""Personal accounts and dated grants."""

import uuid
from datetime import date
from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q


class AccountManager(BaseUserManager["Account"]):
    """Accounts by e-mail address, however it is written."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        """Return the account of an e-mail address; capitals do not matter."""
        return self.get(email=(username or "").strip().lower())


class Account(AbstractBaseUser):
    """One person. The user name is the e-mail address (M11), kept in lower case; accounts are never shared."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    written_form = models.CharField(max_length=2, default="nb")
    is_active = models.BooleanField(default=True)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "email"

    def __str__(self) -> str:
        """Return the id: names and addresses do not belong in logs."""
        return str(self.id)


class GrantQuerySet(models.QuerySet["Grant"]):
    """Grants by time."""

    def on(self, day: date) -> Self:
        """Return the grants that hold on `day`."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)


class Grant(models.Model):
    """A role for a unit, from and (not including) to a date, given by someone for a reason (M10, M13)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    unit_code = models.CharField(max_length=9, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    given_by = models.CharField(max_length=60)
    why = models.CharField(max_length=200)

    objects = GrantQuerySet.as_manager()

    class Meta:
        """A grant runs forward, and a person has each role for a unit once from a given day."""

        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="grant_validity_forward"
            ),
            models.UniqueConstraint(fields=["account", "role", "unit_code", "valid_from"], name="grant_once"),
        ]

    def __str__(self) -> str:
        """Return the role and the unit."""
        return f"{self.role} {self.unit_code}".strip()
