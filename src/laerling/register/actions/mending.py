"""What people say of findings: how far they have come, why something stays, notes, and who takes care of it.

Whether a finding is mended, the next extract tells; nothing here closes one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from laerling.access.types import Scope
from laerling.kernel.errors import Refusal
from laerling.kernel.types import Actor
from laerling.register.queries import FindingRow, PastedRow, RefusedRow


class NoSuchFinding(Refusal):
    """No finding with that number, or not one of the unit's."""

    code = "no_such_finding"
    status = 404
    sentence = _("There is no such finding.")


class ReasonMissing(Refusal):
    """Will not be mended, and nobody says why."""

    code = "reason_missing"
    status = 422
    sentence = _("Write why this will not be mended.")


class NoteTooLong(Refusal):
    """More words than there is room for."""

    code = "note_too_long"
    status = 422
    sentence = _("Write at most %(note)s characters in the note, and %(reason)s as the reason.")


class UnknownStatus(Refusal):
    """A status that is none of ours."""

    code = "unknown_status"
    status = 422
    sentence = _("Choose one of the statuses in the list.")


class NotAColleague(Refusal):
    """Assigned to somebody who does not act for the unit."""

    code = "not_a_colleague"
    status = 422
    sentence = _("Choose somebody who has access to your own unit.")


class NothingToUndo(Refusal):
    """Nothing left that can be undone."""

    code = "nothing_to_undo"
    sentence = _("This cannot be undone: it has been undone already, or others have changed the same since.")


@dataclass(frozen=True, slots=True)
class ChangeReceipt:
    """What many changes came to. `batch` is what `undo_changes` takes; None where nothing changed."""

    batch: UUID | None
    n_changed: int
    n_unchanged: int
    refused: tuple[RefusedRow, ...] = ()


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
    """Change what is said of one finding. None leaves a thing as it is; `assign_to` "" clears.

    Raises NoSuchFinding, UnknownStatus, ReasonMissing, NoteTooLong or NotAColleague.
    """
    raise NotImplementedError


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
    """Change what is said of many findings at once, all or none. Raises as change_finding."""
    raise NotImplementedError


def undo_changes(*, batch: UUID, scope: Scope, by: Actor, now: datetime) -> ChangeReceipt:
    """Put back what a change of the scope's replaced, where nobody has changed it since. Raises NothingToUndo."""
    raise NotImplementedError


def paste_back(
    *, rows: Iterable[PastedRow], scope: Scope, by: Actor, now: datetime
) -> ChangeReceipt:
    """Do what `queries.read_pasted` says a list would; rows that cannot be used are left, and named."""
    raise NotImplementedError


def note_look(*, scope: Scope, now: datetime) -> None:
    """Write down that the unit has looked at its findings today."""
    raise NotImplementedError
