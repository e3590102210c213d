"""What has happened to a finding, and who may be asked to mend it."""

from dataclasses import dataclass
from datetime import date, datetime

from laerling.access import queries as access
from laerling.access.queries import Colleague
from laerling.access.types import Scope
from laerling.register.models import Finding, FindingStep


@dataclass(frozen=True, slots=True)
class HistoryStep:
    """One step: "found", "closed" (proved mended), "reopened" or "changed" (by people).

    `unit` is the key of the unit that changed it ("county:46"); `who` the person's name, shown to their own unit only.
    `extract` says which register's extract did it, and of which count date, where one did.
    """

    at: datetime
    what: str
    status: str
    status_before: str
    note_changed: bool
    assigned_changed: bool
    unit: str
    who: str
    register: str
    count_date: date | None


def finding_history(scope: Scope, round_year: int, finding_id: int) -> tuple[HistoryStep, ...]:
    """Return what has happened to a finding of the scope, the first first; empty where there is no such finding."""
    found = Finding.objects.filter(round_id=round_year, id=finding_id).visible_to(scope).first()
    if found is None:
        return ()
    steps = FindingStep.objects.filter(finding=found).select_related("account", "extract").order_by("at", "id")
    first = HistoryStep(found.first_found_at, "found", "new", "new", False, False, "", "", "", None)  # noqa: FBT003  a row
    return (first, *(_step(step, scope) for step in steps))


def people_to_assign(scope: Scope, *, on: date) -> tuple[Colleague, ...]:
    """Return the people of the scope's own unit on a day (`id`, `name`), by name."""
    return access.colleagues(scope, on=on)


def _step(step: FindingStep, scope: Scope) -> HistoryStep:
    own = step.unit == scope.key and "steering" not in scope.roles
    return HistoryStep(
        at=step.at,
        what=step.what,
        status=step.status,
        status_before=step.status_before,
        note_changed=step.note_changed,
        assigned_changed=step.assigned_changed,
        unit=step.unit,
        who=step.account.name if own and step.account else "",
        register=step.extract.register if step.extract else "",
        count_date=step.extract.count_date if step.extract else None,
    )
