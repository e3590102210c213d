"""What people say of findings: how far they have come, why something stays, notes, and who takes care of it.

Whether a finding is mended, the next extract tells; nothing here closes one.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, OuterRef

from laerling.access import queries as access
from laerling.access.types import Scope
from laerling.audit import actions as audit
from laerling.kernel import clock
from laerling.kernel.types import Actor
from laerling.register import queries
from laerling.register.actions.refused_changes import (
    NoSuchFinding,
    NotAColleague,
    NoteTooLong,
    NothingToUndo,
    ReasonMissing,
    UnknownStatus,
)
from laerling.register.models import Finding, FindingStep, UnitLook
from laerling.register.queries import FindingRow, PastedRow, RefusedRow
from laerling.register.rules.findings import NOTE_LENGTH, REASON_LENGTH, STATUSES, plain_words

_SAID = ("status", "reason", "note", "assigned_to_id")


@dataclass(frozen=True, slots=True)
class ChangeReceipt:
    """What many changes came to. `batch` is what `undo_changes` takes; None where nothing changed."""

    batch: UUID | None
    n_changed: int
    n_unchanged: int
    refused: tuple[RefusedRow, ...] = ()


@transaction.atomic
def change_finding(
    *,
    finding_id: int,
    scope: Scope,
    status: str | None = None,
    reason: str | None = None,
    note: str | None = None,
    assign_to: str | None = None,
    by: Actor,
    now: datetime,
) -> FindingRow:
    """Change what is said of one finding. None leaves a thing as it is; `assign_to` is an account id, or "" to clear.

    Raises NoSuchFinding, UnknownStatus, ReasonMissing, NoteTooLong or NotAColleague.
    """
    change_findings(
        finding_ids=[finding_id],
        scope=scope,
        status=status,
        reason=reason,
        note=note,
        assign_to=assign_to,
        by=by,
        now=now,
    )
    round_year = Finding.objects.values_list("round_id", flat=True).get(id=finding_id)
    changed = queries.finding(scope, round_year, finding_id)
    if changed is None:
        raise NoSuchFinding
    return changed


@transaction.atomic
def change_findings(
    *,
    finding_ids: Iterable[int],
    scope: Scope,
    status: str | None = None,
    reason: str | None = None,
    note: str | None = None,
    assign_to: str | None = None,
    by: Actor,
    now: datetime,
) -> ChangeReceipt:
    """Change what is said of many findings at once, all or none. Raises as change_finding.

    A reason goes with "will not be mended" only, and is taken away with it.
    """
    said: dict[str, Any] = {}
    if status is not None:
        said["status"] = _known_status(status)
    if reason is not None:
        said["reason"] = plain_words(reason)
    if note is not None:
        said["note"] = plain_words(note)
    if assign_to is not None:
        said["assigned_to_id"] = _colleague(assign_to, scope, now)
    wanted = set(finding_ids)
    found = _locked(wanted, scope)
    if len(found) < len(wanted):
        raise NoSuchFinding
    return _change(found, {finding.id: said for finding in found}, scope=scope, by=by, now=now)


@transaction.atomic
def paste_back(*, rows: Iterable[PastedRow], scope: Scope, by: Actor, now: datetime) -> ChangeReceipt:
    """Do what `queries.read_pasted` says a list would; rows that cannot be used are left, and named."""
    rows = list(rows)
    # Locked and read again, so that what is replaced is what was read.
    _locked((change.finding_id for change in queries.read_pasted(rows, scope=scope).changes), scope)
    pasted = queries.read_pasted(rows, scope=scope)
    said = {change.finding_id: {"status": change.status, "note": change.note} for change in pasted.changes}
    found = _locked(set(said), scope)
    for finding in found:
        if said[finding.id]["status"] == "will_not_be_mended" and not finding.reason:
            said[finding.id]["reason"] = said[finding.id]["note"][:REASON_LENGTH]
    receipt = _change(found, said, scope=scope, by=by, now=now)
    return ChangeReceipt(
        receipt.batch, receipt.n_changed, receipt.n_unchanged + pasted.n_unchanged, refused=pasted.refused
    )


@transaction.atomic
def undo_changes(*, batch: UUID, scope: Scope, by: Actor, now: datetime) -> ChangeReceipt:
    """Put back what a change of the scope's replaced, where nobody has changed it since. Raises NothingToUndo."""
    later = FindingStep.objects.filter(finding=OuterRef("finding"), what="changed").order_by("-id").values("batch")[:1]
    steps = FindingStep.objects.filter(batch=batch, unit=scope.key).annotate(latest=later).filter(latest=F("batch"))
    before = {
        step.finding_id: {
            "status": step.status_before,
            "reason": step.reason_before,
            "note": step.note_before,
            "assigned_to_id": step.assigned_before,
        }
        for step in steps
    }
    receipt = _change(_locked(set(before), scope), before, scope=scope, by=by, now=now)
    if receipt.n_changed == 0:
        raise NothingToUndo
    return receipt


