"""What providers hand in: kept once, applied forward only, by whoever shows the secret; and whether a message may go."""

import base64
import hmac
import json
import logging
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from tests.invitations.people import NOW, VESTLAND, invited, ordered

from laerling.config.logs import WithoutSecrets
from laerling.invitations.models import Invitation
from laerling.outbox import actions as outbox
from laerling.outbox.channels import call_backs
from laerling.outbox.channels.gateways import HttpGateway, KannelGateway
from laerling.outbox.models import Message, StoredReceipt
from laerling.register.models import Contract, DeadAddress

pytestmark = pytest.mark.django_db

GENERIC = HttpGateway(
    name="generisk",
    url="https://sms.eksempel.no/send",
    fields={},
    report={
        "message": "ref.own",
        "reference": "id",
        "status": ["status", "error"],
        "words": {"^DELIVRD": "delivered", "^UNDELIV 1$": "no_such_number", "^UNDELIV": "not_delivered"},
    },
)


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path
    settings.SMS_GATEWAY = KannelGateway(kind="kannel", user="laerling", secret="hysj")


@pytest.fixture
def message():
    """One message of a county's dispatch, accepted by its gateway; `channel` may be changed."""
    invited(6)
    batch = ordered(VESTLAND).pk
    Message.objects.filter(batch=batch).update(state="accepted", attempt=1, channel="sms")
    return Message.objects.filter(batch=batch).order_by("pk").first()


def call(client, path="kannel", *, secret=None, **fields):
    known = call_backs.report_url(path).removeprefix("http://127.0.0.1:8000")
    return client.get(known if secret is None else known.rpartition("/")[0].rpartition("/")[0] + f"/{secret}/", fields)


def state(message):
    outbox.apply_receipts(now=NOW)
    message.refresh_from_db()
    return message.state, message.reason


def test_kannel_tells_by_calling_an_address(client, message):
    for status in ("8", "1", "1"):
        answer = call(client, id=message.pk, status=status, words="ACK/")
        assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert state(message) == ("delivered", "")
    assert StoredReceipt.objects.count() == 0


def test_reports_in_the_wrong_order_go_forward_only(client, message):
    call(client, id=message.pk, status="1")
    assert state(message) == ("delivered", "")
    call(client, id=message.pk, status="8")
    call(client, id=message.pk, status="2")
    assert state(message) == ("delivered", "")


@pytest.mark.parametrize(
    ("status", "words", "reason"),
    [
        ("2", "", "not_delivered"),
        ("2", "id:1 sub:001 stat:EXPIRED err:000", "expired"),
        ("2", "id:1 sub:001 stat:UNDELIV err:001", "no_such_number"),
        ("16", "NACK/no SMSC", "not_delivered"),
        ("16", "NACK/0x0000000b/Invalid Destination Address", "no_such_number"),
    ],
)
def test_what_did_not_arrive_says_why(client, message, status, words, reason):
    call(client, id=message.pk, status=status, words=words)
    assert state(message) == ("bounced", reason)


def test_wrong_secret_finds_nothing(client, message):
    for secret in ("gjettet", call_backs.proof(message.pk), "æøå"):
        assert call(client, secret=secret, id=message.pk, status="1").status_code == 404
    assert client.get(reverse("receipts:sms", args=["kannel"]), {"id": message.pk, "status": "1"}).status_code == 404
    assert not StoredReceipt.objects.exists()


def test_who_keeps_guessing_is_made_to_wait_and_who_knows_is_not(client, message):
    answers = [call(client, secret=f"gjett-{n}").status_code for n in range(70)]
    assert (answers[0], answers[-1]) == (404, 429)
    assert call(client, id=message.pk, status="1").status_code == 200


def test_secret_may_be_shown_in_a_header(client, message, settings):
    basic = base64.b64encode(f"hvem:{settings.RECEIPTS_SECRET}".encode()).decode()
    address = reverse("receipts:sms", args=["kannel"])
    for header in (
        {"authorization": f"Bearer {settings.RECEIPTS_SECRET}"},
        {"authorization": f"Basic {basic}"},
        {"x-receipt-secret": settings.RECEIPTS_SECRET},
    ):
        assert client.get(address, {"id": message.pk, "status": "8"}, headers=header).status_code == 200
    for wrong in ("Basic ???", "Basic " + base64.b64encode(b"\xff\xfe").decode(), "Bearer"):
        assert client.get(address, headers={"authorization": wrong}).status_code == 404


