"""Lost links: whoever asks gets their own, and nobody is told anything by asking."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from laerling.audit.models import Event
from laerling.invitations import queries
from laerling.invitations.again import actions, asking
from laerling.invitations.again.models import LinkRequest
from laerling.invitations.again.rules import channel_of, tidied
from laerling.invitations.models import Dispatch, Invitation
from laerling.outbox.channels.sms.texts import length
from laerling.outbox.models import Message
from laerling.outbox.types import Outcome, State
from laerling.register.models import Finding
from tests.invitations.people import NOW, invited
from tests.outbox.servers import free_port, inbox

pytestmark = pytest.mark.django_db
KARI = "kari.lerke@eksempel.no"


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
    monkeypatch.setitem(actions.SENDERS, "sms", send)
    return taken


@pytest.fixture
def kari():
    """One apprentice with an address and a mobile."""
    (invitation,) = invited(1, email="Kari.Lerke@eksempel.no", mobile="+47 41 00 00 01")
    return invitation


def ask(*written, now=NOW):
    for one in written:
        assert asking.ask(tidied(one))
    return actions.answer_requests(now=now)


@pytest.mark.parametrize(
    ("written", "address", "channel"),
    [
        (" Kari.Lerke@Eksempel.no ", KARI, "email"),
        ("410 00 001", "+4741000001", "sms"),
        ("0047 41000001", "+4741000001", "sms"),
        ("+46 70 123 45 67", "+46701234567", "sms"),
        ("22 00 00 00", "", ""),
        ("kari@", "", ""),
        ("Kari Lerke", "", ""),
        ("", "", ""),
    ],
)
def test_address_is_read_as_people_write_it(written, address, channel):
    assert tidied(written) == address
    assert not address or channel_of(address) == channel


def test_link_comes_by_mail_to_the_one_it_belongs_to(kari, box):
    assert ask(" KARI.lerke@eksempel.no") == 1

    ((to, mail),) = box.mails
    assert to == "Kari.Lerke@eksempel.no"
    assert queries.link(kari.pk) in mail.get_body(("plain",)).get_content()
    assert LinkRequest.objects.get().done_at == NOW


def test_link_comes_by_sms_at_any_hour_in_ones_own_form(gateway):
    (ola,) = invited(1, mobile="41000001", form="nn")
    night = NOW.replace(hour=23)

    assert ask("410 00 001", now=night) == 1

    (sms,) = gateway
    assert (sms.to, queries.link(ola.pk) in sms.text, "lenkja" in sms.text) == ("+4741000001", True, True)
    assert length(sms.text).parts <= 2


def test_form_nobody_knows_gets_both(box):
    invited(1, email=KARI, form="")

    ask(KARI)

    text = box.mails[0][1].get_body(("plain",)).get_content()
    assert text.index("Åpne lenken din") < text.index("Opne lenkja di")


def test_it_is_no_contact_and_spends_no_quota(kari, box):
    before = Invitation.objects.filter(pk=kari.pk).values().get()

    ask(KARI)

    assert Invitation.objects.filter(pk=kari.pk).values().get() == before
    assert not Dispatch.objects.exists()


@pytest.mark.parametrize("state", ["answered", "declined"])
def test_whether_one_has_answered_shows_nowhere(kari, box, state):
    (other,) = invited(1, email="ola@eksempel.no")
    Invitation.objects.filter(pk=kari.pk).update(**{state: True})

    assert ask(KARI, "ola@eksempel.no") == 2

    texts = [mail.get_body(("plain",)).get_content() for _to, mail in box.mails]
    words = {
        text.replace(queries.link(one.pk), "").replace(contact_name(one), "")
        for text, one in zip(texts, (kari, other), strict=True)
    }
    assert len(words) == 1
    assert len(set(Message.objects.values_list("source", "state", "reason"))) == 1


def contact_name(invitation):
    return invitation.member.contract.name


@pytest.mark.parametrize("written", ["ingen@eksempel.no", "41999999"])
def test_address_of_nobody_is_forgotten(kari, gateway, written):
    assert ask(written) == 0
    assert not LinkRequest.objects.exists()
    assert not Message.objects.exists()


def test_address_that_several_share_gets_nothing(box):
    invited(2, email=KARI)

    assert ask(KARI) == 0
    assert box.mails == []


def test_address_that_is_not_their_own_gets_nothing(kari, box):
    contract = kari.member.contract
    Finding.objects.create(
        round_id=2026,
        kind="email_same_as_supervisor",
        subject=f"contract:{contract.number}",
        severity="cannot_reach",
        cost_rank=1,
        county_code="46",
        contract=contract,
        n_apprentices=1,
        mended_in="vigo",
        first_found_at=NOW,
    )

    assert ask(KARI) == 0


@pytest.mark.parametrize("days", [-10, 70])
def test_nothing_is_sent_outside_the_answering_period(kari, box, days):
    assert ask(KARI, now=NOW + timedelta(days=days)) == 0


def test_one_gets_three_a_day(kari, box):
    assert ask(*[KARI] * 5) == 3
    assert ask(KARI, now=NOW + timedelta(days=1)) == 1
    assert len(box.mails) == 4


def test_database_knows_the_three_too(kari):
    today = {"invitation": kari, "asked_at": NOW, "asked_on": NOW.date(), "channel": "email"}
    LinkRequest.objects.create(number=3, **today)
    for number in (3, 4):
        with pytest.raises(IntegrityError), transaction.atomic():
            LinkRequest.objects.create(number=number, **today)


def test_all_together_get_no_more_than_the_purse_has(kari, box, monkeypatch, caplog):
    invited(1, email="ola@eksempel.no")
    monkeypatch.setattr(actions, "LETTERS_A_DAY", 1)

    assert ask(KARI, "ola@eksempel.no") == 1
    assert "no more are sent again" in caplog.text
    assert "eksempel.no" not in caplog.text


def test_letter_waits_for_a_server_that_is_away_and_is_given_up_in_the_end(kari, settings):
    settings.EMAIL_PORT = free_port()
    assert asking.ask(KARI)
    # The database writes its own clock's time, which is another day than the tests'.
    LinkRequest.objects.update(asked_at=NOW)
    actions.answer_requests(now=NOW)
    assert LinkRequest.objects.get().done_at is None

    with inbox() as box:
        settings.EMAIL_PORT = box.port
        actions.answer_requests(now=NOW + timedelta(hours=7))

    assert Message.objects.get().state in {"accepted", "cancelled"}
    assert LinkRequest.objects.get().done_at is not None


def test_who_asked_is_forgotten_the_day_after(kari, box):
    ask(KARI)
    actions.answer_requests(now=NOW + timedelta(days=1))

    assert not LinkRequest.objects.exists()
    assert not Message.objects.filter(reference=kari.pk).exists()


def test_audit_tells_how_many_and_never_who(kari, box):
    ask(KARI)

    event = Event.objects.get(what="invitations.links.sent_again")
    assert (event.details, event.about) == ({"n": 1}, "links")


def test_asking_costs_the_same_for_an_address_of_somebody_and_of_nobody(kari, django_assert_num_queries):
    for address in (KARI, "ingen@eksempel.no"):
        with django_assert_num_queries(1):
            assert asking.ask(address)


def test_only_so_many_may_wait(kari):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO invitations_linkrequest (id, address, asked_at)"
            " SELECT gen_random_uuid(), n || '@eksempel.no', now() FROM generate_series(1, 2000) AS n"
        )
    assert not asking.ask(KARI)


def test_answering_site_may_ask_and_not_read(kari):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE laerling_answering")
        assert asking.ask(KARI)
        cursor.execute("RESET ROLE")
        for role in ("laerling_answering", "laerling_staff", "laerling_reporting", "laerling_sftp"):
            cursor.execute("SELECT has_table_privilege(%s, 'invitations_linkrequest', 'SELECT')", [role])
            assert cursor.fetchone() == (False,), role


def test_many_requests_are_matched_by_two_searches(box, django_assert_max_num_queries):
    for n in range(30):
        asking.ask(f"ingen{n}@eksempel.no")
    with django_assert_max_num_queries(12):
        actions.find_people(now=NOW)
