"""What the page and its files show of the events: read once, in the same words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from laerling.access import queries as access
from laerling.access.types import Scope
from laerling.audit import queries as audit
from laerling.audit.models import Event
from laerling.kernel.clock import in_oslo, oslo_instant
from laerling.portals.history import words


@dataclass(frozen=True, slots=True)
class Choice:
    """What the address asks for: the first instant of a month, and a family of kinds; empty for all."""

    month: datetime | None
    family: str

    @property
    def month_code(self) -> str:
        """The month as the address writes it, "2026-10"; empty for all."""
        return f"{in_oslo(self.month):%Y-%m}" if self.month else ""


@dataclass(frozen=True, slots=True)
class DoneLine:
    """One thing that was done."""

    at: datetime
    who: str
    what: str


def months(scope: Scope) -> tuple[datetime, ...]:
    """Return the months that have something to show, the newest first."""
    return audit.months_of(scope.key, shared=words.SHARED)


def chosen(month: str, family: str, offered: Iterable[datetime]) -> Choice:
    """Read the address; what it cannot mean is left out."""
    found = next((one for one in offered if f"{in_oslo(one):%Y-%m}" == month), None)
    return Choice(found, family if family in words.FAMILIES else "")


def events(scope: Scope, choice: Choice) -> QuerySet[Event, Any]:
    """Return the unit's events of a choice, the newest first."""
    kinds = [name for name, kind in words.KINDS.items() if kind.family == choice.family] if choice.family else None
    end = _month_after(choice.month) if choice.month else None
    return audit.done_for(scope.key, shared=words.SHARED, kinds=kinds, start=choice.month, end=end)


def lines(scope: Scope, rows: Iterable[dict[str, Any]]) -> list[DoneLine]:
    """Put events into words, with the names of the unit's own people. Three queries, however many rows."""
    shown = list(rows)
    people = {row["actor_id"] for row in shown if row["actor_kind"] == "person"}
    names = access.names_for(scope, people)
    return [
        DoneLine(
            row["at"], _who(row["actor_kind"], row["actor_id"], names), words.sentence(row["what"], row["details"])
        )
        for row in shown
    ]


def _month_after(month: datetime) -> datetime:
    first = in_oslo(month).date()
    return oslo_instant(first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1))


def _who(kind: str, actor_id: str, names: dict[str, str]) -> str:
    if kind == "person":
        return names.get(actor_id) or _("Somebody who has no access any more")
    if actor_id == "command":
        return _("Those who run the system")
    return _("The system itself")
