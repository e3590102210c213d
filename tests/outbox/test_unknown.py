"""Messages whose outcome is unknown: asked about, sent again only where that is safe, never called cancelled."""

from datetime import timedelta
from uuid import uuid4

import pytest

from laerling.kernel import clock
from laerling.outbox import actions, queries
from laerling.outbox.models import Message
from laerling.outbox.rules import ASKED_FOR, LEASE
from laerling.outbox.types import NOT_BEGUN, LeaseLost, Outcome, State

pytestmark = pytest.mark.django_db

ALL = Message.objects.values_list("reference")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def batch(now):
    found = uuid4()
    Message.objects.bulk_create(
        Message(batch=found, source="tests", reference=uuid4(), channel="sms", not_before=now, queued_at=now)
        for _ in range(6)
    )
    return found


def claim(batch, now, **more):
    return actions.claim(batch=batch, eligible=ALL, limit=6, now=now, channel="sms", **more)


def unknown(batch, now):
    """Let every message of the batch lose its reply."""
    claimed = claim(batch, now)
    actions.settle([Outcome(m.id, State.UNKNOWN, "no_reply") for m in claimed], now, lease=claimed[0].lease)
    return [message.id for message in claimed]


def test_the_gateway_is_asked_a_minute_later_and_its_word_is_taken(batch, now):
    taken, never, bounced, *silent = unknown(batch, now)
    asked = []

    def look_up(ids):
        asked.extend(ids)
        return [
            Outcome(taken, State.DELIVERED),
            Outcome(never, State.QUEUED, "not_taken"),
            Outcome(bounced, State.BOUNCED, "no_such_number"),
            Outcome(uuid4(), State.DELIVERED),
        ]

    assert actions.look_up_unknown(channel="sms", look_up=look_up, now=now) == 0
    assert asked == []
    later = now + MINUTE
    assert actions.look_up_unknown(channel="sms", look_up=look_up, now=later) == 3
    assert set(asked) == {taken, never, bounced, *silent}
    assert dict(Message.objects.values_list("pk", "state")) == {
        taken: "delivered",
        never: "queued",
        bounced: "bounced",
        **dict.fromkeys(silent, "unknown"),
    }
    asked.clear()
    actions.look_up_unknown(channel="sms", look_up=look_up, now=later)
    assert asked == []


def test_it_is_asked_for_three_days_and_no_more(batch, now):
    unknown(batch, now)
    actions.look_up_unknown(channel="sms", look_up=lambda _ids: [], now=now + ASKED_FOR)
    never = pytest.fail
    actions.look_up_unknown(channel="sms", look_up=never, now=now + 10 * ASKED_FOR)


def test_a_gateway_that_cannot_be_asked_leaves_them_unknown(batch, now):
    unknown(batch, now)
    assert actions.look_up_unknown(channel="sms", look_up=lambda _ids: None, now=now + MINUTE) == 0
    assert queries.counts_by_state(batch) == {"unknown": 6}


def test_they_are_sent_again_only_where_the_gateway_honours_their_id_and_to_whom_may_get_it(batch, now):
    ids = unknown(batch, now)
    later = now + MINUTE
    assert claim(batch, later) == ()
    gone = Message.objects.get(pk=ids[0]).reference
    again = actions.claim(
        batch=batch, eligible=ALL.exclude(reference=gone), limit=6, now=later, channel="sms", unknown_too=True
    )
    assert {(message.id, message.attempt) for message in again} == {(pk, 2) for pk in ids[1:]}


def test_a_second_try_that_fails_leaves_them_unknown_and_never_cancelled(batch, now):
    unknown(batch, now)
    later = now + MINUTE
    failed, slow, *rest = claim(batch, later, unknown_too=True)
    lease = failed.lease
    actions.settle(
        [Outcome(failed.id, State.QUEUED, "http_503"), Outcome(slow.id, "queued", NOT_BEGUN)], later, lease=lease
    )
    actions.release(ids=[rest[0].id])
    actions.resolve_expired_leases(later + LEASE + MINUTE)
    assert actions.cancel(batch=batch, reason="answered", now=later) == 0
    assert queries.counts_by_state(batch) == {"unknown": 6}
    assert queries.next_due(batch) is None
    assert queries.next_due(batch, again=ALL) is not None