def test_any_gateway_may_hand_in_several_at_once_as_json(message, settings):
    settings.SMS_GATEWAY = GENERIC
    other = Message.objects.exclude(pk=message.pk).first()
    Message.objects.filter(pk=other.pk).update(provider_reference="gw-2")
    body = [
        {"ref": {"own": str(message.pk)}, "status": "UNDELIV", "error": 1},
        {"id": "gw-2", "status": "DELIVRD"},
        {"id": "gw-2", "status": "BUFFERED"},
        {"status": "DELIVRD"},
        "nothing",
    ]
    address = reverse("receipts:sms-secret", args=["generisk", settings.RECEIPTS_SECRET])
    # No token of a form, and no cookies: who shows the secret needs none.
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post(address, json.dumps(body), content_type="application/json")
    assert (answer.status_code, StoredReceipt.objects.count()) == (200, 2)
    assert state(message) == ("bounced", "no_such_number")
    other.refresh_from_db()
    assert other.state == "delivered"
    broken = browser.post(address, "{", content_type="application/json")
    assert broken.status_code == 400


def test_form_is_read_too(client, message, settings):
    settings.SMS_GATEWAY = GENERIC.model_copy(update={"report": GENERIC.report.model_copy(update={"message": "own"})})
    address = reverse("receipts:sms-secret", args=["generisk", settings.RECEIPTS_SECRET])
    assert client.post(address, {"own": str(message.pk), "status": "DELIVRD"}).status_code == 200
    assert state(message) == ("delivered", "")


def test_report_nobody_understands_is_taken_and_told_of(client, caplog):
    with caplog.at_level(logging.WARNING):
        assert call(client, id="hva", status="77").status_code == 200
    assert "not understood" in caplog.text
    assert not StoredReceipt.objects.exists()


def test_another_gateways_reports_are_not_taken(client, settings):
    assert call(client, "telia", id=uuid4(), status="1").status_code == 404
    settings.SMS_GATEWAY = None
    assert call(client, id=uuid4(), status="1").status_code == 404


def test_receipt_that_came_before_its_message_waits_for_it(client, message):
    call(client, id=uuid4(), status="1")
    outbox.apply_receipts(now=NOW)
    assert StoredReceipt.objects.count() == 1


def test_secret_is_kept_out_of_logs(settings):
    line = f"Internal Server Error: /kvittering/sms/kannel/{settings.RECEIPTS_SECRET}/?id=1"
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "%s: %s", ("Internal Server Error", line), None)
    assert WithoutSecrets().filter(record)
    assert settings.RECEIPTS_SECRET not in record.getMessage()
    assert "/kvittering/sms/kannel/…" in record.getMessage()


def test_staff_sites_own_role_is_enough(client, message):
    may_go = call_backs.condition_url(message.pk).removeprefix("http://127.0.0.1:8000")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE laerling_staff")
    assert call(client, id=message.pk, status="1").status_code == 200
    assert client.get(may_go).json() == {"sendNotification": True}
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    assert StoredReceipt.objects.count() == 1


@pytest.mark.parametrize(("what", "may"), [({}, True), ({"answered": True}, False), ({"declined": True}, False)])
def test_altinn_is_told_whether_a_message_still_may_go_and_nothing_else(client, message, what, may):
    Invitation.objects.filter(pk=message.reference).update(**what)
    address = call_backs.condition_url(message.pk).removeprefix("http://127.0.0.1:8000")
    assert client.get(address).json() == {"sendNotification": may}


def test_question_about_a_message_opens_no_other_question(client, message):
    other = Message.objects.exclude(pk=message.pk).first()
    mixed = reverse("receipts:may-go", args=[other.pk, call_backs.proof(message.pk)])
    assert client.get(mixed).status_code == 404
    nobody = uuid4()
    assert client.get(reverse("receipts:may-go", args=[nobody, call_backs.proof(nobody)])).status_code == 404


# --- mail providers, in the words of their own papers


def mailgun(message_id, event, **more):
    data = {
        "event": event,
        "timestamp": 1791965000.1,
        "id": "ev-1",
        "recipient": "p1@eksempel.no",
        "message": {"headers": {"message-id": f"{message_id}@eksempel.no"}},
        **more,
    }
    signature = hmac.new(b"key", b"1t", "sha256").hexdigest()
    return {"signature": {"timestamp": "1", "token": "t", "signature": signature}, "event-data": data}


