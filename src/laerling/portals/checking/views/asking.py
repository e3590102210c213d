"""What every page of the quality check asks first: which round, which choice, how long is left."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from laerling.access.policy import may
from laerling.portals.checking import choices, countdown
from laerling.portals.checking.choices import Choice
from laerling.portals.shell.staff import StaffRequest
from laerling.register import actions
from laerling.rounds import queries as rounds
from laerling.rounds.rules import RoundFacts


@dataclass(frozen=True, slots=True)
class Deadline:
    """When corrections must be in the registers, and how long is left in words; empty when it has passed."""

    at: datetime
    left: str

    @property
    def is_past(self) -> bool:
        """Whether corrections no longer count in this round."""
        return not self.left


@dataclass(frozen=True, slots=True)
class Asked:
    """The round, the choice of the address, and what all templates need of them."""

    this_round: RoundFacts
    choice: Choice
    context: dict[str, Any]


def asked(request: StaffRequest) -> Asked:
    """Return what a page is asked for. That the unit has looked is noted; the Directorate's looks are not."""
    this_round = rounds.current(request.now)
    choice = choices.read(request.GET, request.scope, account_id=request.actor.id)
    if not request.scope.is_national:
        actions.note_look(scope=request.scope, now=request.now)
    county = choice.asked.get("fylke", "")
    context = {
        "round": this_round,
        "deadline": deadline(this_round, request.now),
        "may_mend": may_mend(request),
        "asked": choice.asked,
        "query": choice.query,
        "county_query": choices.query({"fylke": county}),
        "narrows": choice.narrows,
        "narrowed_to": choice.scope.unit_name if county else "",
    }
    return Asked(this_round, choice, context)


def deadline(this_round: RoundFacts, now: datetime) -> Deadline:
    """Return the round's deadline for corrections as seen at `now`."""
    at = this_round.corrections_due_at
    return Deadline(at, countdown.left(at, now))


def may_mend(request: StaffRequest) -> bool:
    """Whether the role may say anything of findings; the Directorate only looks on."""
    return may(request.scope, "finding.mend")
