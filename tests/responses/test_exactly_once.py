"""Real transactions, several connections at once: what must hold whoever races."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from django.db import connection, connections, transaction

from laerling.invitations.models import Invitation
from laerling.kernel.types import SYSTEM
from laerling.responses import actions, answering
from laerling.responses.actions.closing import rewrite_drafts
from laerling.responses.models import Draft, Intake, Opening, Urn
from tests.responses.round import YEAR, after_close, answer, n_answered, people, set_clock

pytestmark = pytest.mark.usefixtures("really")


def _at_once(n, work):
    """Run `work(number)` in n threads that start together; return what they returned."""
    barrier = Barrier(n)

    def run(number):
        try:
            barrier.wait(timeout=10)
            return work(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(n) as pool:
        return list(pool.map(run, range(n)))


def test_double_click_in_eight_tabs_is_one_ballot():
    tokens = people(3)
    found = {token: answering.look_up(token) for token in tokens}
    for token in tokens:
        states = _at_once(
            8, lambda number, t=token: answering.submit(t, found[t], {"motivation": 1 + number % 5}).state
        )
        assert states == ["answered"] * 8
    assert (Intake.objects.count(), n_answered()) == (3, 3)


def test_mix_in_the_middle_of_answering_loses_and_doubles_nothing(now):
    tokens = people(60)

    def work(number):
        if number == 6:
            return sum(actions.mix(round_year=YEAR, by=SYSTEM, now=now) for _ in range(5))
        return [answer(token).state for token in tokens[number * 10 : number * 10 + 10]]

    results = _at_once(7, work)
    assert sum(len(states) for states in results[:6]) == 60
    assert (Intake.objects.count() + Urn.objects.count(), n_answered()) == (60, 60)
    assert results[6] == Urn.objects.count()


def test_answer_at_the_instant_of_the_close_is_counted_or_refused():
    tokens = people(40)
    found = {token: answering.look_up(token) for token in tokens}

    def work(number):
        if number == 4:
            set_clock(after_close())
            return actions.close(round_year=YEAR, by=SYSTEM, now=after_close()).n_ballots
        return [_sent(token, found[token]) for token in tokens[number * 10 : number * 10 + 10]]

    *answered, n_closed = _at_once(5, work)
    states = [state for mine in answered for state in mine]
    assert set(states) <= {"answered", "closed"}
    assert (
        states.count("answered") == n_closed == Urn.objects.count() == n_answered() == Opening.objects.get().n_ballots
    )
    assert Intake.objects.count() == 0


def _sent(token, found):
    try:
        return answering.submit(token, found, {}).state
    except answering.KeyMismatch:
        # The keys are destroyed when the close is committed: nothing can be sealed, and the person is told so.
        return "closed"


def _linked():
    """Count ballots that share a transaction number with exactly one person's flag: what a database thief would do."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM ("
            " SELECT ballot.id FROM (SELECT id, xmin FROM responses_intake UNION ALL SELECT id, xmin FROM responses_urn)"
            " AS ballot JOIN invitations_invitation AS person ON person.xmin::text = ballot.xmin::text AND person.answered"
            " GROUP BY ballot.id HAVING count(*) = 1) AS linked"
        )
        return cursor.fetchone()[0]


def test_transaction_numbers_link_every_ballot_before_the_mix_and_none_after(now):
    for token in people(30):
        answer(token)
    assert _linked() == 30
    actions.mix(round_year=YEAR, by=SYSTEM, now=now)
    assert _linked() == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT xmin::text), pg_relation_size('responses_intake') FROM responses_urn")
        assert cursor.fetchone() == (1, 0)


def test_mix_takes_drafts_of_those_who_have_answered_off_the_disk_and_keeps_the_others(now):
    """A deleted row stays in its file, and the server's own secrets open a draft until the close."""
    still, *tokens = people(12)
    for token in (still, *tokens):
        answering.save_draft(token, answering.look_up(token), {"motivation": 4})
    for token in tokens:
        answer(token)
    assert _draft_bytes() > 8192
    actions.mix(round_year=YEAR, by=SYSTEM, now=now)
    assert _draft_bytes() == 8192
    assert answering.read_draft(still, answering.look_up(still)) == {"motivation": 4}


def test_whoever_opens_a_page_while_drafts_are_written_anew_still_finds_theirs(now):
    """A table that was emptied looks empty to whoever was waiting for it, and the next save would keep one page only."""
    token = people(1)[0]
    answering.save_draft(token, answering.look_up(token), {"motivation": 4})

    def work(number):
        if number == 3:
            return [rewrite_drafts() for _ in range(40)]
        return [answering.look_up(token).draft is not None for _ in range(300)]

    assert all(all(found) for found in _at_once(4, work)[:3])


def test_close_leaves_no_draft_on_the_disk():
    token = people(1)[0]
    answering.save_draft(token, answering.look_up(token), {"motivation": 4})
    set_clock(after_close())
    actions.close(round_year=YEAR, by=SYSTEM, now=after_close())
    assert _draft_bytes() == 0


def test_draft_that_somebody_is_reading_is_taken_off_the_disk_once_they_are_done():
    assert _rewritten_while_read(seconds=0.5)
    assert _draft_bytes() == 0


def test_draft_that_somebody_goes_on_reading_is_said_to_be_on_the_disk(monkeypatch, caplog):
    monkeypatch.setattr("laerling.responses.actions.closing._WAITS", ())
    assert not _rewritten_while_read(seconds=5)
    assert "still on the disk" in caplog.text


def _rewritten_while_read(seconds):
    """Delete a draft and write all anew while another reads the database, for so many seconds at most."""
    token = people(1)[0]
    answering.save_draft(token, answering.look_up(token), {"motivation": 4})
    reading, done = Event(), Event()

    def read():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SELECT 1")
            reading.set()
            done.wait(seconds)

    def rewrite():
        assert reading.wait(5)
        Draft.objects.all().delete()
        found = rewrite_drafts()
        done.set()
        return found

    return _at_once(2, lambda number: (read, rewrite)[number]())[1]


def _draft_bytes():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_size('responses_draft')")
        return cursor.fetchone()[0]


def test_place_in_the_urn_tells_nothing_of_the_order(now):
    tokens = people(80)
    order = []
    for token in tokens:
        answer(token)
        order.append(_newest(order))
    actions.mix(round_year=YEAR, by=SYSTEM, now=now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM responses_urn ORDER BY ctid")
        places = {bytes(sealed): place for place, (sealed,) in enumerate(cursor.fetchall())}
    moved = [places[sealed] - number for number, sealed in enumerate(order)]
    # In order all would be 0; in random order the mean distance is a third of 80.
    assert sum(map(abs, moved)) / len(moved) > 15


def _newest(known):
    return next(sealed for sealed in map(bytes, Intake.objects.values_list("sealed", flat=True)) if sealed not in known)


def test_no_flag_is_set_without_its_ballot():
    """A ballot that the database refuses takes the flag with it."""
    token = people(1)[0]
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE responses_intake ADD CONSTRAINT full_disk CHECK (false)")
    try:
        with pytest.raises(Exception, match="full_disk"):
            answer(token)
        assert not Invitation.objects.get().answered
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE responses_intake DROP CONSTRAINT full_disk")
    assert answer(token).state == "answered"
