from datetime import UTC, datetime, timedelta

import pytest
from croniter import croniter
from procrastinate.contrib.django import app
from tests.invitations.people import members

from laerling.invitations.models import Invitation
from laerling.responses.models import Opening
from laerling.rounds import queries as rounds
from laerling.sample import queries as sample
from laerling.season import actions
from laerling.season.models import Taken

pytestmark = pytest.mark.django_db


def _taken():
    return set(Taken.objects.values_list("key", flat=True))


@pytest.mark.parametrize(
    ("name", "seconds"), [("season.tick", 10), ("season.look_after_extracts", 10), ("season.retry_stalled", 30)]
)
def test_beats_come_as_often_as_they_say(name, seconds):
    cron = next(task.cron for task in app.periodic_registry.periodic_tasks.values() if task.task.name == name)
    beats = croniter(cron, datetime(2026, 10, 20, 8, 0, tzinfo=UTC))
    first, second, third = (beats.get_next(datetime) for _ in range(3))
    assert second - first == third - second == timedelta(seconds=seconds)


def test_step_without_an_extract_waits_and_the_rest_waits_with_it(now):
    actions.tick(now=now)
    assert (_taken(), sample.latest(2026)) == (set(), None)


def test_links_are_made_when_the_survey_opens_and_once_only():
    members(3)
    Taken.objects.create(round_id=2026, key="draw_preliminary", at=datetime(2026, 9, 30, 10, tzinfo=UTC))
    opens_at = rounds.get(2026).opens_at
    actions.tick(now=opens_at - timedelta(seconds=1))
    assert Invitation.objects.count() == 0
    actions.tick(now=opens_at)
    actions.tick(now=opens_at + timedelta(seconds=10))
    assert Invitation.objects.count() == 3
    assert Taken.objects.filter(key="create_invitations").count() == 1


def test_round_is_closed_when_its_last_day_is_over():
    members(1)
    Taken.objects.create(round_id=2026, key="draw_preliminary", at=datetime(2026, 9, 30, 10, tzinfo=UTC))
    closes_at = rounds.get(2026).closes_at
    actions.tick(now=closes_at - timedelta(seconds=1))
    assert not Opening.objects.exists()
    actions.tick(now=closes_at)
    assert Opening.objects.get().n_ballots == 0
    assert rounds.get(2026).closed_at == closes_at
