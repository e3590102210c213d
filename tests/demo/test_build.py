import socket
import tomllib
from datetime import UTC, date, datetime, time

import pytest
from django.contrib.auth import authenticate
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from laerling.access.policy import whole
from laerling.audit.models import Event
from laerling.demo import sign_ins
from laerling.demo.build import crew, history, order
from laerling.demo.build.accounts import BEGUN, NOT_BEGUN
from laerling.demo.history.figures import SIZES
from laerling.demo.inbox import views
from laerling.invitations import queries as invitations
from laerling.invitations.tallies.models import DayTally
from laerling.kernel import clock
from laerling.kernel.types import SYSTEM
from laerling.organisations import queries as organisations
from laerling.register import queries as register
from laerling.responses import answering
from laerling.rounds import actions as rounds_actions
from laerling.rounds import queries as rounds
from laerling.sample import queries as sample
from laerling.season import actions as season
from laerling.season.models import Taken

pytestmark = pytest.mark.django_db
NATION = whole("nation", "", "Norge")
SCALE = 0.03


@pytest.fixture(autouse=True)
def _demo(settings, tmp_path, monkeypatch):
    """A home of its own, where the build's mail server looks too."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        settings.EMAIL_PORT = probe.getsockname()[1]
    settings.DEMO = True
    settings.HOME = tmp_path
    monkeypatch.setenv("LAERLING_HOME", str(tmp_path))


def build(home, at: datetime | None = None) -> bool:
    return order.ensure_built(home=home, at=at, scale=SCALE, workers=1)


def test_round_is_built_once_and_people_have_answered_but_in_the_county_that_has_not_begun(tmp_path):
    assert build(tmp_path) is True
    assert build(tmp_path) is False
    counties = {unit.code: unit for unit in invitations.progress(NATION, order.YEAR)}
    assert len(counties) == 15
    n_asked = sample.latest(order.YEAR).n_asked
    assert sum(unit.n_invited for unit in counties.values()) == n_asked > 300
    assert (counties[NOT_BEGUN].n_reached, counties[NOT_BEGUN].n_answered) == (0, 0)
    others = [unit for code, unit in counties.items() if code != NOT_BEGUN]
    n_reached = sum(unit.n_reached for unit in others)
    n_answered = invitations.totals(NATION, order.YEAR).n_answered
    assert 0.4 < n_answered / n_reached < 0.7
    assert views.store().count() == n_reached
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM responses_intake")
        assert cursor.fetchone() == (n_answered,)


def test_sign_ins_of_a_built_round_work_and_the_apprentices_link_is_open(tmp_path):
    build(tmp_path)
    found = sign_ins.load(home=tmp_path)
    assert [account.unit_kind for account in found.accounts] == [
        *("nation", "county", "county", "office", "governor", "county", "office")
    ]
    assert all(authenticate(username=account.email, password=account.password) for account in found.accounts)
    link = answering.look_up(found.apprentice_path.removeprefix("/s/"))
    assert (link.state, link.county_code) == ("open", BEGUN)


@pytest.mark.parametrize(
    ("at", "count_dates"),
    [
        (datetime(2026, 8, 1, tzinfo=UTC), [date(2026, 9, 1)]),
        (datetime(2026, 9, 10, tzinfo=UTC), [date(2026, 9, 1)]),
        (datetime(2026, 9, 20, tzinfo=UTC), [date(2026, 9, 1), date(2026, 9, 15)]),
    ],
)
def test_round_built_before_october_has_a_list_to_check_and_nothing_after(tmp_path, at, count_dates):
    build(tmp_path, at=at)
    latest = sample.latest(order.YEAR)
    assert (latest.stage, latest.frozen_at) == ("preliminary", None)
    assert clock.in_oslo(latest.drawn_at).date() == count_dates[-1]
    arrived = [row for row in register.extracts(order.YEAR) if row.register == "vigo"]
    assert sorted(row.count_date for row in arrived) == count_dates
    assert invitations.totals(NATION, order.YEAR).n_invited == 0
    assert sign_ins.load(home=tmp_path).apprentice_path == ""
    assert not (tmp_path / "demo-keys").exists()


def test_last_year_is_a_closed_round_with_a_frozen_sample_that_nothing_is_done_with(tmp_path):
    at = datetime(2026, 9, 10, 9, tzinfo=clock.OSLO)
    build(tmp_path, at=at)
    last_year = rounds.get(order.YEAR - 1)
    drawn = sample.latest(order.YEAR - 1)
    assert drawn.frozen_at == clock.oslo_instant(date(2025, 10, 1), time(8))
    assert drawn.n_asked > 300
    assert last_year.closed_at == last_year.closes_at
    assert rounds.current(at).year == order.YEAR
    before = Event.objects.count()
    season.tick(now=at)
    assert not Taken.objects.exists()
    assert Event.objects.count() == before


def test_build_that_was_broken_off_goes_on(tmp_path):
    build(tmp_path)
    before = invitations.totals(NATION, order.YEAR)
    (tmp_path / sign_ins.FILE).unlink()
    assert build(tmp_path) is True
    assert invitations.totals(NATION, order.YEAR) == before
    assert views.store().count() == before.n_reached


def test_build_that_goes_on_later_takes_in_what_came_since_and_nothing_twice(tmp_path):
    build(tmp_path, at=datetime(2026, 9, 20, tzinfo=UTC))
    offices, taken_in = organisations.active_office_numbers(), set(register.extracts(order.YEAR))
    build(tmp_path, at=datetime(2026, 10, 2, tzinfo=UTC))
    came = set(register.extracts(order.YEAR))
    assert taken_in < came
    assert {row.stage for row in came - taken_in} == {"final"}
    assert organisations.active_office_numbers() > offices
    assert sample.latest(order.YEAR).stage == "final"
    assert Taken.objects.get().key == "draw_preliminary"
    # What is frozen later, or opened later, is the calendar's to do.
    assert Taken.objects.get().at == rounds.get(order.YEAR).corrections_due_at


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({"at": None, "is_new": True}, datetime(2026, 10, 20, 7, tzinfo=UTC)),
        ({"at": datetime(2026, 12, 21, 9, tzinfo=clock.OSLO), "is_new": False}, datetime(2026, 12, 21, 8, tzinfo=UTC)),
    ],
)
def test_clock_is_set_to_the_start_or_to_what_was_asked(given, shown):
    order.set_clock(slept_seconds=99.0, **given)
    assert abs((clock.now() - shown).total_seconds()) < 30


def test_clock_of_an_old_demo_goes_on_where_it_stopped():
    order.set_clock(at=datetime(2026, 11, 1, 9, tzinfo=clock.OSLO), slept_seconds=0.0, is_new=False)
    order.set_clock(at=None, slept_seconds=3600.0, is_new=False)
    assert abs((clock.now() - datetime(2026, 11, 1, 7, tzinfo=UTC)).total_seconds()) < 30


@pytest.mark.parametrize("workers", [1, 2])
def test_work_is_shared_out_and_all_of_it_is_done(workers):
    told = []
    crew.share_out(len, ["ab", "c", "def"], workers=workers, progress=told.append)
    assert sorted(told) == [1, 2, 3]


# Last year's goes with this year's; then the second of each two is pooled with the first, which must be in by then.
TWO_BY_TWO = [2025, 2023, 2024, 2021, 2022, 2019, 2020, 2018, 2016, 2017, 2014, 2015, 2012, 2013]


def waiting():
    rows = ProcrastinateJob.objects.order_by("id").values_list("task_name", "args", "lock")
    return [(name, args["round_year"], lock) for name, args, lock in rows if lock == history.LOCK]


def test_earlier_rounds_are_written_and_wait_for_the_worker_two_by_two_newest_first(tmp_path):
    september = datetime(2026, 9, 10, 9, tzinfo=clock.OSLO)
    build(tmp_path, at=september)
    assert sorted(int(path.name) for path in (tmp_path / history.FOLDER).iterdir() if path.is_dir()) == list(SIZES)
    assert waiting() == [(history.TAKE_IN, year, history.LOCK) for year in TWO_BY_TWO]
    assert history.is_coming_in(tmp_path, september)
    for step in history.result_steps(year=order.YEAR, until=september):
        step.do(abs)
    assert waiting()[14:] == [(history.MAKE_RESULTS, order.YEAR, history.LOCK)]


def test_results_of_the_round_come_right_after_last_years_where_they_should_be_out():
    rounds_actions.ensure_standard_round(
        year=order.YEAR, questionnaire="apprentice-2026", by=SYSTEM, now=datetime(2026, 1, 1, tzinfo=UTC)
    )
    for step in history.result_steps(year=order.YEAR, until=datetime(2027, 1, 10, 9, tzinfo=clock.OSLO)):
        step.do(abs)
    assert [year for _name, year, _lock in waiting()] == [2025, 2026, *TWO_BY_TWO[1:]]


def test_last_years_days_end_where_its_results_begin(tmp_path):
    build(tmp_path, at=datetime(2026, 9, 10, 9, tzinfo=clock.OSLO))
    folder = tmp_path / history.FOLDER / "2025"
    said = tomllib.loads((folder / "round.toml").read_text(encoding="utf-8"))
    last = DayTally.objects.filter(year=2025, unit_kind="nation").latest("day")
    assert (last.n_invited, last.n_answered) == (said["n_invited"], said["n_answered"])
