"""Changes to the calendar addresses: made, and taken away."""

import secrets
from datetime import datetime

from django.db import transaction

from laerling.access.types import Scope
from laerling.audit import actions as audit
from laerling.invitations.subscriptions.models import CalendarSubscription
from laerling.invitations.subscriptions.rules import token_hash
from laerling.kernel.types import Actor

# 128 bits: nobody guesses it, and nobody needs to write it by hand.
_BYTES = 16


@transaction.atomic
def make_subscription(*, scope: Scope, with_dispatches: bool, language: str, by: Actor, now: datetime) -> str:
    """Make a unit's calendar address anew and return its token, shown once and stored nowhere. The one before is over."""
    _end(scope, with_dispatches=with_dispatches, now=now)
    token = secrets.token_urlsafe(_BYTES)
    CalendarSubscription.objects.create(
        unit_kind=scope.unit_kind,
        unit_code=scope.unit_code,
        with_dispatches=with_dispatches,
        language=language,
        token_hash=token_hash(token),
        made_at=now,
    )
    audit.record("invitations.calendar.made", by=by, now=now, scope=scope.key, with_dispatches=with_dispatches)
    return token


@transaction.atomic
def revoke_subscription(*, scope: Scope, with_dispatches: bool, by: Actor, now: datetime) -> bool:
    """Let a unit's calendar address lead nowhere; return False where there was none."""
    if not _end(scope, with_dispatches=with_dispatches, now=now):
        return False
    audit.record("invitations.calendar.revoked", by=by, now=now, scope=scope.key, with_dispatches=with_dispatches)
    return True


def _end(scope: Scope, *, with_dispatches: bool, now: datetime) -> int:
    mine = CalendarSubscription.objects.filter(unit_kind=scope.unit_kind, unit_code=scope.unit_code, revoked_at=None)
    return mine.filter(with_dispatches=with_dispatches).update(revoked_at=now)
