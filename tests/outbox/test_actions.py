import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.db.utils import IntegrityError

from laerling.outbox import actions, queries
from laerling.outbox.models import Message
from laerling.outbox.rules import LEASE
from laerling.outbox.types import LeaseLost, Outcome

ALL = Message.objects.values_list("reference")


def messages(batch, n, now):
    """Queue n messages; the references are those of a batch made for it."""
    Message.objects.bulk_create(
        Message(batch=batch, source="tests", reference=uuid4(), channel="local", not_before=now, queued_at=now)
        for _ in range(n)
    )
    known = Message.objects.filter(batch=batch, channel="local").values_list("reference")
    assert actions.queue(batch=batch, source="tests", references=known, channel="email", not_before=now, now=now) == n


@pytest.fixture
def batch():
    return uuid4()


@pytest.mark.django_db
def test_queue_again_changes_nothing(batch, now):
    messages(batch, 3, now)
    known = Message.objects.filter(batch=batch, channel="local").values_list("reference")
    assert actions.queue(batch=batch, source="tests", references=known, channel="email", not_before=now, now=now) == 0
    assert (
        actions.queue(batch=batch, source="tests", references=known.none(), channel="email", not_before=now, now=now)
        == 0
    )


@pytest.mark.django_db
def test_claim_takes_only_the_eligible_that_are_due(batch, now):
    messages(batch, 4, now)
    out, late, *_rest = Message.objects.filter(batch=batch, channel="email")
    Message.objects.filter(pk=late.pk).update(not_before=now + timedelta(minutes=1))
    claimed = actions.claim(batch=batch, eligible=ALL.exclude(reference=out.reference), limit=10, now=now)
    assert len(claimed) == 2
    assert {message.attempt for message in claimed} == {1}
    assert out.reference not in {message.reference for message in claimed}
    assert late.reference not in {message.reference for message in claimed}
    assert actions.claim(batch=batch, eligible=ALL.none(), limit=10, now=now) == ()


@pytest.mark.django_db
def test_claim_is_not_blocked_by_those_who_may_not(batch, now):
    messages(batch, 30, now)
    last = Message.objects.filter(batch=batch, channel="email").order_by("not_before", "id").last()
    claimed = actions.claim(batch=batch, eligible=ALL.filter(reference=last.reference), limit=5, now=now)
    assert [message.id for message in claimed] == [last.pk]


@pytest.mark.django_db
def test_settle_writes_down_what_became_of_each(batch, now):
    messages(batch, 4, now)
    taken, bounced, later, unknown = actions.claim(batch=batch, eligible=ALL, limit=4, now=now)
    actions.settle(
        [
            Outcome(taken.id, "accepted", provider_reference="ref"),
            Outcome(bounced.id, "bounced", "smtp_550"),
            Outcome(later.id, "queued", "smtp_451"),
            Outcome(unknown.id, "unknown", "no_reply"),
        ],
        now,
        lease=taken.lease,
    )
    email = Message.objects.filter(batch=batch, channel="email")
    assert {m.pk: (m.state, m.reason) for m in email} == {
        taken.id: ("accepted", ""),
        bounced.id: ("bounced", "smtp_550"),
        later.id: ("queued", "smtp_451"),
        unknown.id: ("unknown", "no_reply"),
    }
    assert email.get(pk=later.id).not_before == now + timedelta(minutes=1)
    assert queries.next_due(batch) == now
    assert queries.any_left(batch)


@pytest.mark.django_db
def test_settle_gives_up_after_a_day_of_tries(batch, now):
    messages(batch, 1, now)
    (claimed,) = actions.claim(batch=batch, eligible=ALL, limit=1, now=now)
    Message.objects.filter(pk=claimed.id).update(attempt=27)
    actions.settle([Outcome(claimed.id, "queued", "unreachable")], now, lease=claimed.lease)
    assert queries.counts_by_reason(batch)["bounced", "gave_up"] == 1


