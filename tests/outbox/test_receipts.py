from datetime import timedelta
from uuid import uuid4

import pytest

from laerling.kernel import jobs
from laerling.outbox import actions, queries
from laerling.outbox.models import Message, StoredReceipt
from laerling.outbox.rules import RECEIPT_AWAITED, RECEIPT_KEPT
from laerling.outbox.types import Outcome, Receipt, State

pytestmark = pytest.mark.django_db


def message(now, state="accepted", **more):
    values = {"batch": uuid4(), "source": "invitations", "reference": uuid4(), "channel": "sms", **more}
    return Message.objects.create(**values, state=state, attempt=1, not_before=now, queued_at=now, settled_at=now)


def receipt(message_id, state="delivered", reason="", reference="", channel="sms"):
    return Receipt(channel, "kannel", message_id, reference, State(state), reason)


def state_of(row):
    row.refresh_from_db()
    return row.state, row.reason


@pytest.mark.parametrize(
    ("before", "told", "after"),
    [
        ("accepted", "delivered", "delivered"),
        ("accepted", "bounced", "bounced"),
        ("unknown", "accepted", "accepted"),
        ("unknown", "bounced", "bounced"),
        ("queued", "delivered", "delivered"),
        ("cancelled", "delivered", "delivered"),
        ("cancelled", "bounced", "cancelled"),
        ("delivered", "bounced", "delivered"),
        ("delivered", "accepted", "delivered"),
        ("bounced", "delivered", "bounced"),
    ],
)
def test_a_receipt_moves_a_message_forward_only(now, before, told, after):
    row = message(now, before)
    noted = actions.note_receipts([receipt(row.pk, told)], now=now)
    assert state_of(row)[0] == after
    assert (noted.n_changed, noted.n_repeated) == ((1, 0) if before != after else (0, 1))


def test_a_repeated_receipt_changes_nothing_and_is_counted(now):
    row = message(now)
    told = [receipt(row.pk, "accepted"), receipt(row.pk), receipt(row.pk)]
    noted = actions.note_receipts(told, now=now)
    assert (noted.n_changed, noted.n_repeated, noted.unknown) == (1, 2, ())
    assert state_of(row) == ("delivered", "")


def test_a_receipt_may_name_the_providers_reference(now):
    row = message(now, provider_reference="gw-1")
    other = message(now, channel="email", provider_reference="gw-1")
    actions.note_receipts([receipt(None, reference="gw-1")], now=now)
    assert state_of(row)[0] == "delivered"
    assert state_of(other)[0] == "accepted"


def test_a_receipt_that_overtakes_the_sender_is_not_taken_back(now):
    row = message(now, "queued")
    (claimed,) = actions.claim(
        batch=row.batch, eligible=Message.objects.values_list("reference"), limit=1, now=now, channel="sms"
    )
    actions.note_receipts([receipt(row.pk)], now=now)
    actions.settle([Outcome(row.pk, State.UNKNOWN, "no_reply")], now, lease=claimed.lease)
    actions.end_lease(lease=claimed.lease, now=now)
    assert state_of(row)[0] == "delivered"


def test_why_an_accepted_message_is_late_is_noted(now):
    row = message(now)
    actions.note_receipts([receipt(row.pk, "accepted", "soft_4.2.2")], now=now)
    assert state_of(row) == ("accepted", "soft_4.2.2")


def test_who_sent_the_batch_is_told_of_a_bounce_in_the_same_transaction(now):
    row, silent = message(now), message(now, source="tests")
    actions.note_receipts([receipt(row.pk, "bounced", "dsn_5.1.1"), receipt(silent.pk, "bounced")], now=now)
    assert jobs.waiting("invitations.follow_bounces", batch=str(row.batch))
    assert not jobs.waiting("invitations.follow_bounces", batch=str(silent.batch))


def test_a_receipt_that_nobody_knows_waits_a_day_for_its_message(now):
    actions.store_receipts([receipt(None, reference="gw-7"), receipt(uuid4())], now=now)
    assert actions.apply_receipts(now=now) == 0
    row = message(now, provider_reference="gw-7")
    assert actions.apply_receipts(now=now + timedelta(minutes=1)) == 1
    assert state_of(row)[0] == "delivered"
    assert queries.n_stored_receipts() == 1
    actions.apply_receipts(now=now + RECEIPT_KEPT + timedelta(seconds=1))
    assert not StoredReceipt.objects.exists()


def test_stored_receipts_are_applied_in_few_queries_however_many_there_are(now, django_assert_max_num_queries):
    rows = [message(now) for _ in range(40)]
    actions.store_receipts([receipt(row.pk) for row in rows], now=now)
    with django_assert_max_num_queries(12):
        assert actions.apply_receipts(now=now) == 40


def test_an_sms_without_receipt_after_three_days_stays_accepted_and_says_so(now):
    row, mail = message(now), message(now, channel="email")
    assert actions.note_missing_receipts(now=now + RECEIPT_AWAITED) == 0
    assert actions.note_missing_receipts(now=now + RECEIPT_AWAITED + timedelta(minutes=1)) == 1
    assert state_of(row) == ("accepted", "no_receipt")
    assert state_of(mail) == ("accepted", "")
