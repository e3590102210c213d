"""Counties' areas over SFTP: how each gets in."""

import uuid

from django.db import models
from django.db.models import Q

from laerling.organisations.models import County


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
