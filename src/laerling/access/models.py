"""Personal accounts and dated grants."""

import uuid
from datetime import date
from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from laerling.organisations.models import County


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


class AreaLogin(models.Model):
    """A county's way into its area over SFTP (M6): its own, never a person's. The user name follows from the county.

    `password_id` is new with every password and names the sessions it opened; without it there is no password.
    """

    county = models.OneToOneField(County, primary_key=True, on_delete=models.PROTECT, related_name="+")
    password_hash = models.CharField(max_length=128, blank=True)
    password_id = models.UUIDField(null=True, blank=True)
    password_set_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    written_form = models.CharField(max_length=2, default="nb")

    class Meta:
        """A password is whole or not there, and a closed area has none."""

        constraints = [
            models.CheckConstraint(
                condition=Q(password_hash="", password_id=None, password_set_at=None)
                | (~Q(password_hash="") & Q(password_id__isnull=False, password_set_at__isnull=False, closed_at=None)),
                name="area_login_password_whole",
            )
        ]

    def __str__(self) -> str:
        """Return the county's code."""
        return str(self.county_id)


class AreaKey(models.Model):
    """A public key that is let into a county's area, and until when. `credential` names the sessions it opened."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    login = models.ForeignKey(AreaLogin, on_delete=models.PROTECT, related_name="+")
    credential = models.UUIDField(unique=True, default=uuid.uuid4)
    label = models.CharField(max_length=60)
    algorithm = models.CharField(max_length=30)
    public = models.TextField()
    fingerprint = models.CharField(max_length=60)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A key stands once in an area."""

        constraints = [models.UniqueConstraint(fields=["login", "fingerprint"], name="area_key_once")]

    def __str__(self) -> str:
        """Return the fingerprint: labels may name a person."""
        return self.fingerprint
