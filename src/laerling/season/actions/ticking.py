"""Taking the steps that are due, each once."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from laerling.audit import actions as audit
from laerling.invitations import actions as invitations
from laerling.kernel.clock import in_oslo
from laerling.kernel.errors import Refusal
from laerling.kernel.types import SYSTEM
from laerling.outbox import actions as outbox
from laerling.reports.ready import actions as reports
from laerling.responses import actions as responses
from laerling.rounds import queries as rounds
from laerling.rounds.rules import RoundFacts
from laerling.sample import actions as sample
from laerling.sample import queries as samples
from laerling.season import rules
from laerling.season.models import Taken
from laerling.season.rules import Step

logger = logging.getLogger(__name__)

Work = Callable[[RoundFacts, datetime], object]


def tick(*, now: datetime) -> None:
    """Do what the calendar of every unfinished round says is due at `now`. Safe to repeat."""
    outbox.resolve_expired_leases(now)
    for this_round in map(rounds.get, rounds.years()):
        if this_round.closed_at is None:
            _turn(this_round, now)
    responses.destroy_due_urns(by=SYSTEM, now=now)
    invitations.start_due_dispatches(now)
    reports.start_due_set(now=now)


def _turn(this_round: RoundFacts, now: datetime) -> None:
    """Take one round's due steps in order. What waits for a refused step waits with it."""
    taken = set(Taken.objects.filter(round_id=this_round.year).values_list("key", flat=True))
    _keep_lists_current(this_round, now)
    for step in rules.due(this_round, taken=taken, now=now):
        if not _take(this_round, step, _WORK[step], now):
            return
    night = rules.nights_mix(this_round, oslo_now=in_oslo(now))
    if night and night not in taken:
        _take(this_round, night, _mix, now)


def _keep_lists_current(this_round: RoundFacts, now: datetime) -> None:
    """Let the lists follow the files: the preliminary one is drawn anew, and what happened to the locked one is marked."""
    if this_round.closed_at is not None:
        return
    try:
        with transaction.atomic():
            sample.draw_if_newer(round_year=this_round.year, by=SYSTEM, now=now)
            sample.mark_if_newer(round_year=this_round.year, by=SYSTEM, now=now)
    except Refusal as refusal:
        logger.info("the lists of %s wait: %s", this_round.year, refusal.code)


def _take(this_round: RoundFacts, key: str, work: Work, now: datetime) -> bool:
    """Take one step and write it down in the same transaction; return False where it was refused: it waits."""
    try:
        with transaction.atomic():
            Taken.objects.create(round_id=this_round.year, key=key, at=now)
            work(this_round, now)
            audit.record("season.step.taken", by=SYSTEM, now=now, about=f"round:{this_round.year}", step=key)
    except Refusal as refusal:
        logger.info("season step %s of %s waits: %s", key, this_round.year, refusal.code)
        return False
    return True


def _draw_preliminary(this_round: RoundFacts, now: datetime) -> object:
    """See that there is a preliminary list at the deadline; it is there already where the files came in time."""
    year = this_round.year
    if samples.latest(year) is None and not samples.has_contracts(year, "final"):
        return sample.draw(round_year=year, stage="preliminary", by=SYSTEM, now=now)
    return sample.draw_if_newer(round_year=year, by=SYSTEM, now=now)


def _freeze(this_round: RoundFacts, now: datetime) -> object:
    try:
        return sample.draw(round_year=this_round.year, stage="final", by=SYSTEM, now=now)
    except sample.SampleIsFrozen:
        # Somebody drew it by hand: that is the draw.
        return None


def _create_invitations(this_round: RoundFacts, now: datetime) -> object:
    # No letter leads to a survey that cannot open.
    if now < this_round.closes_at:
        responses.require_proof(round_year=this_round.year)
    return invitations.create_invitations(round_year=this_round.year, by=SYSTEM, now=now)


def _mix(this_round: RoundFacts, now: datetime) -> object:
    return responses.mix(round_year=this_round.year, by=SYSTEM, now=now)


def _close(this_round: RoundFacts, now: datetime) -> object:
    return responses.close(round_year=this_round.year, by=SYSTEM, now=now)


_WORK: dict[Step, Work] = {
    Step.DRAW_PRELIMINARY: _draw_preliminary,
    Step.FREEZE_SAMPLE: _freeze,
    Step.CREATE_INVITATIONS: _create_invitations,
    Step.CLOSE: _close,
}