@transaction.atomic
def note_look(*, scope: Scope, now: datetime) -> None:
    """Write down that the unit has looked at its findings today; once a day is enough."""
    look = UnitLook(unit=scope.key, on=clock.in_oslo(now).date())
    UnitLook.objects.bulk_create([look], ignore_conflicts=True)


def _known_status(status: str) -> str:
    if status not in STATUSES:
        raise UnknownStatus
    return status


def _colleague(assign_to: str, scope: Scope, now: datetime) -> UUID | None:
    """Return the id of somebody who may act for the unit today, or None for nobody."""
    if not assign_to:
        return None
    colleagues = access.colleagues(scope, on=clock.in_oslo(now).date())
    if assign_to not in {colleague.id for colleague in colleagues}:
        raise NotAColleague
    return UUID(assign_to)


def _locked(finding_ids: Iterable[int], scope: Scope) -> list[Finding]:
    """Return those of the findings that are the scope's, locked, always in the same order."""
    own = Finding.objects.filter(id__in=set(finding_ids)).visible_to(scope)
    return list(own.order_by("id").select_for_update(of=("self",)))


def _change(
    found: list[Finding], said: Mapping[int, Mapping[str, Any]], *, scope: Scope, by: Actor, now: datetime
) -> ChangeReceipt:
    """Write what is said of locked findings, with a step of history each and one event for all of them."""
    batch = uuid4()
    account = UUID(by.id) if by.kind == "person" else None
    steps: list[FindingStep] = []
    alike: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for finding in found:
        before = {name: getattr(finding, name) for name in _SAID}
        after = _settled({**before, **said[finding.id]})
        if after == before:
            continue
        alike[tuple(after[name] for name in _SAID)].append(finding.id)
        steps.append(_step(finding, before, after, batch=batch, unit=scope.key, account_id=account, at=now))
    for values, ids in alike.items():
        Finding.objects.filter(id__in=ids).update(**dict(zip(_SAID, values, strict=True)), changed_at=now)
    FindingStep.objects.bulk_create(steps, batch_size=1_000)
    if not steps:
        return ChangeReceipt(None, 0, len(found))
    about = f"finding:{steps[0].finding_id}" if len(steps) == 1 else f"findings:{batch}"
    audit.record("register.findings.changed", by=by, now=now, about=about, scope=scope.key, n=len(steps))
    return ChangeReceipt(batch, len(steps), len(found) - len(steps))


def _settled(said: dict[str, Any]) -> dict[str, Any]:
    """Return what is said, with a reason exactly where one is needed. Raises ReasonMissing or NoteTooLong."""
    if said["status"] != "will_not_be_mended":
        said["reason"] = ""
    elif not said["reason"]:
        raise ReasonMissing
    if len(said["note"]) > NOTE_LENGTH or len(said["reason"]) > REASON_LENGTH:
        raise NoteTooLong(note=NOTE_LENGTH, reason=REASON_LENGTH)
    return said


def _step(finding: Finding, before: Mapping[str, Any], after: Mapping[str, Any], **whose: Any) -> FindingStep:
    """Return the step of history that a change makes; `whose` holds the batch, the unit, the account and the instant."""
    return FindingStep(
        finding=finding,
        what="changed",
        status=after["status"],
        status_before=before["status"],
        reason_before=before["reason"],
        note_before=before["note"],
        assigned_before=before["assigned_to_id"],
        note_changed=(before["note"], before["reason"]) != (after["note"], after["reason"]),
        assigned_changed=before["assigned_to_id"] != after["assigned_to_id"],
        **whose,
    )
