"""Personal accounts, letters about them, offices' one-time sign-ins, and mistakes at the door."""

import uuid
from datetime import date
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac


class AccountManager(BaseUserManager["Account"]):
    """Accounts by e-mail address, however it is written."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        """Return the account of an e-mail address; capitals do not matter."""
        return self.get(email=(username or "").strip().lower())


class Account(AbstractBaseUser):
    """One person. The user name is the e-mail address (M11), kept in lower case; accounts are never shared.

    Without address it stands for whoever uses an office's one-time sign-in (M12). `valid_to` is the first day the
    account no longer holds. `session_stamp` is part of every session: one more, and all of them end.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True, null=True, blank=True)
    name = models.CharField(max_length=120)
    written_form = models.CharField(max_length=2, default="nb")
    is_active = models.BooleanField(default=True)
    valid_to = models.DateField(null=True, blank=True)
    session_stamp = models.PositiveIntegerField(default=0)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "email"

    def __str__(self) -> str:
        """Return the id: names and addresses do not belong in logs."""
        return str(self.id)

    @property
    def is_personal(self) -> bool:
        """Whether it is somebody's own account; an office's one-time sign-in is not, and may not delegate (M12)."""
        return self.email is not None

    def may_sign_in(self, on: date) -> bool:
        """Return whether the account is open on a day."""
        return self.is_active and (self.valid_to is None or on < self.valid_to)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Return what a session must know to go on: it ends with the password, and with the stamp."""
        known = f"{self.password}:{self.session_stamp}"
        return salted_hmac("laerling.access.session", known, secret=secret, algorithm="sha256").hexdigest()


class AccountLetter(models.Model):
    """A mail about somebody's own account: with a link that works once, or telling that something was changed.

    `address` stands where the letter goes to another than the account's own. The link is known by its hash only. `unit`
    is the unit it tells of, "county:46", where it tells of one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    address = models.EmailField(blank=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    office = models.ForeignKey("OfficeSignIn", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    unit = models.CharField(max_length=20, blank=True)

    class Meta:
        """A link runs out; a letter without link has nothing to run out."""

        constraints = [
            models.CheckConstraint(
                condition=Q(token_hash=None, expires_at=None) | Q(token_hash__isnull=False, expires_at__isnull=False),
                name="letter_link_runs_out",
            )
        ]
        indexes = [models.Index(fields=["account", "kind", "made_at"], name="letter_of_account")]

    def __str__(self) -> str:
        """Return the kind."""
        return self.kind


class ResetRequest(models.Model):
    """An address that somebody wrote to get a new password; gone as soon as the worker has looked it up.

    So the page does the same for everybody, and takes as long: whether the address is known is found out elsewhere.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField()
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        """Return the id."""
        return str(self.id)


class OfficeSignIn(models.Model):
    """A user name and one-time password that a county gives one of its training offices (M12).

    `account` is made when it is used; `handed_over_at` is when somebody made the access their own. The password is
    rebuilt from a key outside the database, and known by its hash.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    orgnr = models.CharField(max_length=9)
    county_code = models.CharField(max_length=2)
    user_name = models.CharField(max_length=12, unique=True)
    password_hash = models.CharField(max_length=64)
    issued_by = models.CharField(max_length=60)
    issued_at = models.DateTimeField()
    valid_to = models.DateField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    handed_over_at = models.DateTimeField(null=True, blank=True)
    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        """An office has one unused sign-in at a time; what was used has an account."""

        constraints = [
            models.UniqueConstraint(
                fields=["orgnr"], condition=Q(used_at=None, revoked_at=None), name="office_sign_in_one_unused"
            ),
            models.CheckConstraint(
                condition=Q(used_at=None, account=None) | Q(used_at__isnull=False, account__isnull=False),
                name="office_sign_in_used_has_account",
            ),
        ]
        indexes = [models.Index(fields=["county_code", "orgnr", "issued_at"], name="office_sign_in_of_county")]

    def __str__(self) -> str:
        """Return the user name."""
        return self.user_name


class FailedSignIn(models.Model):
    """How many mistakes were made lately under one name: a hash of address, network or browser, never these themselves."""

    key = models.CharField(max_length=64, primary_key=True)
    n_mistakes = models.PositiveIntegerField()
    last_at = models.DateTimeField()

    def __str__(self) -> str:
        """Return the count."""
        return str(self.n_mistakes)