def test_what_a_broken_sender_had_not_begun_is_sent_by_the_next(batch, now):
    claimed = claim(batch, now)

    def broken(outgoing, *, now, begin):
        begin(2)
        yield Outcome(next(iter(outgoing)), State.ACCEPTED)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        actions.hand_over(claimed, [message.id for message in claimed], broken, now=now)
    assert queries.counts_by_state(batch) == {"accepted": 1, "unknown": 1, "queued": 4}


def test_a_sender_whose_lease_was_taken_away_stops_and_its_word_is_still_heard(batch, now):
    claimed = claim(batch, now)
    begun = []

    def slow(outgoing, *, now, begin):
        mails = iter(outgoing)
        begin(1)
        begun.append(next(mails))
        actions.resolve_expired_leases(now + LEASE + MINUTE)
        yield Outcome(begun[0], State.ACCEPTED)
        begin(2)
        begun.append(next(mails))

    told = actions.hand_over(claimed, [message.id for message in claimed], slow, now=now)
    assert [outcome.state for outcome in told] == ["accepted"]
    assert begun == [claimed[0].id]
    assert queries.counts_by_state(batch) == {"accepted": 1, "queued": 5}


def test_begin_refuses_a_lease_that_is_gone(batch, now):
    claimed = claim(batch, now)
    actions.end_lease(lease=claimed[0].lease, now=now)
    with pytest.raises(LeaseLost):
        actions.begin(lease=claimed[0].lease, upto=1, now=now)


def test_an_answer_from_before_the_message_was_sent_again_is_not_believed(batch, now):
    """Two askers hear "never received"; the first one's word sends it again, and the second one's comes afterwards."""
    (asked, *_rest) = unknown(batch, now)
    later = now + MINUTE

    def never_received(_ids):
        return [Outcome(asked, State.QUEUED, "not_taken")]

    def never_received_and_slow_to_tell(ids):
        actions.look_up_unknown(channel="sms", look_up=never_received, now=later)
        (again,) = claim(batch, later)
        assert again.id == asked
        actions.settle([Outcome(asked, State.UNKNOWN, "no_reply")], later, lease=again.lease)
        return never_received(ids)

    assert actions.look_up_unknown(channel="sms", look_up=never_received_and_slow_to_tell, now=later) == 0
    assert queries.counts_by_state(batch) == {"unknown": 6}
    assert claim(batch, later + MINUTE) == ()
    # It is asked about anew, and then the word is good.
    assert actions.look_up_unknown(channel="sms", look_up=never_received, now=later + MINUTE) == 1
    assert [message.attempt for message in claim(batch, later + MINUTE)] == [3]


@pytest.fixture
def passes(monkeypatch, now):
    """Let time pass for whoever is sending."""
    at = [now]
    monkeypatch.setattr(clock, "_wall_clock", lambda: at[0])

    def pass_by(time):
        at[0] += time

    return pass_by


def test_the_minute_before_the_question_begins_when_the_reply_was_lost_not_when_the_batch_was_claimed(
    batch, now, passes
):
    claimed = claim(batch, now)

    def slow(_outgoing, *, now, begin):
        begin(6)
        passes(MINUTE)
        yield Outcome(claimed[0].id, State.UNKNOWN, "no_reply")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        actions.hand_over(claimed, claimed, slow, now=now)
    assert queries.counts_by_state(batch) == {"unknown": 6}
    assert actions.look_up_unknown(channel="sms", look_up=pytest.fail, now=now + MINUTE) == 0
    asked = []
    actions.look_up_unknown(channel="sms", look_up=asked.extend, now=now + 2 * MINUTE)
    assert set(asked) == {message.id for message in claimed}


def test_a_sender_whose_lease_has_run_out_begins_nothing_more_though_nobody_has_ended_it(batch, now, passes):
    claimed = claim(batch, now)

    def slow(_outgoing, *, now, begin):
        begin(1)
        passes(LEASE)
        yield Outcome(claimed[0].id, State.ACCEPTED)
        begin(2)
        pytest.fail("It began another.")

    told = actions.hand_over(claimed, claimed, slow, now=now)
    assert [outcome.state for outcome in told] == ["accepted"]
    assert queries.counts_by_state(batch) == {"accepted": 1, "queued": 5}
