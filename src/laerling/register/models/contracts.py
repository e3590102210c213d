"""Extracts, the contracts they brought, and the rows they set aside."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q

from laerling.access.types import Scope
from laerling.register.receipts.models import CorrectionReceipt, ReceiptContent  # noqa: F401  Django looks for tables here
from laerling.rounds.models import Round

STAGES = [("preliminary", "preliminary"), ("final", "final")]


# A file that is checked waits until somebody takes it in or throws it away.
WAITING = "checked"
TAKEN_IN = ("accepted", "accepted_with_set_aside")


class ExtractQuerySet(models.QuerySet["Extract"]):
    """Extracts by how far they have come."""

    def taken_in(self) -> Self:
        """Return the files that count."""
        return self.filter(state__in=TAKEN_IN)

    def waiting(self) -> Self:
        """Return the files that are checked, and that nobody has decided on."""
        return self.filter(state=WAITING)


class Extract(models.Model):
    """One register file that came in, and what became of it: checked, then accepted or discarded; or refused.

    Figures are those of the check until the file is taken in, then those of what it brought; `n_missing` counts the
    contracts of the stage, in the file's counties, that the file lacks. A refused file leaves its `refusal` (the code)
    and no figures. `layout` is the name of the column map it was read by.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    register = models.CharField(max_length=4, choices=[("vigo", "VIGO"), ("nor", "NOR"), ("nlr", "NLR")])
    stage = models.CharField(max_length=11, choices=STAGES)
    sha256 = models.CharField(max_length=64, blank=True)
    layout = models.CharField(max_length=60, blank=True, default="")
    count_date = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=30)
    refusal = models.CharField(max_length=40, blank=True, default="")
    n_rows = models.PositiveIntegerField(default=0)
    n_new = models.PositiveIntegerField(default=0)
    n_changed = models.PositiveIntegerField(default=0)
    n_unchanged = models.PositiveIntegerField(default=0)
    n_set_aside = models.PositiveIntegerField(default=0)
    n_missing = models.PositiveIntegerField(default=0)
    unknown_columns = models.JSONField(default=list, blank=True)
    received_at = models.DateTimeField()
    by_label = models.CharField(max_length=60)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=60, blank=True, default="")

    objects = ExtractQuerySet.as_manager()

    class Meta:
        """A VIGO file counts once per round and stage; NOR and NLR may come back to an earlier state."""

        constraints = [
            models.UniqueConstraint(
                fields=["round", "stage", "sha256"],
                condition=Q(register="vigo", state__in=[WAITING, *TAKEN_IN]),
                name="register_extract_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[WAITING, *TAKEN_IN, "refused", "discarded"]), name="register_extract_state"
            ),
            models.CheckConstraint(
                condition=~Q(register="vigo", state__in=TAKEN_IN) | Q(count_date__isnull=False),
                name="register_extract_count_date",
            ),
            models.CheckConstraint(
                condition=Q(state=WAITING, decided_at=None) | ~Q(state=WAITING) & Q(decided_at__isnull=False),
                name="register_extract_decided",
            ),
            models.CheckConstraint(
                condition=Q(state="refused") & ~Q(refusal="") | ~Q(state="refused") & Q(refusal=""),
                name="register_extract_refusal",
            ),
        ]

    def __str__(self) -> str:
        """Return the register and the date."""
        return f"{self.register} {self.count_date or ''}".strip()


class SetAsideRow(models.Model):
    """A row that was not taken in: where it stands in the file, which column, which rule. Never the value."""

    extract = models.ForeignKey(Extract, on_delete=models.CASCADE, related_name="+")
    row_number = models.PositiveIntegerField()
    column = models.CharField(max_length=80)
    rule = models.CharField(max_length=40)

    class Meta:
        """A rule is broken once per place."""

        constraints = [
            models.UniqueConstraint(fields=["extract", "row_number", "column", "rule"], name="register_set_aside_once")
        ]

    def __str__(self) -> str:
        """Return the place and the rule."""
        return f"{self.row_number} {self.column} {self.rule}"


class ContractQuerySet(models.QuerySet["Contract"]):
    """Contracts by who may see them."""

    def visible_to(self, scope: Scope) -> Self:
        """Return the contracts of the scope's own county or office; all of them for the nation (M14)."""
        if scope.is_national:
            return self
        if scope.unit_kind == "county":
            return self.filter(county_code=scope.unit_code)
        return self.filter(party_kind="K", party_orgnr=scope.unit_code) if scope.unit_kind == "office" else self.none()


class Contract(models.Model):
    """A contract as the latest extract of a stage has it; the columns are those of VIGO, read into our own forms.

    Reachability (`*_state`) is judged when the row is read: "ok", "missing", "malformed", "landline" or "foreign"; and by
    what is known of the address (`DeadAddress`): "bounced", or "unwanted" by the person.
    Rows are written by COPY and INSERT ... SELECT only.
    """

    id = models.BigAutoField(primary_key=True)
    # The extract's own foreign keys hold; per-row checks of the same two keys would double the time of an import.
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    extract = models.ForeignKey(
        Extract, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    stage = models.CharField(max_length=11, choices=STAGES)
    number = models.TextField()
    county_code = models.CharField(max_length=2)
    count_date = models.DateField()
    person_id = models.TextField()
    birth_year = models.PositiveSmallIntegerField()
    gender = models.CharField(max_length=1)
    name = models.TextField(blank=True)
    email = models.TextField(blank=True)
    mobile = models.TextField(blank=True)
    written_form = models.CharField(max_length=2, blank=True)
    kind = models.CharField(max_length=1)
    programme_area = models.TextField()
    trade = models.TextField(blank=True)
    education_programme = models.TextField(blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    interrupted_from = models.DateField(null=True, blank=True)
    interrupted_to = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    end_code = models.TextField(blank=True)
    approved_on = models.DateField(null=True, blank=True)
    party_kind = models.CharField(max_length=1, blank=True)
    party_orgnr = models.CharField(max_length=9, blank=True)
    party_name = models.TextField(blank=True)
    member_orgnr = models.CharField(max_length=9, blank=True)
    member_name = models.TextField(blank=True)
    supervisor_id = models.TextField(blank=True)
    supervisor_name = models.TextField(blank=True)
    supervisor_email = models.TextField(blank=True)
    supervisor_mobile = models.TextField(blank=True)
    email_state = models.CharField(max_length=9)
    mobile_state = models.CharField(max_length=9)
    supervisor_email_state = models.CharField(max_length=9)
    supervisor_mobile_state = models.CharField(max_length=9)

    objects = ContractQuerySet.as_manager()

    class Meta:
        """A contract stands once in a stage; lists are read by county and by office."""

        constraints = [
            models.UniqueConstraint(fields=["round", "stage", "number"], name="register_contract_once"),
        ]
        indexes = [
            models.Index(fields=["round", "stage", "county_code"], name="register_contract_county"),
            models.Index(
                fields=["round", "stage", "party_orgnr"],
                condition=Q(party_kind="K"),
                name="register_contract_office",
            ),
        ]

    def __str__(self) -> str:
        """Return the contract number: names do not belong in logs."""
        return self.number
