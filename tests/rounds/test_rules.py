from datetime import UTC, datetime

import pytest

from laerling.rounds.rules import Phase, RoundFacts, calendar, next_milestone, phase, standard_calendar

ROUND = RoundFacts(
    year=2026,
    name="Lærlingundersøkelsen 2026",
    closed_at=None,
    months_in_training=11,
    more_than=True,
    sms_dispatches_county=7,
    sms_dispatches_office=3,
    reminders_at_most=3,
    reminder_gap_days=7,
    minimum_answers=5,
    sensitive_minimum=10,
    profile_minimum=5,
    questionnaire="apprentice-2026",
    legal={},
    **standard_calendar(2026),
)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 8, 31, 21, 59, 59, tzinfo=UTC), Phase.BEFORE),
        (datetime(2026, 8, 31, 22, 0, tzinfo=UTC), Phase.CHECKING),
        (datetime(2026, 9, 30, 9, 59, 59, tzinfo=UTC), Phase.CHECKING),
        (datetime(2026, 9, 30, 10, 0, tzinfo=UTC), Phase.PREPARING),
        (datetime(2026, 10, 14, 21, 59, 59, tzinfo=UTC), Phase.PREPARING),
        (datetime(2026, 10, 14, 22, 0, tzinfo=UTC), Phase.OPEN),
        (datetime(2026, 12, 20, 22, 59, 59, tzinfo=UTC), Phase.OPEN),
        (datetime(2026, 12, 20, 23, 0, tzinfo=UTC), Phase.CLOSED),
        (datetime(2027, 1, 2, 6, 59, 59, tzinfo=UTC), Phase.CLOSED),
        (datetime(2027, 1, 2, 7, 0, tzinfo=UTC), Phase.PUBLISHED),
    ],
)
def test_phase_changes_at_the_oslo_second(moment, expected):
    assert phase(ROUND, moment) == expected


def test_calendar_runs_forward_and_ends_with_results():
    milestones = calendar(ROUND)
    assert [milestone.at for milestone in milestones] == sorted(milestone.at for milestone in milestones)
    assert milestones[-1].key == "results"


def test_last_day_is_told_as_the_day_people_know():
    closes = next(milestone for milestone in calendar(ROUND) if milestone.key == "closes")
    assert closes.on.isoformat() == "2026-12-20"


def test_next_milestone_after_the_deadline_is_the_final_extract():
    following = next_milestone(ROUND, datetime(2026, 9, 30, 10, 0, tzinfo=UTC))
    assert following is not None
    assert following.key == "final_extract"


def test_next_milestone_after_results_is_none():
    assert next_milestone(ROUND, datetime(2027, 1, 2, 7, 0, tzinfo=UTC)) is None
