"""SMS over HTTP: what is handed over, how each reply is understood, and that nothing is begun that may not be."""

import socket
import threading
import time
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from laerling.outbox.channels import sms
from laerling.outbox.types import LeaseLost, OutgoingSms
from tests.outbox.gateways import Gateway, serving

NOW = datetime(2026, 10, 20, 8, 0, tzinfo=UTC)
NIGHT = datetime(2026, 10, 20, 22, 0, tzinfo=UTC)


def texts(*codes):
    return [OutgoingSms(uuid4(), f"+4741234{code:03}", "Svar på {id} «her»") for code in codes]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def gateway():
    taken = Gateway()
    with serving(taken) as url:
        taken.url = url
        yield taken


def by_id(outcomes):
    return {outcome.message_id: (str(outcome.state), outcome.reason) for outcome in outcomes}


def test_message_is_handed_over_as_the_gateway_is_described(gateway, settings):
    (one,) = texts(200)
    (outcome,) = sms.send([one], now=NOW, gateway=gateway.at(gateway.url, idempotency_header="Idempotency-Key"))
    assert (outcome.state, outcome.provider_reference) == ("accepted", f"gw-{str(one.message_id)[:8]}")
    assert gateway.taken[str(one.message_id)] == {
        "to": "+4741234200",
        # A text is text: what looks like a placeholder in it stays.
        "text": "Svar på {id} «her»",
        "id": str(one.message_id),
        "from": settings.SMS_SENDER,
        "report": f"{settings.STAFF_URL}/kvittering/sms/http/{settings.RECEIPTS_SECRET}/",
    }
    headers = gateway.headers[0]
    assert (headers["Authorization"], headers["Idempotency-Key"]) == ("Bearer hysj", str(one.message_id))


def test_every_reply_is_understood(gateway):
    codes = (200, 299, 400, 401, 403, 404, 429, 500, 502, 503, 504, 0)
    given = texts(*codes)
    found = by_id(sms.send(given, now=NOW, gateway=gateway.at(gateway.url)))
    assert [found[one.message_id] for one in given] == [
        ("accepted", ""),
        ("bounced", "no_such_number"),
        # Refusals that nobody has described are not the recipient's fault.
        ("queued", "http_400"),
        ("queued", "http_401"),
        ("queued", "http_403"),
        ("queued", "http_404"),
        ("queued", "http_429"),
        # Something failed behind the door: it may have been taken.
        ("unknown", "http_500"),
        ("unknown", "http_502"),
        ("queued", "http_503"),
        ("unknown", "http_504"),
        ("unknown", "no_reply"),
    ]


def test_gateway_that_is_not_there_has_taken_nothing(gateway):
    (one,) = texts(200)
    (outcome,) = sms.send([one], now=NOW, gateway=gateway.at(f"http://127.0.0.1:{free_port()}"))
    assert (outcome.state, outcome.reason) == ("queued", "unreachable")


def test_silent_gateway_may_have_taken_it(monkeypatch):
    monkeypatch.setattr("laerling.outbox.channels.sms.calling.TIMEOUT", (1.0, 0.3))
    free = threading.Event()
    with serving(lambda *_: (free.wait(5), (200, "late"))[1]) as url:
        (outcome,) = sms.send(texts(200), now=NOW, gateway=Gateway.at(url))
        free.set()
    assert (outcome.state, outcome.reason) == ("unknown", "no_reply")


def test_reply_that_says_nothing_known_may_mean_anything():
    with serving(lambda *_: (299, "velkommen")) as url:
        (outcome,) = sms.send(texts(200), now=NOW, gateway=Gateway.at(url))
    assert outcome.state == "unknown"


def test_redirect_is_not_followed():
    with serving(lambda *_: (302, "")) as url:
        (outcome,) = sms.send(texts(200), now=NOW, gateway=Gateway.at(url))
    assert (outcome.state, outcome.reason) == ("queued", "http_302")


def test_several_are_under_way_at_once():
    together = threading.Barrier(8)
    with serving(lambda *_: (together.wait(5), (200, {}))[1]) as url:
        found = list(sms.send(texts(*[200] * 8), now=NOW, gateway=Gateway.at(url)))
    assert [outcome.state for outcome in found] == ["accepted"] * 8


def test_nothing_is_begun_beyond_what_was_told(gateway):
    marks = []

    def begin(upto):
        marks.append((upto, len(gateway.taken)))
        return ()

    found = list(sms.send(texts(*[200] * 40), now=NOW, begin=begin, gateway=gateway.at(gateway.url)))
    assert len(found) == len(gateway.taken) == 40
    assert [upto for upto, _taken in marks] == [16, 32, 48]
    assert all(taken <= upto - 16 for upto, taken in marks)


def test_sender_that_lost_its_lease_tells_what_it_began_and_begins_no_more(gateway):
    def begin(upto):
        if upto > 16:
            raise LeaseLost
        return ()

    told = []
    with pytest.raises(LeaseLost):
        told.extend(sms.send(texts(*[200] * 40), now=NOW, begin=begin, gateway=gateway.at(gateway.url)))
    # extend() keeps what came before the error.
    assert len(told) == len(gateway.taken) == 16


def test_people_are_not_woken(gateway):
    found = list(sms.send(texts(200), now=NIGHT, gateway=gateway.at(gateway.url)))
    assert [(outcome.state, outcome.reason) for outcome in found] == [("queued", "not_begun")]
    assert gateway.taken == {}


def test_a_test_to_oneself_goes_at_any_hour(gateway):
    (outcome,) = sms.send(texts(200), now=NIGHT, gateway=gateway.at(gateway.url), at_any_hour=True)
    assert outcome.state == "accepted"


def test_what_was_not_begun_in_time_comes_back(gateway):
    within = timedelta(seconds=0.2)

    def slow():
        for one in texts(*[200] * 3):
            yield one
            time.sleep(0.25)

    found = list(sms.send(slow(), now=NOW, gateway=gateway.at(gateway.url), begin_within=within))
    assert sorted(outcome.reason for outcome in found) == ["", "not_begun", "not_begun"]


def test_without_a_gateway_nothing_is_lost(settings):
    settings.SMS_GATEWAY = None
    assert not sms.is_set_up()
    assert not sms.repeats_safely()
    assert [(o.state, o.reason) for o in sms.send(texts(200), now=NOW)] == [("queued", "no_gateway")]
    assert sms.look_up([uuid4()]) is None


def test_gateway_is_asked_what_became_of_messages(gateway):
    given = texts(0, 0)
    there = gateway.at(gateway.url)
    assert {outcome.state for outcome in sms.send(given, now=NOW, gateway=there)} == {"unknown"}
    never = uuid4()
    found = by_id(sms.look_up([*(one.message_id for one in given), never], gateway=there))
    assert found == {**{one.message_id: ("delivered", "") for one in given}, never: ("queued", "not_taken")}


def test_gateway_without_a_look_up_is_not_asked(gateway):
    assert sms.look_up([uuid4()], gateway=gateway.at(gateway.url, lookup_url="")) is None


def test_gateway_that_takes_repeats_is_known_by_its_header(gateway, settings):
    settings.SMS_GATEWAY = gateway.at(gateway.url, idempotency_header="Idempotency-Key")
    assert sms.repeats_safely()
    settings.SMS_GATEWAY = gateway.at(gateway.url)
    assert not sms.repeats_safely()
