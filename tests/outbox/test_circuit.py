from datetime import timedelta
from uuid import uuid4

import pytest

from laerling.outbox import actions, queries
from laerling.outbox.models import Circuit, Message
from laerling.outbox.rules import SHUT_FOR, TRIAL
from laerling.outbox.types import Outcome, State

pytestmark = pytest.mark.django_db

ALL = Message.objects.values_list("reference")
FAILED = (State.QUEUED, "http_503")
WENT = (State.ACCEPTED, "")


@pytest.fixture
def batch(now):
    found = uuid4()
    Message.objects.bulk_create(
        Message(batch=found, source="tests", reference=uuid4(), channel=channel, not_before=now, queued_at=now)
        for channel in ("sms", "email")
        for _ in range(200)
    )
    return found


def claim(batch, now, limit, channel="sms"):
    return actions.claim(batch=batch, eligible=ALL, limit=limit, now=now, channel=channel)


def hand_over(batch, now, *words, channel="sms", about_recipient=False):
    claimed = claim(batch, now, len(words), channel)
    told = [
        Outcome(message.id, *word, about_recipient=about_recipient)
        for message, word in zip(claimed, words, strict=False)
    ]
    if told:
        actions.settle(told, now, lease=claimed[0].lease)
        actions.end_lease(lease=claimed[0].lease, now=now)
    return len(told)


def test_one_in_five_failing_shuts_the_channel_and_leaves_the_other_alone(batch, now):
    hand_over(batch, now, *[WENT] * 40, *[FAILED] * 10)
    assert queries.shut_until("sms", now) is None
    hand_over(batch, now, FAILED)
    assert queries.shut_until("sms", now) == now + SHUT_FOR
    assert claim(batch, now, 10) == ()
    assert len(claim(batch, now, 10, "email")) == 10


def test_only_the_last_fifty_count(batch, now):
    hand_over(batch, now, *[FAILED] * 10)
    hand_over(batch, now, *[WENT] * 45)
    hand_over(batch, now, *[FAILED] * 5)
    assert queries.shut_until("sms", now) is None


def test_bounces_and_full_mailboxes_are_not_the_providers_fault(batch, now):
    hand_over(batch, now, *[(State.BOUNCED, "no_such_number")] * 40)
    hand_over(batch, now, *[(State.QUEUED, "smtp_452")] * 40, about_recipient=True)
    assert queries.shut_until("sms", now) is None


def test_a_few_are_tried_when_it_opens_and_all_when_they_went_well(batch, now):
    hand_over(batch, now, *[FAILED] * 11)
    later = now + SHUT_FOR
    assert queries.shut_until("sms", later) is None
    assert hand_over(batch, later, *[WENT] * 50) == TRIAL
    assert hand_over(batch, later, *[WENT] * 50) == 50
    assert Circuit.objects.get(pk="sms").open_until is None


def test_it_is_shut_again_when_the_trial_fails(batch, now):
    hand_over(batch, now, *[FAILED] * 11)
    later = now + SHUT_FOR
    hand_over(batch, later, *[FAILED] * 5)
    assert queries.shut_until("sms", later) == later + SHUT_FOR


def test_a_late_word_of_what_was_under_way_does_not_open_it_early(batch, now):
    under_way = claim(batch, now, 5)
    hand_over(batch, now, *[FAILED] * 11)
    actions.begin(
        lease=under_way[0].lease,
        upto=5,
        accepted=[Outcome(message.id, State.ACCEPTED) for message in under_way],
        now=now + timedelta(minutes=1),
    )
    assert queries.shut_until("sms", now + timedelta(minutes=1)) == now + SHUT_FOR
