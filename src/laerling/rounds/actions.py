"""Changes to rounds."""

from datetime import datetime

from django.db import transaction

from laerling.audit import actions as audit
from laerling.kernel.db import require_one
from laerling.kernel.types import Actor
from laerling.rounds.legal import LEGAL
from laerling.rounds.models import Round
from laerling.rounds.rules import end_of, standard_calendar


@transaction.atomic
def ensure_standard_round(*, year: int, questionnaire: str, by: Actor, now: datetime) -> bool:
    """Make the round of `year` with the standard calendar, quotas and thresholds; return False if it was there.

    Quotas 7 and 3 (M18), at most 3 reminders a week apart (M19), more than 11 months (M4), 5 answers behind any
    figure and 10 for sensitive ones (M24; defaults to be confirmed by the Directorate).
    """
    _row, made = Round.objects.get_or_create(
        year=year,
        defaults={
            "name": f"Lærlingundersøkelsen {year}",
            "months_in_training": 11,
            "more_than": True,
            "sms_dispatches_county": 7,
            "sms_dispatches_office": 3,
            "reminders_at_most": 3,
            "reminder_gap_days": 7,
            "minimum_answers": 5,
            "sensitive_minimum": 10,
            "profile_minimum": 5,
            "questionnaire": questionnaire,
            "legal": LEGAL,
            **standard_calendar(year),
        },
    )
    if made:
        audit.record("rounds.round.made", by=by, now=now, about=f"round:{year}")
    return made


@transaction.atomic
def ensure_past_round(*, year: int, questionnaire: str, by: Actor, now: datetime) -> bool:
    """Make a round that was held before this system, closed on its last day; return False if the round was there."""
    is_new = ensure_standard_round(year=year, questionnaire=questionnaire, by=by, now=now)
    if is_new:
        last_day = Round.objects.values_list("closes_on", flat=True).get(year=year)
        Round.objects.filter(year=year).update(closed_at=end_of(last_day))
    return is_new


@transaction.atomic
def mark_closed(*, year: int, by: Actor, now: datetime) -> None:
    """Write down that the round's urn was closed at `now`. Raises LostRace if it was closed before."""
    require_one(Round.objects.filter(year=year, closed_at=None).update(closed_at=now))
    audit.record("rounds.round.closed", by=by, now=now, about=f"round:{year}")
