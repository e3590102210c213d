"""The fixed set of reports: which were asked for, and their files as they were made."""

from django.db import models
from django.db.models import Q

from laerling.release.models import Release


class StoredReport(models.Model):
    """One file of the fixed set: a unit's report in one written form as one kind of file. Without content until it is made.

    Made from a frozen release, it never changes; `sha256` is of its bytes.
    """

    id = models.BigAutoField(primary_key=True)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+", db_index=False)
    level = models.CharField(max_length=6)
    unit_code = models.CharField(max_length=9, blank=True)
    form = models.CharField(max_length=2)
    kind = models.CharField(max_length=4)
    content = models.BinaryField(null=True)
    n_bytes = models.PositiveIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(null=True)

    class Meta:
        """A file stands once, and is made whole or not at all."""

        constraints = [
            models.UniqueConstraint(
                fields=["release", "level", "unit_code", "form", "kind"], name="stored_report_once"
            ),
            models.CheckConstraint(
                condition=Q(made_at__isnull=True, content__isnull=True, n_bytes__isnull=True, sha256="")
                | Q(made_at__isnull=False, content__isnull=False, n_bytes__gt=0, sha256__regex="^[0-9a-f]{64}$"),
                name="stored_report_whole",
            ),
        ]

    def __str__(self) -> str:
        """Return whose it is and what."""
        return f"{self.level} {self.unit_code} {self.form} {self.kind}"
