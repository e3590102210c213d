"""What a round's calendar means: which phase it is in and what comes next (M1). Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

_OSLO = ZoneInfo("Europe/Oslo")


class Phase(StrEnum):
    """Where in its year a round is."""

    BEFORE = "before"
    CHECKING = "checking"
    PREPARING = "preparing"
    OPEN = "open"
    CLOSED = "closed"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """A round's dates, quotas and thresholds; the names are those of the table."""

    year: int
    name: str
    preliminary_extract_on: date
    check_starts_on: date
    corrections_due_at: datetime
    final_extract_on: date
    opens_on: date
    closes_on: date
    results_at: datetime
    closed_at: datetime | None
    months_in_training: int
    more_than: bool
    sms_dispatches_county: int
    sms_dispatches_office: int
    reminders_at_most: int
    reminder_gap_days: int
    minimum_answers: int
    sensitive_minimum: int
    profile_minimum: int
    questionnaire: str
    legal: dict[str, dict[str, str]]

    @property
    def opens_at(self) -> datetime:
        """The instant the survey opens: midnight in Oslo as `opens_on` begins."""
        return _midnight(self.opens_on)

    @property
    def closes_at(self) -> datetime:
        """The instant the survey closes: midnight in Oslo as the last day, `closes_on`, ends."""
        return end_of(self.closes_on)


@dataclass(frozen=True, slots=True)
class Milestone:
    """A named instant of the calendar; `last_day` where people know it as the day before."""

    key: str
    at: datetime
    last_day: date | None = None

    @property
    def on(self) -> date:
        """The Oslo date people speak of."""
        return self.last_day or self.at.astimezone(_OSLO).date()


def phase(this_round: RoundFacts, now: datetime) -> Phase:
    """Return the phase the round is in at `now`."""
    starts = (
        (this_round.results_at, Phase.PUBLISHED),
        (this_round.closes_at, Phase.CLOSED),
        (this_round.opens_at, Phase.OPEN),
        (this_round.corrections_due_at, Phase.PREPARING),
        (_midnight(this_round.check_starts_on), Phase.CHECKING),
    )
    return next((name for start, name in starts if now >= start), Phase.BEFORE)


def calendar(this_round: RoundFacts) -> tuple[Milestone, ...]:
    """Return the round's milestones in the order of time."""
    return (
        Milestone("preliminary_extract", _midnight(this_round.preliminary_extract_on)),
        Milestone("corrections_due", this_round.corrections_due_at),
        Milestone("final_extract", _midnight(this_round.final_extract_on)),
        Milestone("opens", this_round.opens_at),
        Milestone("closes", this_round.closes_at, last_day=this_round.closes_on),
        Milestone("results", this_round.results_at),
    )


def next_milestone(this_round: RoundFacts, now: datetime) -> Milestone | None:
    """Return the first milestone still to come, or None when the year is over."""
    return next((milestone for milestone in calendar(this_round) if milestone.at > now), None)


def standard_calendar(year: int) -> dict[str, date | datetime]:
    """Return the Directorate's standard dates for a round (M1; the source page of 26.10.2023).

    Results stand on 2 January; they are shown from 08:00, when people come to work.
    """
    return {
        "preliminary_extract_on": date(year, 9, 1),
        "check_starts_on": date(year, 9, 1),
        "corrections_due_at": datetime.combine(date(year, 9, 30), time(12), tzinfo=_OSLO),
        "final_extract_on": date(year, 10, 1),
        "opens_on": date(year, 10, 15),
        "closes_on": date(year, 12, 20),
        "results_at": datetime.combine(date(year + 1, 1, 2), time(8), tzinfo=_OSLO),
    }


def end_of(day: date) -> datetime:
    """Return the instant an Oslo day ends: the next midnight."""
    return _midnight(day + timedelta(days=1))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=_OSLO)
