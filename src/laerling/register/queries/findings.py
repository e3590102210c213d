"""Findings as lists and pages show them, what costs most first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from laerling.access.types import Scope
from laerling.register.models import Finding
from laerling.register.queries.contracts import Listing
from laerling.register.rules import findings as rules

SEVERITIES: Final = rules.SEVERITIES

_COLUMNS: Final = (
    "id",
    "kind",
    "severity",
    "county_code",
    "office_orgnr",
    "establishment_orgnr",
    "orgnr",
    "contract__number",
    "contract__name",
    "contract__supervisor_name",
    "contract__party_name",
    "contract__member_name",
    "other_contract__number",
    "other_contract__county_code",
    "other_contract__party_orgnr",
    "column",
    "shape",
    "extent",
    "n_apprentices",
    "mended_in",
    "status",
    "reason",
    "note",
    "assigned_to_id",
    "assigned_to__name",
    "first_found_at",
    "closed_at",
    "n_reopened",
    "changed_at",
)


@dataclass(frozen=True, slots=True)
class FindingFilter:
    """Which findings are looked for; an empty choice means all.

    `register` is where they are mended ("vigo", "nor", "nlr"), `office` an organisation number, or "none" for
    apprentices without office, `assigned` an account id. `search` is part of a person's or unit's name, or the
    beginning of a contract or organisation number. `closed` asks for those proved mended instead of those that are open.
    """

    kind: str = ""
    severity: str = ""
    status: str = ""
    register: str = ""
    office: str = ""
    assigned: str = ""
    search: str = ""
    closed: bool = False


EVERYTHING: Final = FindingFilter()
WITHOUT_OFFICE: Final = "none"


@dataclass(frozen=True, slots=True)
class FindingRow:
    """What is wrong, on whom, what it costs, in which register and by whom it is mended, and how far people have come.

    `name` is the apprentice's, or the supervisor's where the finding is about them; `unit_name` the contract party's
    or establishment's. `shape` shows the form of a bad value, never the value. `extent` is how many days a rule is
    missed by, or how many persons share the address; 0 where neither. `other_number` is the other contract of a
    double, where the scope may see it. `mended_by` is "registrar", "office" or "county". The nation reads neither
    reason, note nor whom a finding is assigned to: those are the county's and the office's own words.
    """

    id: int
    kind: str
    severity: str
    county_code: str
    office_orgnr: str
    establishment_orgnr: str
    orgnr: str
    contract_number: str
    other_number: str
    name: str
    unit_name: str
    column: str
    shape: str
    extent: int
    n_apprentices: int
    mended_in: str
    mended_by: str
    status: str
    reason: str
    note: str
    assigned_to_id: str
    assigned_to_name: str
    first_found_at: datetime
    closed_at: datetime | None
    n_reopened: int
    changed_at: datetime | None


def findings(scope: Scope, round_year: int, chosen: FindingFilter = EVERYTHING) -> Listing[FindingRow]:
    """Return the scope's findings that fit, what costs most first; those proved mended, the latest first."""
    found = chosen_findings(scope, round_year, chosen)
    order = ("-closed_at", "id") if chosen.closed else ("cost_rank", "-n_apprentices", "kind", "id")
    return Listing(found.order_by(*order).values(*_COLUMNS), lambda row: _row(row, scope))


def finding(scope: Scope, round_year: int, finding_id: int) -> FindingRow | None:
    """Return one finding, open or proved mended; None where the scope has no such finding."""
    found = Finding.objects.filter(round_id=round_year, id=finding_id).visible_to(scope)
    row = found.values(*_COLUMNS).first()
    return _row(row, scope) if row else None


def count_findings(scope: Scope, round_year: int) -> int:
    """Return how many findings the scope has that are open."""
    return chosen_findings(scope, round_year, EVERYTHING).count()


def chosen_findings(scope: Scope, round_year: int, chosen: FindingFilter) -> QuerySet[Finding, Finding]:
    """Return the scope's findings that fit, in no order."""
    found = Finding.objects.filter(round_id=round_year, closed_at__isnull=not chosen.closed).visible_to(scope)
    named = {
        "kind": chosen.kind,
        "severity": chosen.severity,
        "status": chosen.status,
        "mended_in": chosen.register,
        "assigned_to_id": _account(chosen.assigned),
    }
    found = found.filter(**{name: value for name, value in named.items() if value})
    if chosen.office:
        found = found.filter(office_orgnr="" if chosen.office == WITHOUT_OFFICE else chosen.office)
    return found.filter(_searched(chosen.search)) if chosen.search.strip() else found


def _account(assigned: str) -> UUID | None:
    """Return the id somebody wrote, or for what is no id, one that nobody has."""
    if not assigned:
        return None
    try:
        return UUID(assigned)
    except ValueError:
        return UUID(int=0)


def _searched(text: str) -> Q:
    """Return what a search fits: whoever the finding is about, their units, and the numbers' beginnings."""
    words = " ".join(text.replace("\0", "").split())
    about_supervisor = Q(kind="supervisor_without_contact")
    return (
        (~about_supervisor & Q(orgnr="") & Q(contract__name__icontains=words))
        | (about_supervisor & Q(contract__supervisor_name__icontains=words))
        | Q(contract__party_name__icontains=words)
        | Q(contract__member_name__icontains=words)
        | (Q(orgnr="") & Q(contract__number__startswith=words))
        | Q(orgnr__startswith=words)
        | Q(office_orgnr__startswith=words)
        | Q(establishment_orgnr__startswith=words)
    )


def _row(row: Mapping[str, Any], scope: Scope) -> FindingRow:
    """Pick whose name, which number and which unit a finding is shown with."""
    kind: str = row["kind"]
    about_one_contract = not row["orgnr"]
    party, member = row["contract__party_name"] or "", row["contract__member_name"] or ""
    # Whoever steers may look through a county's eyes, but its notes stay its own.
    private = "steering" in scope.roles
    same = ("id", "kind", "severity", "county_code", "office_orgnr", "establishment_orgnr", "orgnr", "column", "shape")
    more = ("extent", "n_apprentices", "mended_in", "status", "first_found_at", "closed_at", "n_reopened", "changed_at")
    return FindingRow(
        **{name: row[name] for name in (*same, *more)},
        contract_number=(row["contract__number"] or "") if about_one_contract else "",
        other_number=_other_number(row, scope),
        name=_whose_name(kind, row["contract__name"] or "", row["contract__supervisor_name"] or ""),
        unit_name=party if kind.startswith("office_") else member or party,
        mended_by=rules.mended_by(kind, has_office=bool(row["office_orgnr"])),
        reason="" if private else row["reason"],
        note="" if private else row["note"],
        assigned_to_id="" if private else str(row["assigned_to_id"] or ""),
        assigned_to_name="" if private else row["assigned_to__name"] or "",
    )


def _other_number(row: Mapping[str, Any], scope: Scope) -> str:
    """Return the other contract's number where it is the scope's own too."""
    own = {"nation": scope.unit_code, "county": row["other_contract__county_code"]}
    unit = own.get(scope.unit_kind, row["other_contract__party_orgnr"])
    return (row["other_contract__number"] or "") if unit == scope.unit_code else ""


def _whose_name(kind: str, name: str, supervisor_name: str) -> str:
    if kind == "supervisor_without_contact":
        return supervisor_name
    return "" if kind.startswith(("office_", "establishment_")) else name
