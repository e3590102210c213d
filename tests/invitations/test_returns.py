"""What came back of a dispatch: dead addresses told to the register, and people who complained left alone."""

from uuid import uuid4

import pytest

from laerling.invitations import actions, queries
from laerling.invitations.models import Invitation, reachable
from laerling.outbox.models import Message
from laerling.register.models import Contract, DeadAddress
from tests.invitations.people import NOW, VESTLAND, invited, ordered

pytestmark = pytest.mark.django_db


def dispatched(n, *reasons):
    """Send to n people; the first of them bounced for these reasons."""
    invited(n)
    batch = ordered(VESTLAND).pk
    Message.objects.filter(batch=batch).update(state="accepted", attempt=1)
    for message, reason in zip(Message.objects.filter(batch=batch).order_by("pk"), reasons, strict=False):
        Message.objects.filter(pk=message.pk).update(state="bounced", reason=reason)
    return batch


def test_dead_addresses_are_told_to_the_register_and_lost_messages_are_not():
    batch = dispatched(30, "dsn_5.1.1", "dsn_5.2.2", "smtp_554", "smtp_550_5.1.1")
    assert actions.note_dead_addresses(dispatch_id=batch, now=NOW) == 2
    assert actions.note_dead_addresses(dispatch_id=batch, now=NOW) == 0
    dead = Message.objects.filter(reason__in=["dsn_5.1.1", "smtp_550_5.1.1"]).values("reference")
    members = Invitation.objects.filter(pk__in=dead).values("member__contract_id")
    assert set(Contract.objects.filter(email_state="bounced")) == set(Contract.objects.filter(pk__in=members))


def test_where_nearly_all_comes_back_no_address_is_blamed(caplog):
    batch = dispatched(30, *["smtp_550"] * 20)
    assert actions.note_dead_addresses(dispatch_id=batch, now=NOW) == 0
    assert not DeadAddress.objects.exists()
    assert "no address is blamed" in caplog.text


def test_whose_address_is_dead_gets_no_more_mail():
    batch = dispatched(6, "dsn_5.1.1")
    actions.note_dead_addresses(dispatch_id=batch, now=NOW)
    assert Invitation.objects.filter(reachable("email")).count() == 5


def test_who_complained_has_declined_and_gets_no_mail_there_again():
    batch = dispatched(6)
    message = Message.objects.filter(batch=batch).first()
    assert queries.still_wanted(message.pk) is True
    assert actions.follow_complaint(message_id=message.pk, now=NOW)
    assert actions.follow_complaint(message_id=message.pk, now=NOW)
    assert Invitation.objects.get(declined=True).pk == message.reference
    assert queries.still_wanted(message.pk) is False
    assert DeadAddress.objects.get().cause == "complaint"


def test_complaint_about_another_letter_changes_nothing():
    invited(6)
    stranger = Message.objects.create(
        batch=Invitation.objects.first().pk,
        source="signin",
        reference=uuid4(),
        channel="email",
        not_before=NOW,
        queued_at=NOW,
    )
    assert not actions.follow_complaint(message_id=stranger.pk, now=NOW)
    assert queries.still_wanted(stranger.pk) is None
    assert not Invitation.objects.filter(declined=True).exists()
