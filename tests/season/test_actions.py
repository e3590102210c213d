import io
from datetime import UTC, datetime, timedelta

import pytest
from croniter import croniter
from procrastinate.contrib.django import app
from tests.invitations.people import members
from tests.responses.round import round_key

from laerling.invitations.models import Invitation
from laerling.kernel.types import SYSTEM
from laerling.register.actions import import_file
from laerling.register.models import Contract, Extract
from laerling.responses.models import Opening
from laerling.rounds import queries as rounds
from laerling.rounds.actions import mark_closed
from laerling.sample import queries as sample
from laerling.sample.models import SampleChange, SampleMember
from laerling.season import actions
from laerling.season.models import Taken
from laerling.season.rules import Step, timetable

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


def test_closed_round_is_left_alone():
    members(3)
    opens_at = rounds.get(2026).opens_at
    Taken.objects.create(round_id=2026, key="draw_preliminary", at=datetime(2026, 9, 30, 10, tzinfo=UTC))
    mark_closed(year=2026, by=SYSTEM, now=opens_at)
    actions.tick(now=opens_at)
    assert Invitation.objects.count() == 0
    assert _taken() == {"draw_preliminary"}


@pytest.fixture
def take_in(by, cases):
    def take_in(register, stage, at, count_date="01.10.2026"):
        content = (cases / f"{register}.csv").read_bytes().replace(b"01.10.2026;00", f"{count_date};00".encode())
        return import_file(
            content=io.BytesIO(content),
            filename="f.csv",
            register=register,
            round_year=2026,
            stage=stage,
            by=by,
            now=at,
        )

    return take_in


def test_preliminary_list_follows_the_files_from_the_first_day(take_in):
    first = datetime(2026, 9, 1, 6, tzinfo=UTC)
    take_in("vigo", "preliminary", first, "01.09.2026")
    actions.tick(now=first)
    without_registers = sample.latest(2026)
    actions.tick(now=first + timedelta(seconds=10))
    assert sample.latest(2026).drawn_at == first

    for register in ("nor", "nlr"):
        take_in(register, "preliminary", first + timedelta(hours=1))
    actions.tick(now=first + timedelta(hours=1))

    drawn = sample.latest(2026)
    assert (without_registers.n_asked, drawn.n_asked, drawn.stage) == (0, 60, "preliminary")
    assert drawn.drawn_at == first + timedelta(hours=1)


def test_preliminary_list_stays_once_the_final_extract_is_in(take_in):
    first, last = datetime(2026, 9, 1, 6, tzinfo=UTC), datetime(2026, 10, 1, 6, tzinfo=UTC)
    take_in("vigo", "preliminary", first, "01.09.2026")
    actions.tick(now=first)
    take_in("vigo", "final", last)
    take_in("nlr", "final", last)
    actions.tick(now=last)

    assert (sample.latest(2026).stage, sample.latest(2026).drawn_at) == ("preliminary", first)


def test_final_list_is_locked_in_time_also_where_there_never_was_a_preliminary_one(take_in):
    freezes_at = next(due.at for due in timetable(rounds.get(2026)) if due.step is Step.FREEZE_SAMPLE)
    take_in("vigo", "final", datetime(2026, 10, 1, 6, tzinfo=UTC))
    actions.tick(now=freezes_at - timedelta(seconds=1))
    assert sample.latest(2026) is None
    actions.tick(now=freezes_at)
    assert sample.latest(2026).frozen_at == freezes_at


def test_changes_of_a_later_final_extract_are_marked_by_themselves_and_once(take_in):
    take_in("vigo", "final", datetime(2026, 10, 1, 6, tzinfo=UTC))
    for register in ("nor", "nlr"):
        take_in(register, "final", datetime(2026, 10, 1, 6, tzinfo=UTC))
    freezes_at = next(due.at for due in timetable(rounds.get(2026)) if due.step is Step.FREEZE_SAMPLE)
    actions.tick(now=freezes_at)
    asked = SampleMember.objects.select_related("contract").first()
    Contract.objects.filter(id=asked.contract_id).update(end_code="HE")
    actions.tick(now=freezes_at + timedelta(seconds=10))
    assert not SampleChange.objects.exists()

    Extract.objects.filter(register="nor").update(sha256="0" * 64)
    take_in("nor", "final", freezes_at)
    actions.tick(now=freezes_at + timedelta(seconds=20))
    actions.tick(now=freezes_at + timedelta(seconds=30))

    assert SampleChange.objects.get().member_id == asked.id


def test_links_are_made_when_the_survey_opens_and_once_only(settings, tmp_path):
    settings.HOME = tmp_path / "home"
    members(3)
    Taken.objects.create(round_id=2026, key="draw_preliminary", at=datetime(2026, 9, 30, 10, tzinfo=UTC))
    opens_at = rounds.get(2026).opens_at
    actions.tick(now=opens_at - timedelta(seconds=1))
    assert Invitation.objects.count() == 0
    actions.tick(now=opens_at)
    assert Invitation.objects.count() == 0, "no letter leads to a survey whose key nobody has shown"
    round_key(tmp_path)
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
