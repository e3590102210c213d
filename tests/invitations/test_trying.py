"""Tests that people send to themselves: the very messages, marked, with examples, five a day."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from laerling.access import actions as access
from laerling.audit.models import Event
from laerling.invitations import actions
from laerling.invitations.actions import trying
from laerling.invitations.models import Dispatch, Invitation
from laerling.invitations.texts import LinkInText, OwnLine
from laerling.invitations.trials.models import TrialDispatch
from laerling.kernel.types import SYSTEM, Actor
from laerling.outbox.channels.sms.texts import length
from laerling.outbox.models import Message
from laerling.outbox.types import Outcome, State
from tests.invitations.people import NOW, VESTLAND, order
from tests.outbox.servers import free_port, inbox

pytestmark = pytest.mark.django_db
OWN = OwnLine(nb="Vi ses.", nn="Vi sjåast.", sms_nb="Vi ses!", sms_nn="Vi sjåast!")


@pytest.fixture
def kari():
    account = access.create_account(email="kari@eksempel.no", name="Kari", password="x" * 15, by=SYSTEM, now=NOW)
    return Actor.person(account.pk)


@pytest.fixture
def box(settings):
    """A real mail server that takes what is sent."""
    with inbox() as running:
        settings.EMAIL_PORT = running.port
        yield running


@pytest.fixture
def gateway(monkeypatch):
    """A gateway for SMS that takes everything."""
    taken = []

    def send(outgoing, *, now, begin):
        for number, one in enumerate(outgoing, start=1):
            begin(number)
            taken.append(one)
            yield Outcome(one.message_id, State.ACCEPTED)

    monkeypatch.setattr("laerling.outbox.channels.sms.is_set_up", lambda: True)
    monkeypatch.setitem(trying.SENDERS, "sms", send)
    return taken


def ask(by, *, mobile="", now=NOW, own=OWN, **changes):
    return actions.send_test(order=order(own=own, **changes), mobile=mobile, scope=VESTLAND, by=by, now=now)


def test_one_gets_the_very_mail_in_both_forms_at_ones_own_address(kari, box):
    trial = ask(kari)
    actions.send_trial(trial_id=trial.pk, now=NOW)

    assert [to for to, _mail in box.mails] == ["kari@eksempel.no"] * 2
    texts = [mail.get_body(("plain",)).get_content() for _to, mail in box.mails]
    assert [mail["Content-Language"] for _to, mail in box.mails] == ["nb", "nn"]
    assert all(mail["Subject"].startswith("TEST: ") for _to, mail in box.mails)
    assert all(text.startswith("TEST. Slik ser ") for text in texts)
    assert "Melding fra Vestland: Vi ses." in texts[0]
    assert "Melding frå Vestland: Vi sjåast." in texts[1]
    assert all("/s/eksempel-eksempel-eksempel" in text and "{" not in text for text in texts)
    assert not any(mail["List-Unsubscribe"] for _to, mail in box.mails)
    assert set(Message.objects.values_list("source", "state")) == {("tests", "accepted")}
    assert not Dispatch.objects.exists()
    assert not Invitation.objects.exists()
    assert list(Event.objects.filter(what="invitations.trial.sent").values_list("scope", "details")) == [
        ("county:46", {})
    ]


def test_sms_goes_to_the_number_written_which_is_then_forgotten(kari, box, gateway):
    trial = ask(kari, mobile=" 912 34 567 ")
    assert TrialDispatch.objects.get().mobile == "+4791234567"

    actions.send_trial(trial_id=trial.pk, now=NOW)

    assert [one.to for one in gateway] == ["+4791234567"] * 2
    assert gateway[0].text.startswith("TEST. ")
    assert "Vestland: Vi ses!" in gateway[0].text
    assert "Vestland: Vi sjåast!" in gateway[1].text
    assert "{" not in gateway[0].text
    assert all(not length(one.text).dear for one in gateway)
    trial.refresh_from_db()
    assert (trial.mobile, trial.done_at) == ("", NOW)
    assert len(box.mails) == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        TrialDispatch.objects.update(mobile="+4791234567")


def test_what_could_not_be_sent_is_tried_again_and_given_up_after_a_day(kari, settings, gateway):
    settings.EMAIL_PORT = free_port()
    trial = ask(kari, mobile="91234567")
    actions.send_trial(trial_id=trial.pk, now=NOW)
    trial.refresh_from_db()
    assert (trial.done_at, trial.mobile) == (None, "+4791234567")
    assert actions.waiting_trials() == (trial.pk,)

    with inbox() as box:
        settings.EMAIL_PORT = box.port
        actions.send_trial(trial_id=trial.pk, now=NOW + timedelta(minutes=2))
    assert len(box.mails) == len(gateway) == 2
    assert actions.waiting_trials() == ()

    settings.EMAIL_PORT = free_port()
    other = ask(kari, now=NOW + timedelta(hours=1))
    actions.send_trial(trial_id=other.pk, now=NOW + timedelta(days=2))
    actions.send_trial(trial_id=other.pk, now=NOW + timedelta(days=2, minutes=2))
    assert actions.waiting_trials() == ()


def test_five_a_day_and_then_tomorrow(kari):
    for number in range(5):
        ask(kari, now=NOW + timedelta(minutes=number))
    with pytest.raises(actions.TestsSpent) as refusal:
        ask(kari, now=NOW + timedelta(hours=1))
    assert "5" in str(refusal.value)
    ask(kari, now=NOW + timedelta(days=1))
    assert list(TrialDispatch.objects.order_by("asked_at").values_list("number", flat=True)) == [1, 2, 3, 4, 5, 1]
    # Another's tests are their own.
    other = access.create_account(email="ola@eksempel.no", name="Ola", password="x" * 15, by=SYSTEM, now=NOW)
    ask(Actor.person(other.pk))


def test_button_pressed_twice_is_one_test(kari):
    assert ask(kari).pk == ask(kari, now=NOW + timedelta(seconds=3)).pk
    assert ask(kari, kind="reminder", now=NOW + timedelta(seconds=4)).number == 2
    assert Message.objects.count() == 4


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"mobile": "22 22 22 22"}, actions.NotAMobile),
        ({"mobile": "tull"}, actions.NotAMobile),
        ({"own": OwnLine(nb="Se eksempel.no", nn="x")}, LinkInText),
    ],
)
def test_what_cannot_be_sent_is_refused_and_counts_as_nothing(kari, gateway, changes, refusal):
    with pytest.raises(refusal):
        ask(kari, **changes)
    assert not TrialDispatch.objects.exists()
    assert not Message.objects.exists()


def test_offices_one_time_sign_in_has_no_address_to_send_to():
    with pytest.raises(actions.NoAddressOfOwn):
        ask(SYSTEM)
