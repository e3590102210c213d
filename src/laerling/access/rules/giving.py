"""Who may give what to whom (M10). Pure.

What somebody may give stands on their grant as user administrator: the tasks it lets them give on, in their unit and
below, as long as it lasts. They need not have the tasks themselves, and nothing can be given that nobody above had to give.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from laerling.access.policy import ALL_TASKS
from laerling.access.types import Role, Unit, UnitKind


@dataclass(frozen=True, slots=True)
class Held:
    """A user administrator's grant: for which unit, which tasks it lets them give on, and how long.

    `valid_to` is the first day it no longer holds, None without end.
    """

    unit: Unit
    gives: frozenset[Role]
    valid_from: date
    valid_to: date | None

    def holds(self, on: date) -> bool:
        """Return whether it holds on a day."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A grant that somebody wants to give; `gives` is empty for all but user administrators."""

    account: str
    role: Role
    unit: Unit
    gives: frozenset[Role]
    valid_from: date
    valid_to: date | None


def may_give(giver: str, held: Iterable[Held], wanted: Wanted, above: Collection[Unit], *, on: date) -> bool:
    """Return whether `giver`, an account who holds `held`, may give `wanted` on a day.

    `above` is the wanted unit itself and all that stand above it. Never to oneself, never more than one may give, never
    for longer than one holds it, and never back in time.
    """
    if wanted.valid_from < on or not _is_sound(wanted):
        return False
    return may_end(giver, (one for one in held if _lasts(one, wanted)), wanted, above, on=on)


def may_end(giver: str, held: Iterable[Held], wanted: Wanted, above: Collection[Unit], *, on: date) -> bool:
    """Return whether `giver` may end, or confirm, a grant: whoever could give its like, however long it lasts."""
    needed = {wanted.role} | wanted.gives
    return giver != wanted.account and any(one.holds(on) and one.unit in above and needed <= one.gives for one in held)


def giveable_by(held: Iterable[Held], unit: Unit, above: Collection[Unit], *, on: date) -> frozenset[Role]:
    """Return the tasks for `unit` that somebody may give on a day."""
    found = (one.gives for one in held if one.holds(on) and one.unit in above)
    return frozenset[Role]().union(*found) & ALL_TASKS[unit.kind]


def giveable(kind: UnitKind) -> frozenset[Role]:
    """Return all that a user administrator of a kind of unit can be let give on: the tasks of units such and below."""
    below: dict[UnitKind, tuple[UnitKind, ...]] = {
        "nation": ("nation", "governor", "county", "office"),
        "governor": ("governor", "county", "office"),
        "county": ("county", "office"),
        "office": ("office",),
    }
    return frozenset[Role]().union(*(ALL_TASKS[one] for one in below[kind]))


def _is_sound(wanted: Wanted) -> bool:
    """Return whether there is such a task for such a unit, with an end after its beginning."""
    return (
        wanted.role in ALL_TASKS[wanted.unit.kind]
        and wanted.gives <= giveable(wanted.unit.kind)
        and (wanted.role == "user_administrator" or not wanted.gives)
        and (wanted.valid_to is None or wanted.valid_to > wanted.valid_from)
    )


def _lasts(held: Held, wanted: Wanted) -> bool:
    return held.valid_to is None or (wanted.valid_to is not None and wanted.valid_to <= held.valid_to)
