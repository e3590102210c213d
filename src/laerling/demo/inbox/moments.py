"""The moments of a round that a demo's clock is usually set to."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from laerling.rounds.rules import RoundFacts

_MORNING = timedelta(hours=9)


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant and what happens then."""

    label: str | Promise
    at: datetime


def moments(this_round: RoundFacts) -> tuple[Moment, ...]:
    """Return the round's moments in the order of time."""
    return (
        Moment(_("The counties check their lists"), this_round.corrections_due_at - timedelta(days=15, hours=3)),
        Moment(_("The last hours of the check"), this_round.corrections_due_at - timedelta(hours=3)),
        Moment(_("The survey opens"), this_round.opens_at + _MORNING),
        Moment(_("A few days into the survey"), this_round.opens_at + timedelta(days=5) + _MORNING),
        Moment(_("In the middle of the survey"), this_round.opens_at + timedelta(days=26) + _MORNING),
        Moment(_("The last day"), this_round.closes_at - timedelta(hours=15)),
        Moment(_("The survey has closed"), this_round.closes_at + _MORNING),
        Moment(_("The results are published"), this_round.results_at + timedelta(hours=1)),
    )
