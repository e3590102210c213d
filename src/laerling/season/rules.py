"""The timetable: which step of a round is due when (M1). Pure."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Final

from laerling.rounds.rules import RoundFacts

# The last draw is frozen at noon this many days before the opening, so that links and profiles are ready and seen.
FREEZE_DAYS_BEFORE_OPENING = 3
# The nightly mix of the urn, when the fewest are answering.
MIX_AT = time(3, 30)


class Step(StrEnum):
    """What the system does by itself, once a round."""

    DRAW_PRELIMINARY = "draw_preliminary"
    FREEZE_SAMPLE = "freeze_sample"
    CREATE_INVITATIONS = "create_invitations"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Due:
    """A step and the instant it was due."""

    step: Step
    at: datetime


def timetable(this_round: RoundFacts) -> tuple[Due, ...]:
    """Return the round's steps in the order of time."""
    freeze = this_round.opens_at - timedelta(days=FREEZE_DAYS_BEFORE_OPENING) + timedelta(hours=12)
    return (
        Due(Step.DRAW_PRELIMINARY, this_round.corrections_due_at),
        Due(Step.FREEZE_SAMPLE, freeze),
        Due(Step.CREATE_INVITATIONS, this_round.opens_at),
        Due(Step.CLOSE, this_round.closes_at),
    )


def due(this_round: RoundFacts, *, taken: Collection[str], now: datetime) -> tuple[Step, ...]:
    """Return the steps that are due at `now` and not taken, in order."""
    return tuple(entry.step for entry in timetable(this_round) if entry.at <= now and entry.step not in taken)


def nights_mix(this_round: RoundFacts, *, oslo_now: datetime) -> str | None:
    """Return the key of the mix that is due tonight, or None outside the answering period. One key a night."""
    if not this_round.opens_at <= oslo_now < this_round.closes_at or oslo_now.time() < MIX_AT:
        return None
    return f"mix:{oslo_now.date().isoformat()}"


@dataclass(frozen=True, slots=True, order=True)
class InboxName:
    """What the name of a file in the inbox folder says; sorted as files are taken in: offices and establishments first."""

    rank: int
    stage_rank: int
    register: str
    stage: str
    year: int


_INBOX_NAME: Final = re.compile(
    r"(vigo|nor|nlr)-(preliminary|final)-(20[0-9]{2})(?![0-9])[\w.-]{0,80}\.(?:csv|xlsx)\Z", re.ASCII
)


def inbox_name(name: str) -> InboxName | None:
    """Return what a file's name says, such as `vigo-preliminary-2026-09-01.csv`; None where it says too little."""
    found = _INBOX_NAME.match(name.lower())
    if found is None:
        return None
    register, stage, year = found[1], found[2], int(found[3])
    return InboxName(("nor", "nlr", "vigo").index(register), int(stage == "final"), register, stage, year)