def brevo(message_id, event, **more):
    return {
        "event": event,
        "email": "p1@eksempel.no",
        "id": 1,
        "date": "2026-10-20 10:00:00",
        "ts": 1791965000,
        "ts_event": 1791965000,
        "ts_epoch": 1791965000000,
        "message-id": f"<{message_id}@eksempel.no>",
        **more,
    }


@pytest.fixture
def tell(message, settings):
    """Let a mail provider tell of the message."""
    Message.objects.update(channel="email")

    def tell(provider, body):
        settings.EMAIL_PROVIDER = provider
        settings.ANYMAIL = {"MAILGUN_WEBHOOK_SIGNING_KEY": "key"}
        address = reverse("receipts:email", args=[provider])
        basic = base64.b64encode(f"laerling:{settings.RECEIPTS_SECRET}".encode()).decode()
        header = {"authorization": f"Basic {basic}"}
        return Client(enforce_csrf_checks=True).post(
            address, json.dumps(body), content_type="application/json", headers=header
        )

    return tell


@pytest.mark.parametrize(
    ("provider", "say", "event", "more", "found"),
    [
        ("mailgun", mailgun, "delivered", {}, ("delivered", "")),
        (
            "mailgun",
            mailgun,
            "failed",
            {"severity": "permanent", "delivery-status": {"code": 550, "message": "5.1.1 user unknown"}},
            ("bounced", "dsn_5.1.1"),
        ),
        (
            "mailgun",
            mailgun,
            "failed",
            {"severity": "temporary", "delivery-status": {"code": 452, "message": "4.2.2 full"}},
            ("accepted", "dsn_4.2.2"),
        ),
        ("brevo", brevo, "delivered", {}, ("delivered", "")),
        ("brevo", brevo, "hard_bounce", {"reason": "550 5.1.1 no such user"}, ("bounced", "dsn_5.1.1")),
        ("brevo", brevo, "blocked", {}, ("bounced", "rejected")),
        ("brevo", brevo, "soft_bounce", {"reason": "552 5.2.2 mailbox full"}, ("bounced", "dsn_5.2.2")),
        ("brevo", brevo, "deferred", {"reason": "4.7.0 try later"}, ("accepted", "dsn_4.7.0")),
        ("brevo", brevo, "opened", {}, ("accepted", "")),
    ],
)
def test_mail_provider_tells_what_became_of_a_letter(message, tell, provider, say, event, more, found):
    assert tell(provider, say(message.pk, event, **more)).status_code == 200
    assert state(message) == found


def test_who_complains_is_left_alone(message, tell):
    assert tell("brevo", brevo(message.pk, "spam")).status_code == 200
    assert state(message) == ("delivered", "complaint")
    from laerling.invitations.tasks import follow_complaint

    follow_complaint(message_id=str(message.pk))
    assert Invitation.objects.get(pk=message.reference).declined
    assert (DeadAddress.objects.get().cause, Contract.objects.filter(email_state="unwanted").count()) == (
        "complaint",
        1,
    )


def test_mail_providers_call_that_is_not_understood_is_sent_back(tell, caplog):
    with caplog.at_level(logging.WARNING):
        assert tell("mailgun", {"hei": 1}).status_code == 400
    assert not StoredReceipt.objects.exists()


def test_provider_that_signs_its_calls_is_held_to_it(message, tell, settings):
    tell("mailgun", mailgun(message.pk, "delivered"))
    settings.ANYMAIL = {"MAILGUN_WEBHOOK_SIGNING_KEY": "another key"}
    address = reverse("receipts:email-secret", args=["mailgun", settings.RECEIPTS_SECRET])
    answer = Client().post(address, json.dumps(mailgun(message.pk, "delivered")), content_type="application/json")
    assert answer.status_code == 400


def test_other_providers_are_not_taken(message, settings, client):
    settings.EMAIL_PROVIDER = ""
    address = reverse("receipts:email-secret", args=["brevo", settings.RECEIPTS_SECRET])
    assert client.post(address, {}, content_type="application/json").status_code == 404
    assert isinstance(message.pk, UUID)
