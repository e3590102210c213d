"""Counting a round: what pages read, and what nobody can read out of it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.invitations.people import (
    BYGGOPP,
    NATION,
    NOW,
    OFFICE,
    VESTLAND,
    contacted,
    counted,
    invited,
    office,
    ordered,
)

from laerling.access.policy import whole as whole_unit
from laerling.invitations import actions as invitations
from laerling.invitations.tallies import actions, queries
from laerling.invitations.tallies.models import DayTally, ProgressTally
from laerling.outbox.models import Message
from laerling.rounds import queries as rounds
from laerling.rounds.models import Round

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)
NEXT_DAY = NOW + timedelta(days=1)
GOVERNOR = whole_unit("governor", "vestland", "Statsforvalteren i Vestland")


@pytest.fixture
def this_round(db):
    return rounds.get(2026)


def answer(people):
    for person in people:
        invitations.mark_answered(link_hash=bytes(person.link_hash))


def parts(scope, by):
    return {one.code: (one.n_invited, one.n_answered) for one in queries.parts(scope, rounds.get(2026), by=by)}


def test_each_unit_sees_its_own_parts(this_round):
    office()
    here, there, alone = invited(6, office_orgnr=OFFICE), invited(5, office_orgnr=OFFICE, county="03"), invited(7)
    answer([*here[:4], *there[:1], *alone[:2]])
    counted(NEXT_DAY)
    assert parts(VESTLAND, "office") == {OFFICE: (6, 4), "": (7, 2)}
    assert parts(BYGGOPP, "county") == {"03": (5, 1), "46": (6, 4)}
    assert parts(NATION, "county") == {"03": (5, 1), "46": (13, 6)}
    assert parts(GOVERNOR, "county") == {"46": (13, 6)}
    assert parts(GOVERNOR, "office") == {}
    total = queries.whole(VESTLAND, this_round)
    assert (total.name, total.n_invited, total.n_answered, round(total.pct)) == ("Vestland", 13, 6, 46)
    assert queries.whole(GOVERNOR, this_round).n_answered == 6


def test_delivery_is_counted_by_channel_and_by_who_cannot_be_reached(this_round):
    invited(3, email_state="missing")
    people = invited(4)
    batch = ordered().pk
    Message.objects.filter(batch=batch, reference=people[0].pk).update(state="accepted")
    contacted(people[0], people[1])
    Message.objects.create(
        batch=batch, source="invitations", reference=people[1].pk, channel="sms", state="delivered",
        not_before=NOW, queued_at=NOW,
    )  # fmt: skip
    counted()
    found = queries.whole(VESTLAND, this_round)
    assert (found.n_invited, found.n_reached, found.n_email, found.n_sms) == (7, 2, 1, 1)
    assert (found.n_no_address, found.n_waiting) == (3, 2)


def test_one_answer_in_a_small_unit_cannot_be_seen_to_come(this_round):
    people = invited(30)
    answer(people[:1])
    counted(LATER)
    assert queries.whole(VESTLAND, this_round).n_answered == 0
    answer(people[1:5])
    counted(LATER)
    assert queries.whole(VESTLAND, this_round).n_answered == 5
    answer(people[5:6])
    counted(NEXT_DAY)
    assert queries.whole(VESTLAND, this_round).n_answered == 6


def test_crowd_is_followed_through_the_day(this_round):
    answer(invited(100)[:1])
    counted(LATER)
    assert queries.whole(VESTLAND, this_round).n_answered == 1


def test_rows_do_not_tell_which_of_them_changed():
    office()
    people = invited(120)
    invited(120, office_orgnr=OFFICE)
    answer(people[:3])
    counted(LATER)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT xmin::text) FROM invitations_progresstally")
        assert cursor.fetchone() == (1,)
    assert set(ProgressTally.objects.values_list("counted_at", flat=True)) == {LATER}


def test_time_that_is_told_of_a_count_is_the_ten_minutes_it_lay_in():
    invited(5)
    counted(datetime(2026, 10, 20, 8, 19, 59, 7, tzinfo=UTC))
    assert queries.counted_at(2026) == datetime(2026, 10, 20, 8, 10, tzinfo=UTC)


def test_days_are_kept_and_the_first_count_after_midnight_closes_the_day_before(this_round):
    people = invited(30)
    answer(people[:3])
    counted(LATER)
    counted(datetime(2026, 10, 20, 22, 5, tzinfo=UTC))  # 00:05 in Oslo
    found = [(day.number, day.day, day.n_answered) for day in queries.days(VESTLAND, this_round, year=2026)]
    assert found == [(6, date(2026, 10, 20), 3), (7, date(2026, 10, 21), 3)]
    assert queries.days(NATION, this_round, year=2026) == queries.days(GOVERNOR, this_round, year=2026)


def test_small_units_have_no_days_nor_a_county_that_could_be_reckoned():
    office()
    invited(4, office_orgnr=OFFICE, county="03")
    invited(40, county="46")
    invited(50, county="50")
    assert set(DayTally.objects.values_list("unit_kind", "unit_code")) == {("nation", ""), ("county", "50")}


def test_database_itself_takes_no_answers_of_a_small_group():
    invited(4)
    with pytest.raises(IntegrityError, match="tally_small_hidden"), transaction.atomic():
        ProgressTally.objects.filter(part_kind="whole").update(n_answered=1)


def test_counting_goes_on_until_the_first_count_after_the_last_day(this_round):
    people = invited(30)
    last_evening = datetime(2026, 12, 20, 22, 55, tzinfo=UTC)
    assert actions.count_due(last_evening) == 1
    answer(people[:2])
    assert actions.count_due(last_evening + timedelta(minutes=10)) == 1
    assert actions.count_due(last_evening + timedelta(minutes=20)) == 0
    assert queries.days(VESTLAND, this_round, year=2026)[-1].n_answered == 2
    assert queries.days(VESTLAND, this_round, year=2026)[-1].day == this_round.closes_on


def test_nothing_is_counted_before_the_survey_opens():
    assert actions.count_due(datetime(2026, 10, 1, 8, tzinfo=UTC)) == 0


def test_counting_again_changes_nothing(this_round):
    answer(invited(30)[:7])
    counted(NEXT_DAY)
    before = list(
        ProgressTally.objects.order_by("unit_kind", "part_kind").values_list("unit_kind", "part_kind", "n_answered")
    )
    counted(NEXT_DAY)
    after = list(
        ProgressTally.objects.order_by("unit_kind", "part_kind").values_list("unit_kind", "part_kind", "n_answered")
    )
    assert before == after
    assert DayTally.objects.filter(unit_kind="county").count() == 2


@pytest.mark.parametrize("n", [10, 300])
def test_questions_are_few_however_many_people_there_are(n, this_round):
    invited(n)
    with CaptureQueriesContext(connection) as seen:
        queries.whole(VESTLAND, this_round)
        queries.parts(VESTLAND, this_round, by="office")
        queries.days(VESTLAND, this_round, year=2026)
    assert len(seen) == 3
    assert not any("invitations_invitation" in query["sql"] for query in seen.captured_queries)


def test_round_without_invitations_has_noughts(this_round):
    assert actions.count(round_year=2026, now=NOW) == 0
    assert queries.whole(VESTLAND, this_round).n_answered == 0
    assert queries.counted_at(2026) is None
    assert Round.objects.filter(year=2026).exists()