@pytest.mark.django_db
def test_a_killed_sender_leaves_what_it_had_begun_unknown_and_the_rest_waits_again(batch, now):
    messages(batch, 5, now)
    claimed = actions.claim(batch=batch, eligible=ALL, limit=5, now=now)
    actions.begin(lease=claimed[0].lease, upto=2, now=now)
    assert actions.resolve_expired_leases(now + LEASE) == 0
    assert actions.resolve_expired_leases(now + LEASE + timedelta(seconds=1)) == 2
    later = now + timedelta(days=1)
    again = actions.claim(batch=batch, eligible=ALL, limit=5, now=later)
    assert {(message.id, message.attempt) for message in again} == {(message.id, 1) for message in claimed[2:]}
    assert actions.cancel(batch=batch, reason="answered", now=later) == 5  # those that are queued for "local"
    states = Message.objects.filter(pk__in=[message.id for message in claimed[:2]])
    assert set(states.values_list("state", "reason")) == {("unknown", "lease_expired")}


@pytest.mark.django_db
def test_a_sender_that_was_asleep_begins_nothing_that_may_be_anothers(batch, now):
    messages(batch, 2, now)
    first = actions.claim(batch=batch, eligible=ALL, limit=2, now=now)
    later = now + LEASE + timedelta(seconds=1)
    actions.resolve_expired_leases(later)
    second = actions.claim(batch=batch, eligible=ALL, limit=2, now=later)
    with pytest.raises(LeaseLost):
        actions.begin(lease=first[0].lease, upto=1, now=later)
    actions.settle([Outcome(first[0].id, "bounced", "smtp_550")], later, lease=first[0].lease)
    assert actions.end_lease(lease=first[0].lease, now=later) == 0
    assert set(Message.objects.filter(channel="email").values_list("state", "lease")) == {("sending", second[0].lease)}


@pytest.mark.django_db
def test_a_late_word_corrects_an_unknown_and_nothing_else(batch, now):
    messages(batch, 1, now)
    (claimed,) = actions.claim(batch=batch, eligible=ALL, limit=1, now=now)
    actions.begin(lease=claimed.lease, upto=1, now=now)
    actions.resolve_expired_leases(now + timedelta(hours=1))
    actions.settle([Outcome(claimed.id, "accepted")], now, lease=claimed.lease)
    actions.settle([Outcome(claimed.id, "bounced", "smtp_550")], now, lease=claimed.lease)
    assert Message.objects.get(pk=claimed.id).state == "accepted"


@pytest.mark.django_db
def test_release_puts_back_as_if_never_claimed(batch, now):
    messages(batch, 1, now)
    (claimed,) = actions.claim(batch=batch, eligible=ALL, limit=1, now=now)
    assert actions.release(ids=[claimed.id]) == 1
    assert not queries.any_left(batch)
    (again,) = actions.claim(batch=batch, eligible=ALL, limit=1, now=now)
    assert (again.id, again.attempt) == (claimed.id, 1)


@pytest.mark.django_db
def test_cancel_leaves_what_is_being_sent(batch, now):
    messages(batch, 3, now)
    (claimed,) = actions.claim(batch=batch, eligible=ALL, limit=1, now=now)
    kept = Message.objects.filter(batch=batch, channel="email", state="queued").first()
    unless = Message.objects.filter(pk=kept.pk).values_list("reference")
    actions.cancel(batch=batch, reason="too_soon", now=now, unless=unless)
    email = Message.objects.filter(batch=batch, channel="email")
    assert {m.pk: m.state for m in email if m.pk in {claimed.id, kept.pk}} == {claimed.id: "sending", kept.pk: "queued"}
    assert email.filter(state="cancelled", reason="too_soon").count() == 1


@pytest.mark.django_db
def test_the_database_keeps_a_lease_with_sending(batch, now):
    messages(batch, 1, now)
    with pytest.raises(IntegrityError):
        Message.objects.filter(batch=batch, channel="email").update(state="sending")


def test_claims_raced_by_threads_never_give_a_message_twice(transactional_db, batch, now):
    messages(batch, 400, now)
    taken, faults = [], []

    def claim():
        try:
            while claimed := actions.claim(batch=batch, eligible=ALL, limit=7, now=now):
                taken.extend(message.id for message in claimed)
        except Exception as fault:  # noqa: BLE001  the thread hands it to the test
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=claim) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert faults == []
    assert len(taken) == len(set(taken)) == 400


def test_no_column_can_hold_an_address_or_a_text():
    names = {field.name for field in Message._meta.get_fields()}
    assert not names & {"to", "email", "mobile", "text", "body", "subject", "name"}
