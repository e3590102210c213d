"""Changes to rounds."""

from datetime import datetime

from django.db import transaction

from laerling.audit import actions as audit
from laerling.kernel.db import require_one
from laerling.kernel.types import Actor
from laerling.rounds.models import Round
from laerling.rounds.rules import standard_calendar

# Legal basis, controller and purpose as the Directorate states them (M34; source page of 26.10.2023).
LEGAL = {
    "basis": {
        "nb": "Personvernforordningen artikkel 6 nr. 1 bokstav e og artikkel 9 nr. 2 bokstav g, "
        "jf. forskrift til opplæringsloven § 2-4.",
        "nn": "Personvernforordninga artikkel 6 nr. 1 bokstav e og artikkel 9 nr. 2 bokstav g, "
        "jf. forskrift til opplæringslova § 2-4.",
        "en": "GDPR article 6(1)(e) and article 9(2)(g), cf. regulations to the Education Act section 2-4.",
    },
    "controller": {
        "nb": "Utdanningsdirektoratet er behandlingsansvarlig.",
        "nn": "Utdanningsdirektoratet er behandlingsansvarleg.",
        "en": "The Directorate for Education and Training is the controller.",
    },
}


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
def mark_closed(*, year: int, by: Actor, now: datetime) -> None:
    """Write down that the round's urn was closed at `now`. Raises LostRace if it was closed before."""
    require_one(Round.objects.filter(year=year, closed_at=None).update(closed_at=now))
    audit.record("rounds.round.closed", by=by, now=now, about=f"round:{year}")
