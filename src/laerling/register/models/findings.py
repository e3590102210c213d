"""What is wrong in the registers, what people say of it, and who has looked."""

import uuid
from typing import Final, Self

from django.db import models
from django.db.models import Q

from laerling.access.models import Account
from laerling.access.types import Scope
from laerling.register.models.contracts import Contract, Extract
from laerling.register.rules.findings import NOTE_LENGTH, REASON_LENGTH
from laerling.rounds.models import Round

STATUSES: Final = [
    ("new", "new"),
    ("seen", "seen"),
    ("being_mended", "being mended"),
    ("mended", "said to be mended"),
    ("will_not_be_mended", "will not be mended"),
]


class FindingQuerySet(models.QuerySet["Finding"]):
    """Findings by who may see them."""

    def visible_to(self, scope: Scope) -> Self:
        """Return the findings that are the scope's to mend; all of them for the nation."""
        if scope.is_national:
            return self
        if scope.unit_kind == "county":
            return self.filter(county_code=scope.unit_code)
        return self.filter(office_orgnr=scope.unit_code) if scope.unit_kind == "office" else self.none()


class Finding(models.Model):
    """Something wrong with a contract, a supervisor, an office or an establishment (M7, M9); it lasts all the round.

    `subject` names the thing for good ("contract:0070000001", "office:312345678"), so that a finding is the same one
    after the next extract. The registers decide whether it is open (`closed_at`); people say how far they have come
    (`status`, `reason`, `note`, `assigned_to`). `shape` shows the form of a bad value, letters as x and digits as 9;
    `extent` how many days a rule is missed by, or how many persons share an address, else 0. `cost_rank` is the place
    of the severity, the dearest first. Rows are written by INSERT ... SELECT after every import.
    """

    id = models.BigAutoField(primary_key=True)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    kind = models.CharField(max_length=40)
    subject = models.TextField()
    severity = models.CharField(max_length=12)
    cost_rank = models.PositiveSmallIntegerField()
    county_code = models.CharField(max_length=2)
    office_orgnr = models.CharField(max_length=9, blank=True)
    establishment_orgnr = models.CharField(max_length=9, blank=True)
    contract = models.ForeignKey(
        Contract, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_constraint=False
    )
    other_contract = models.ForeignKey(
        Contract,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    orgnr = models.CharField(max_length=9, blank=True)
    column = models.CharField(max_length=40, blank=True)
    shape = models.CharField(max_length=60, blank=True)
    extent = models.PositiveIntegerField(default=0)
    n_apprentices = models.PositiveIntegerField()
    mended_in = models.CharField(max_length=4)

    first_found_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        Extract,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    n_reopened = models.PositiveIntegerField(default=0)

    status = models.CharField(max_length=20, choices=STATUSES, default="new", db_default="new")
    reason = models.CharField(max_length=REASON_LENGTH, blank=True, default="", db_default="")
    note = models.CharField(max_length=NOTE_LENGTH, blank=True, default="", db_default="")
    assigned_to = models.ForeignKey(Account, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField(null=True, blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        """A thing has a fault of a kind once per county and office; what will not be mended has a reason."""

        constraints = [
            models.UniqueConstraint(
                fields=["round", "kind", "subject", "county_code", "office_orgnr"], name="register_finding_once"
            ),
            models.CheckConstraint(
                condition=Q(status__in=[code for code, _words in STATUSES]), name="register_finding_status"
            ),
            models.CheckConstraint(
                condition=~Q(status="will_not_be_mended") | ~Q(reason=""), name="register_finding_reason"
            ),
        ]
        indexes = [
            models.Index(
                fields=["round", "cost_rank", "-n_apprentices", "kind", "id"],
                condition=Q(closed_at=None),
                name="register_finding_dearest",
            ),
            models.Index(
                fields=["round", "-closed_at", "id"],
                condition=Q(closed_at__isnull=False),
                name="register_finding_closed",
            ),
            models.Index(fields=["round", "county_code"], name="register_finding_county"),
            models.Index(fields=["round", "office_orgnr"], name="register_finding_office"),
        ]

    def __str__(self) -> str:
        """Return the kind and the thing."""
        return f"{self.kind} {self.subject}"


class FindingStep(models.Model):
    """One step in a finding's history: proved mended, come back, or changed by people.

    What people change together shares a `batch`, so that it can be undone together; the fields `*_before` hold what it
    was. `unit` is the scope's key, "county:46"; empty where an extract did it.
    """

    id = models.BigAutoField(primary_key=True)
    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    what = models.CharField(
        max_length=10, choices=[("closed", "closed"), ("reopened", "reopened"), ("changed", "changed")]
    )
    batch = models.UUIDField(null=True, blank=True, db_index=True)
    extract = models.ForeignKey(
        Extract,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    unit = models.CharField(max_length=20, blank=True, db_default="")
    account = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    status = models.CharField(max_length=20)
    status_before = models.CharField(max_length=20)
    reason_before = models.CharField(max_length=REASON_LENGTH, blank=True, db_default="")
    note_before = models.CharField(max_length=NOTE_LENGTH, blank=True, db_default="")
    assigned_before = models.UUIDField(null=True, blank=True)
    note_changed = models.BooleanField(default=False, db_default=False)
    assigned_changed = models.BooleanField(default=False, db_default=False)

    def __str__(self) -> str:
        """Return what happened."""
        return f"{self.finding_id} {self.what}"


class CountyForecast(models.Model):
    """How many persons of a county would be asked as the registers stand, and how many of them can be reached.

    Reckoned with the findings, after every import; `at` is when.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+", db_index=False)
    county_code = models.CharField(max_length=2)
    n_asked = models.PositiveIntegerField()
    n_reachable = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        """One line per county and round."""

        constraints = [models.UniqueConstraint(fields=["round", "county_code"], name="register_forecast_once")]

    def __str__(self) -> str:
        """Return the county."""
        return self.county_code


class UnitLook(models.Model):
    """A unit has looked at its findings on a day; which person is not kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.CharField(max_length=20)
    on = models.DateField()

    class Meta:
        """Once a day is enough to know."""

        constraints = [models.UniqueConstraint(fields=["unit", "on"], name="register_look_once")]

    def __str__(self) -> str:
        """Return the unit and the day."""
        return f"{self.unit} {self.on}"
