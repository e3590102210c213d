"""What one person was sent, read again: the invitation and its outcome; never who was reminded, and so never who answered."""

from datetime import timedelta

import pytest

from laerling.invitations import sent
from laerling.invitations.models import Dispatch, Invitation
from laerling.invitations.rules import Audience
from laerling.outbox.models import Message
from tests.invitations.people import (
    BYGGOPP,
    NATION,
    NOW,
    OFFICE,
    OSLO,
    VESTLAND,
    answer,
    contacted,
    invited,
    office,
    ordered,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=8)


def left(dispatch, person, state="accepted", **more):
    """Let a dispatch's message to one person be handed over, as its sender would have it."""
    Message.objects.filter(batch=dispatch.pk, reference=person.pk).update(state=state, settled_at=NOW, **more)


def told(person, scope=VESTLAND, now=LATER):
    return sent.history(scope, person.member.contract_id, now=now)


def test_invitation_that_left_is_told_with_its_sender_and_outcome():
    office()
    one, other = invited(2, office_orgnr=OFFICE)
    dispatch = ordered(BYGGOPP)
    left(dispatch, one, "bounced", reason="smtp_550")

    (line,) = told(one).invitations

    assert (line.owner_name, line.channel, line.state, line.reason) == ("Byggopp", "email", "bounced", "smtp_550")
    assert told(other).invitations == ()


@pytest.mark.parametrize(("state", "reason"), [("queued", ""), ("cancelled", "answered"), ("cancelled", "declined")])
def test_what_has_not_left_is_not_told(state, reason):
    (person,) = invited(1)
    dispatch = ordered()
    Message.objects.filter(batch=dispatch.pk).update(state=state, reason=reason)
    assert told(person).invitations == ()


def test_nothing_differs_between_who_answered_and_who_got_every_reminder():
    """Two people of one office; one answers before the reminder, to the other it is sent."""
    office()
    quick, slow = invited(2, office_orgnr=OFFICE)
    first = ordered()
    for person in (quick, slow):
        left(first, person)
    contacted(until=NOW.date())
    answer([quick])
    for scope, when in ((VESTLAND, LATER), (BYGGOPP, LATER + timedelta(days=8))):
        reminder = ordered(scope, now=when, kind="reminder")
        assert Message.objects.filter(batch=reminder.pk).count() == 1
        left(reminder, slow, "delivered")

    for scope in (VESTLAND, BYGGOPP, NATION):
        seen = [told(person, scope, LATER + timedelta(days=30)) for person in (quick, slow)]
        assert seen[0] == seen[1]
        assert [one.owner_name for one in seen[0].reminders] == ["Byggopp", "Vestland"]
        assert len(seen[0].invitations) == 1
    contracts = [person.member.contract_id for person in (quick, slow)]
    for dispatch in Dispatch.objects.all():
        letters = [sent.letter(VESTLAND, one, dispatch.pk, now=LATER + timedelta(days=30)) for one in contracts]
        assert letters[0].texts == letters[1].texts


def test_reminder_is_told_to_those_of_its_audience_when_its_time_has_come():
    office()
    (here,) = invited(1, office_orgnr=OFFICE)
    (elsewhere,) = invited(1)
    contacted(until=NOW.date())
    audience = Audience(offices=(OFFICE,))
    ordered(kind="reminder", audience=audience, send_at=LATER)
    assert told(here, now=LATER - timedelta(hours=1)).reminders == ()
    Dispatch.objects.update(state="running")
    assert len(told(here).reminders) == 1
    assert told(elsewhere).reminders == ()


def test_person_of_anothers_is_not_told_of():
    (person,) = invited(1)
    dispatch = ordered()
    left(dispatch, person)
    contract = person.member.contract_id
    assert sent.history(OSLO, contract, now=LATER) is None
    assert sent.letter(OSLO, contract, dispatch.pk, now=LATER) is None
    assert sent.history(VESTLAND, 10**12, now=LATER) is None


def test_letter_of_a_dispatch_that_is_not_the_persons_is_not_shown():
    (person,) = invited(1)
    invited(1, county="03")
    foreign = ordered(OSLO)
    waiting = ordered()
    for dispatch in (foreign, waiting):
        assert sent.letter(VESTLAND, person.member.contract_id, dispatch.pk, now=LATER) is None


@pytest.mark.parametrize(("form", "forms"), [("nb", ["nb"]), ("nn", ["nn"]), ("", ["nb", "nn"])])
def test_letter_reads_in_the_persons_own_form_with_their_name_and_without_their_link(form, forms):
    office()
    (person,) = invited(1, office_orgnr=OFFICE, form=form)
    dispatch = ordered()
    left(dispatch, person)

    letter = sent.letter(VESTLAND, person.member.contract_id, dispatch.pk, now=LATER)

    assert list(letter.texts["email"]) == forms
    assert letter.values["navn"] == letter.name == person.member.contract.name
    assert letter.values["kontor"] == "Byggopp"
    assert {"lenke", "nei"} & set(letter.values) == set()


def test_history_asks_as_little_however_much_was_sent(django_assert_max_num_queries):
    (person,) = invited(1)
    left(ordered(), person)
    contacted(until=NOW.date())
    for days in range(8, 40, 8):
        Invitation.objects.update(next_contact_on=None)
        ordered(now=NOW + timedelta(days=days), kind="reminder")
    contract = person.member.contract_id
    with django_assert_max_num_queries(5):
        assert len(sent.history(VESTLAND, contract, now=NOW + timedelta(days=50)).reminders) == 4
