"""What happened in the days after each dispatch: the unit's curve around it, and no more than that is claimed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Final

from laerling.access.types import Scope
from laerling.invitations.models import Dispatch
from laerling.invitations.tallies.queries import shares
from laerling.invitations.tallies.types import Day
from laerling.kernel.clock import in_oslo
from laerling.rounds.rules import RoundFacts

# How many days after a dispatch are looked at: until the next may go (M19).
_DAYS: Final = 7


@dataclass(frozen=True, slots=True)
class Effect:
    """A day on which a unit sent, and how many of all its people had answered before it and at the end of `until`.

    `sent` holds (kind, channel) of each dispatch of the day. The counts are None where the unit has no days.
    """

    on: date
    until: date
    sent: tuple[tuple[str, str], ...]
    n_people: int
    n_before: int | None
    n_after: int | None

    @property
    def n_more(self) -> int | None:
        """How many more had answered."""
        if self.n_before is None or self.n_after is None:
            return None
        return self.n_after - self.n_before


def effects(scope: Scope, this_round: RoundFacts, *, now: datetime) -> tuple[Effect, ...]:
    """Return the days a unit sent something, newest first. None for those who do not send. Two queries."""
    if scope.unit_kind not in {"county", "office"}:
        return ()
    rows = Dispatch.objects.filter(round_id=this_round.year, send_at__lte=now).visible_to(scope)
    sent = rows.exclude(state="stopped").order_by("send_at").values_list("send_at", "kind", "channel", "n_people")
    by_day = [(on, tuple(group)) for on, group in groupby(sent, key=lambda row: in_oslo(row[0]).date())]
    if not by_day:
        return ()
    days = shares.days(scope, this_round, year=this_round.year)
    today = min(in_oslo(now).date(), this_round.closes_on)
    nexts = [on for on, _group in by_day[1:]] + [today + timedelta(days=1)]
    found = []
    for (on, group), following in zip(by_day, nexts, strict=True):
        until = max(on, min(following - timedelta(days=1), on + timedelta(days=_DAYS - 1)))
        before, after = _standing(days, on - timedelta(days=1)), _standing(days, until)
        kinds = tuple((kind, channel) for _at, kind, channel, _n in group)
        found.append(Effect(on, until, kinds, sum(row[3] for row in group), before, after))
    return tuple(reversed(found))


def _standing(days: Iterable[Day], on: date) -> int | None:
    """Return how many had answered at the end of a day; nought before the first day that was counted."""
    days = tuple(days)
    if not days:
        return None
    return next((day.n_answered for day in reversed(days) if day.day <= on), 0)
