"""Where a plan of dispatches goes wrong: two so near that one is wasted, and pauses in which people forget. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final
from uuid import UUID

from laerling.rounds.rules import RoundFacts

# About a week between messages is the Directorate's advice (M19); twice that without a word is too long. Our own figure.
LONG_PAUSE_DAYS: Final = 14


@dataclass(frozen=True, slots=True)
class Entry:
    """A dispatch, its Oslo day, and the groups of people it is for: pairs of county and office."""

    id: UUID
    on: date
    groups: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Pause:
    """Days in which nothing is sent: after `since`, before `until`."""

    since: date
    until: date

    @property
    def n_days(self) -> int:
        """How many days lie between."""
        return (self.until - self.since).days


def clashes(entries: Iterable[Entry], *, gap_days: int) -> dict[UUID, tuple[UUID, ...]]:
    """Return, for each dispatch, those less than `gap_days` before it that share a group with it (M16, M19)."""
    in_order = sorted(entries, key=lambda entry: (entry.on, str(entry.id)))
    found: dict[UUID, tuple[UUID, ...]] = {}
    first = 0
    for number, entry in enumerate(in_order):
        while (entry.on - in_order[first].on).days >= gap_days:
            first += 1
        near = tuple(other.id for other in in_order[first:number] if other.groups & entry.groups)
        if near:
            found[entry.id] = near
    return found


def pauses(days: Iterable[date], this_round: RoundFacts, *, today: date) -> tuple[Pause, ...]:
    """Return the pauses of over two weeks that still can be shortened, while the survey is open.

    From the opening, or the last message, to the next one planned, or the last day to answer.
    """
    inside = sorted({day for day in days if this_round.opens_on <= day <= this_round.closes_on})
    marks = [this_round.opens_on, *inside, this_round.closes_on]
    if not this_round.opens_on <= today <= this_round.closes_on:
        return ()
    return tuple(
        Pause(since, until)
        for since, until in pairwise(marks)
        if until - since > timedelta(days=LONG_PAUSE_DAYS) and until > today
    )
