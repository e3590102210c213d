"""Recording what was done."""

from datetime import datetime
from typing import Any

from laerling.audit.models import Event
from laerling.kernel.types import Actor


def record(what: str, *, by: Actor, now: datetime, about: str = "", scope: str = "", **details: Any) -> None:
    """Append one event in the caller's transaction.

    `what` is `station.noun.past`; `about` names the thing by kind and id, "round:2026"; `scope` the unit it was done
    for, "county:46". Details are counts, codes and ids: never names, addresses or other personal values.
    """
    Event.objects.create(
        at=now, actor_kind=by.kind, actor_id=by.id, what=what, about=about, scope=scope, details=details
    )
