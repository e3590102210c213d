from datetime import timedelta

import pytest
from django.db import connection

from laerling.audit.models import Event
from laerling.invitations.keys import LinkKeyMissing, link_key
from laerling.kernel.types import SYSTEM
from laerling.responses import actions, answering, queries, urnfile, vault
from laerling.responses.models import Draft, Intake, Opening, Urn
from laerling.rounds import queries as rounds
from tests.responses.round import YEAR, after_close, answer, people, set_clock, stuff

pytestmark = pytest.mark.usefixtures("holders")


def _mix(now):
    return actions.mix(round_year=YEAR, by=SYSTEM, now=now)


def _close(now=None):
    now = now or after_close()
    set_clock(now)
    return actions.close(round_year=YEAR, by=SYSTEM, now=now)


def _ballots(table):
    return {bytes(sealed) for sealed in table.objects.values_list("sealed", flat=True)}


def test_mix_moves_everything_and_changes_nothing_in_it(now):
    for token in people(12)[:8]:
        answer(token)
    before, ids = _ballots(Intake), set(Intake.objects.values_list("pk", flat=True))
    assert _mix(now) == 8
    assert (_ballots(Urn), Intake.objects.count()) == (before, 0)
    assert not ids & set(Urn.objects.values_list("pk", flat=True))


def test_every_mix_writes_the_whole_urn_anew(now):
    tokens = people(6)
    answer(tokens[0])
    _mix(now)
    first = set(Urn.objects.values_list("pk", flat=True))
    answer(tokens[1])
    assert _mix(now) == 1
    assert not first & set(Urn.objects.values_list("pk", flat=True))
    assert _mix(now) == 0
    assert Urn.objects.count() == 2


def test_mix_leaves_other_rounds_ballots_where_they_are(now):
    stuff("responses_intake")
    Intake.objects.update(round_id=2025)
    stuff("responses_urn")
    Urn.objects.update(round_id=2025)
    answer(people(1)[0])
    _mix(now)
    assert Intake.objects.values_list("round_id", flat=True).get() == 2025
    assert sorted(Urn.objects.values_list("round_id", flat=True)) == [2025, YEAR]


def test_mix_clears_a_draft_that_outlived_its_answer(now):
    token = people(1)[0]
    answering.save_draft(token, answering.look_up(token), {})
    draft = Draft.objects.get()
    answer(token)
    Draft.objects.create(link_hash=draft.link_hash, round_id=YEAR, sealed=draft.sealed)
    _mix(now)
    assert not Draft.objects.exists()


@pytest.mark.parametrize("table", ["responses_intake", "responses_urn"])
def test_stuffed_ballot_stops_the_mix_and_the_close(table, now):
    answer(people(1)[0])
    stuff(table)
    with pytest.raises(actions.BallotsAndFlagsDiffer) as refused:
        _mix(now)
    assert str(refused.value).endswith("1 har svart, det er 2 konvolutter.")
    with pytest.raises(actions.BallotsAndFlagsDiffer):
        _close()
    assert not Opening.objects.exists()
    assert rounds.get(YEAR).closed_at is None


def test_lost_ballot_stops_the_mix(now):
    for token in people(2):
        answer(token)
    Intake.objects.filter(pk=Intake.objects.values_list("pk", flat=True)[0]).delete()
    with pytest.raises(actions.BallotsAndFlagsDiffer):
        _mix(now)


def test_round_is_not_closed_before_its_last_day_is_over():
    with pytest.raises(actions.RoundStillOpen):
        _close(rounds.get(YEAR).closes_at - timedelta(seconds=1))


def test_close_counts_names_and_destroys(now, django_capture_on_commit_callbacks):
    tokens = people(5)
    for token in tokens[:3]:
        answer(token)
    answering.save_draft(tokens[4], answering.look_up(tokens[4]), {})
    with django_capture_on_commit_callbacks(execute=True):
        closed = _close()
    assert (closed.n_ballots, closed.is_new) == (3, True)
    assert closed.root_hash == urnfile.root_hash(_ballots(Urn))
    assert (Urn.objects.count(), Intake.objects.count(), Draft.objects.count()) == (3, 0, 0)
    assert rounds.get(YEAR).closed_at == after_close()
    with pytest.raises(LinkKeyMissing):
        link_key(YEAR)
    assert vault.read(YEAR) is None
    assert vault.pinned_fingerprint(YEAR) is not None
    status = queries.status(YEAR)
    assert (status.closed_at, status.n_ballots, status.root_hash) == (after_close(), 3, closed.root_hash)


def test_keys_live_until_the_close_is_certain():
    people(1)
    _close()
    assert vault.read(YEAR) is not None
    assert link_key(YEAR)


def test_closing_twice_changes_nothing(django_capture_on_commit_callbacks):
    answer(people(1)[0])
    first = _close()
    with django_capture_on_commit_callbacks(execute=True):
        again = _close(after_close() + timedelta(days=1))
    assert (again.is_new, again.closed_at, again.root_hash) == (False, first.closed_at, first.root_hash)
    assert Event.objects.filter(what="responses.urn.closed").count() == 1
    assert vault.read(YEAR) is None


def test_nothing_is_taken_after_the_close_whatever_the_clock_says(now):
    token, other = people(2)
    found = answering.look_up(token)
    answer(other)
    _close()
    set_clock(now)
    assert answering.submit(token, found, {}).state == "closed"
    assert answering.look_up(token).state == "closed"
    assert answering.look_up(other).state == "answered"
    assert Urn.objects.count() == 1


def test_urn_without_a_ballot_can_be_closed():
    closed = _close()
    assert (closed.n_ballots, closed.root_hash) == (0, urnfile.root_hash([]))


def test_what_was_done_is_written_down_without_anybody_in_it(now, django_capture_on_commit_callbacks):
    answer(people(1)[0])
    _mix(now)
    with django_capture_on_commit_callbacks(execute=True):
        _close()
    events = Event.objects.filter(what__startswith="responses.").order_by("at", "what").values_list("what", flat=True)
    assert set(events) == {
        "responses.round_key.made",
        "responses.key.challenged",
        "responses.key.proven",
        "responses.urn.mixed",
        "responses.urn.closed",
        "responses.keys.destroyed",
    }


def test_worker_may_mix_and_close(now):
    answer(people(1)[0])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE laerling_worker")
    assert _mix(now) == 1
    actions.close(round_year=YEAR, by=SYSTEM, now=after_close())
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    assert Opening.objects.get().n_ballots == 1
