"""A round's calendar as people read it: the milestones in order, with past, now and next marked."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from laerling.kernel.clock import in_oslo
from laerling.portals.ordering.words import Words
from laerling.portals.shell.templatetags.shell import day_short
from laerling.rounds import rules
from laerling.rounds.rules import Milestone, RoundFacts

_COMING: Words = {
    "preliminary_extract": gettext_lazy("Preliminary list; the quality check begins"),
    "corrections_due": gettext_lazy("Deadline for corrections in VIGO"),
    "final_extract": gettext_lazy("Final list"),
    "opens": gettext_lazy("The survey opens"),
    "closes": gettext_lazy("Last day to answer"),
    "results": gettext_lazy("Results are shown"),
}

# How the milestone that was passed last reads: what it began is what goes on now.
_GOING_ON: Words = {
    "preliminary_extract": gettext_lazy("The list is being checked"),
    "corrections_due": gettext_lazy("The check of the list is over"),
    "final_extract": gettext_lazy("The list is final, and the survey is being made ready"),
    "opens": gettext_lazy("The survey is open"),
    "closes": gettext_lazy("The survey is closed, and results are being made"),
    "results": gettext_lazy("Results are shown"),
}

_NOT_BEGUN = gettext_lazy("The round has not begun")


@dataclass(frozen=True, slots=True)
class Line:
    """One milestone as shown: `state` is past, now, next or later."""

    label: str
    when: str
    state: str
    note: str = ""


def lines(this_round: RoundFacts, now: datetime) -> tuple[Line, ...]:
    """Return the calendar's lines."""
    milestones = rules.calendar(this_round)
    going_on, coming = _latest(milestones, now), rules.next_milestone(this_round, now)
    shown = []
    for milestone in milestones:
        state = "past" if milestone.at <= now else "later"
        if milestone == going_on:
            state = "now"
        elif milestone == coming:
            state = "next"
        shown.append(_line(milestone, state, this_round.year, now))
    return tuple(shown)


def phase_sentence(this_round: RoundFacts, now: datetime) -> str:
    """Return where in its year the round is, in a few words."""
    going_on = _latest(rules.calendar(this_round), now)
    return str(_GOING_ON[going_on.key] if going_on else _NOT_BEGUN)


def days_left(this_round: RoundFacts, now: datetime) -> int:
    """Return in how many days the last day to answer is: none on that day itself, as the calendar counts."""
    return (this_round.closes_on - in_oslo(now).date()).days


def coming_words(key: str) -> str:
    """Return what a milestone is called while it is still to come."""
    return str(_COMING[key])


def _latest(milestones: tuple[Milestone, ...], now: datetime) -> Milestone | None:
    return next((milestone for milestone in reversed(milestones) if milestone.at <= now), None)


def _line(milestone: Milestone, state: str, year: int, now: datetime) -> Line:
    label = (_GOING_ON if state == "now" else _COMING)[milestone.key]
    notes = [_at(milestone), _in_days(milestone.on, in_oslo(now).date()) if state == "next" else ""]
    when = day_short(milestone.on) + ("" if milestone.on.year == year else f" {milestone.on.year}")
    return Line(str(label), when, state, ", ".join(filter(None, notes)))


def _at(milestone: Milestone) -> str:
    at = in_oslo(milestone.at)
    if milestone.last_day or (at.hour, at.minute) == (0, 0):
        return ""
    return _("At %(time)s") % {"time": f"{at:%H.%M}"}


def _in_days(day: date, today: date) -> str:
    left = (day - today).days
    if left <= 0:
        return _("today")
    return ngettext("in %(left)s day", "in %(left)s days", left) % {"left": left}
