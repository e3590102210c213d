"""Asking for access to a unit's results, and declining it. Giving it is `give`, as for anybody."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from laerling.access import queries
from laerling.access.models import AccessRequest
from laerling.access.types import Scope, Unit
from laerling.audit import actions as audit
from laerling.kernel.clock import in_oslo
from laerling.kernel.errors import Refusal
from laerling.kernel.types import Actor

# So many requests of one person wait at most; more would be trying out units.
MOST_WAITING: Final = 10


class NoSuchRequest(Refusal):
    """The request is not there, or is not the reader's to answer."""

    code = "no_such_request"
    status = 404
    sentence = _("There is no such request for access.")


@transaction.atomic
def ask_for_access(*, account_id: UUID, unit: Unit, by: Actor, now: datetime) -> None:
    """Note that somebody asks for access to a unit. Safe to repeat.

    Nothing tells whether the unit exists, or whether the request was one too many.
    """
    waiting = AccessRequest.objects.filter(account_id=account_id, declined_at=None)
    if waiting.count() >= MOST_WAITING:
        return
    _row, is_new = AccessRequest.objects.get_or_create(
        account_id=account_id, unit_kind=unit.kind, unit_code=unit.code, declined_at=None, defaults={"asked_at": now}
    )
    if is_new:
        audit.record("access.request.asked", by=by, now=now, scope=unit.key)


@transaction.atomic
def decline_access(*, request_id: UUID, scope: Scope, by: Actor, now: datetime) -> None:
    """Decline a request for access. Safe to repeat. Raises NoSuchRequest where it is not the reader's to answer."""
    row = AccessRequest.objects.select_for_update().filter(pk=request_id).first()
    reader = queries.reader_of(scope, by.id, on=in_oslo(now).date())
    if row is None or not queries.may_answer(reader, row.unit):
        raise NoSuchRequest
    if row.declined_at is None:
        AccessRequest.objects.filter(pk=row.pk).update(declined_at=now)
        audit.record("access.request.declined", by=by, now=now, scope=row.unit.key)
