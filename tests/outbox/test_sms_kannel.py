"""SMS through Debian's own Kannel: handed in, reported on, refused, slow, gone and back."""

import os
import signal
import threading
import time
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from laerling.outbox import actions as outbox
from laerling.outbox.channels import sms
from laerling.outbox.channels.gateways import KannelGateway
from laerling.outbox.channels.sms import words
from laerling.outbox.models import Message, StoredReceipt
from laerling.outbox.types import OutgoingSms
from tests.outbox import kannel
from tests.outbox.gateways import serving

NOW = datetime(2026, 10, 20, 8, 0, tzinfo=UTC)
pytestmark = pytest.mark.xdist_group("kannel")


class Reports:
    """What Kannel's calls back have said, in our own words, by message."""

    def __init__(self, gateway):
        self.report = gateway.as_http().report
        self.told = {}
        self.changed = threading.Condition()

    def __call__(self, _method, _path, query, _headers, _body):
        fields = {name: values[0] for name, values in query.items()}
        with self.changed:
            self.told.setdefault(UUID(fields["id"]), []).append(words.word_of(self.report, fields))
            self.changed.notify_all()
        return 200, "ok"

    def wait_for(self, messages, word, seconds=10):
        with self.changed:
            return self.changed.wait_for(lambda: all(word in self.told.get(one, ()) for one in messages), seconds)


@pytest.fixture(scope="module")
def boxes(tmp_path_factory):
    with (
        serving(lambda *_: (200, "no such number")) as refusing,
        kannel.running(tmp_path_factory.mktemp("kannel"), refusing=refusing) as running,
    ):
        running.gateway = KannelGateway(kind="kannel", url=running.url, user="laerling", secret="hysj", connections=8)
        yield running


@pytest.fixture
def reports(boxes, settings):
    told = Reports(boxes.gateway)
    with serving(told) as url:
        settings.STAFF_URL = url
        yield told


def text(number="+4741234567", body="Hei, svar på Lærlingundersøkelsen"):
    return OutgoingSms(uuid4(), number, body)


def send(boxes, *messages):
    found = {outcome.message_id: outcome for outcome in sms.send(messages, now=NOW, gateway=boxes.gateway)}
    return [(str(found[one.message_id].state), found[one.message_id].reason) for one in messages]


def test_messages_are_handed_in_and_reported_delivered(boxes, reports):
    messages = [text() for _ in range(40)]
    assert send(boxes, *messages) == [("accepted", "")] * 40
    assert reports.wait_for([one.message_id for one in messages], "delivered")


def test_text_arrives_as_it_was_written(boxes, reports):
    plain, dear = text(body="Æ, ø og å: 100 % gratis @ #1 + 1"), text(body="«Hei» – 😀")
    assert send(boxes, plain, dear) == [("accepted", "")] * 2
    assert reports.wait_for([plain.message_id, dear.message_id], "delivered")
    printed = boxes.handed_to_the_centre()
    assert f"<Udir +4741234567 text {plain.text}>" in printed
    # Sixteen bits a sign, written as URLs are: « H e i ».
    assert "<Udir +4741234567 ucs-2 %00%AB%00H%00e%00i%00%BB" in printed


def test_long_text_is_one_message_in_parts(boxes, reports):
    long = text(body="Svar på undersøkelsen. " * 12)
    assert send(boxes, long) == [("accepted", "")]
    assert reports.wait_for([long.message_id], "delivered")


def test_number_that_the_centre_refuses_is_reported_as_no_number(boxes, reports):
    refused = text("+4799123456")
    assert send(boxes, refused) == [("accepted", "")]
    assert reports.wait_for([refused.message_id], "no_such_number")


def test_number_nobody_serves_is_refused_at_once_and_condemns_nobody(boxes, reports):
    assert send(boxes, text("+46701234567")) == [("bounced", "not_routable")]


def test_wrong_password_is_our_own_fault(boxes, reports):
    wrong = boxes.gateway.model_copy(update={"secret": "gjett"})
    (outcome,) = sms.send([text()], now=NOW, gateway=wrong)
    assert (outcome.state, outcome.reason) == ("queued", "http_403")


def test_centre_that_is_down_gets_what_waits_when_it_is_back(boxes, reports):
    boxes.stop("centre")
    time.sleep(0.3)
    waiting = text()
    assert send(boxes, waiting) == [("accepted", "")]
    assert not reports.wait_for([waiting.message_id], "delivered", seconds=0.5)
    boxes.start_centre()
    assert reports.wait_for([waiting.message_id], "delivered", seconds=15)


def test_gateway_that_stands_still_may_have_taken_it_and_its_report_tells(boxes, reports, monkeypatch):
    monkeypatch.setattr("laerling.outbox.channels.sms.calling.TIMEOUT", (1.0, 0.5))
    process, held = boxes.running["bearerbox"], text()
    os.kill(process.pid, signal.SIGSTOP)
    try:
        assert send(boxes, held) == [("unknown", "no_reply")]
    finally:
        os.kill(process.pid, signal.SIGCONT)
    assert reports.wait_for([held.message_id], "delivered")


def test_gateway_that_is_gone_has_taken_nothing_and_takes_it_when_it_is_back(boxes, reports):
    boxes.stop("smsbox")
    later = text()
    assert send(boxes, later) == [("queued", "unreachable")]
    boxes.start_smsbox()
    assert send(boxes, later) == [("accepted", "")]
    assert reports.wait_for([later.message_id], "delivered")


@pytest.mark.django_db(transaction=True)
def test_message_goes_from_the_queue_to_delivered_by_way_of_the_call_back(boxes, settings, live_server):
    settings.STAFF_URL, settings.SMS_GATEWAY = live_server.url, boxes.gateway
    batch = uuid4()
    Message.objects.bulk_create(
        Message(batch=batch, source="tests", reference=uuid4(), channel="sms", not_before=NOW, queued_at=NOW)
        for _ in range(20)
    )
    everybody = Message.objects.values_list("reference")
    claimed = outbox.claim(batch=batch, eligible=everybody, limit=50, now=NOW, channel="sms")
    numbers = ["+4799123456" if place == 0 else f"+47412345{place:02}" for place in range(len(claimed))]
    outgoing = [OutgoingSms(one.id, to, "Hei") for one, to in zip(claimed, numbers, strict=True)]
    outcomes = outbox.hand_over(claimed, outgoing, sms.send, now=NOW)
    assert {outcome.state for outcome in outcomes} == {"accepted"}
    deadline = time.monotonic() + 15
    # A gateway may tell the same thing twice, the second time when all is settled.
    waiting = (Message.objects.filter(state="accepted"), StoredReceipt.objects.all())
    while any(rows.exists() for rows in waiting) and time.monotonic() < deadline:
        time.sleep(0.2)
        outbox.apply_receipts(now=NOW)
    found = list(Message.objects.values_list("state", "reason"))
    assert (found.count(("delivered", "")), found.count(("bounced", "no_such_number"))) == (19, 1)
    assert StoredReceipt.objects.count() == 0
