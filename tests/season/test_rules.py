from datetime import UTC, datetime

import pytest

from laerling.kernel.clock import in_oslo
from laerling.rounds.rules import RoundFacts, standard_calendar
from laerling.season.rules import Step, due, nights_mix, timetable

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
        (datetime(2026, 9, 30, 9, 59, 59, tzinfo=UTC), ()),
        (datetime(2026, 9, 30, 10, 0, tzinfo=UTC), (Step.DRAW_PRELIMINARY,)),
        (datetime(2026, 10, 12, 10, 0, tzinfo=UTC), (Step.DRAW_PRELIMINARY, Step.FREEZE_SAMPLE)),
        (datetime(2026, 12, 20, 23, 0, tzinfo=UTC), tuple(Step)),
    ],
)
def test_steps_fall_due_with_the_calendar(moment, expected):
    assert due(ROUND, taken=(), now=moment) == expected


def test_a_step_that_is_taken_is_not_due_again():
    after = datetime(2027, 1, 5, tzinfo=UTC)
    assert due(ROUND, taken={Step.DRAW_PRELIMINARY, Step.CLOSE}, now=after) == (
        Step.FREEZE_SAMPLE,
        Step.CREATE_INVITATIONS,
    )


def test_timetable_runs_forward():
    moments = [entry.at for entry in timetable(ROUND)]
    assert moments == sorted(moments)


@pytest.mark.parametrize(
    ("moment", "key"),
    [
        (datetime(2026, 10, 14, 12, 0, tzinfo=UTC), None),
        (datetime(2026, 10, 20, 1, 29, tzinfo=UTC), None),
        (datetime(2026, 10, 20, 1, 30, tzinfo=UTC), "mix:2026-10-20"),
        (datetime(2026, 10, 26, 2, 30, tzinfo=UTC), "mix:2026-10-26"),
        (datetime(2026, 12, 20, 22, 59, tzinfo=UTC), "mix:2026-12-20"),
        (datetime(2026, 12, 21, 4, 0, tzinfo=UTC), None),
    ],
)
def test_urn_is_mixed_once_a_night_while_people_answer(moment, key):
    assert nights_mix(ROUND, oslo_now=in_oslo(moment)) == key
