"""SMS through Altinn Notifications, against a server that behaves as Altinn's public papers say; never the real one."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from laerling.outbox.channels import sms
from laerling.outbox.channels.gateways import AltinnGateway
from laerling.outbox.channels.sms.altinn import AltinnAdapter
from laerling.outbox.types import OutgoingSms
from tests.outbox.gateways import Altinn, serving

NOW = datetime(2026, 10, 20, 8, 0, tzinfo=UTC)
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def altinn():
    server = Altinn(KEY.public_key())
    with serving(server) as url:
        server.url = url
        yield server


@pytest.fixture
def gateway(altinn, tmp_path):
    file = tmp_path / "key.pem"
    file.write_bytes(
        KEY.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return AltinnGateway(
        kind="altinn",
        url=altinn.url,
        maskinporten_url=f"{altinn.url}/",
        client_id="laerling",
        key_file=file,
        key_id="key-1",
    )


def texts(*codes):
    return [OutgoingSms(uuid4(), f"+4741234{code:03}", "Svar på undersøkelsen") for code in codes]


def test_orders_bear_our_id_and_ask_us_before_they_are_sent(altinn, gateway, settings):
    given = texts(201, 201)
    found = list(sms.send(given, now=NOW, gateway=gateway))
    assert [outcome.state for outcome in found] == ["accepted"] * 2
    assert {outcome.provider_reference for outcome in found} == {f"shipment-{str(one.message_id)[:8]}" for one in given}
    assert altinn.n_tokens == 1
    one = given[0]
    order = altinn.orders[str(one.message_id)]
    assert order["conditionEndpoint"].startswith(f"{settings.STAFF_URL}/kvittering/kan-sendes/{one.message_id}/")
    assert order["recipient"]["recipientSms"] == {
        "phoneNumber": "+4741234201",
        "smsSettings": {"sender": "Udir", "body": "Svar på undersøkelsen", "sendingTimePolicy": "Anytime"},
    }


def test_order_with_unknown_outcome_is_handed_in_again_and_taken_once(altinn, gateway, settings):
    settings.SMS_GATEWAY = gateway
    assert sms.repeats_safely()
    given = texts(0)
    assert [(o.state, o.reason) for o in sms.send(given, now=NOW)] == [("unknown", "no_reply")]
    (again,) = sms.send(given, now=NOW)
    assert (again.state, len(altinn.orders)) == ("accepted", 1)
    assert sms.look_up([given[0].message_id]) is None


@pytest.mark.parametrize(("code", "outcome"), [(400, "queued"), (403, "queued"), (429, "queued"), (500, "unknown")])
def test_what_altinn_refuses_is_tried_again(code, outcome, gateway):
    (found,) = sms.send(texts(code), now=NOW, gateway=gateway)
    assert (found.state, found.reason) == (outcome, f"http_{code}")


def test_without_a_token_nothing_is_handed_in(altinn, gateway):
    (found,) = sms.send(texts(201), now=NOW, gateway=gateway.model_copy(update={"client_id": "another"}))
    assert (found.state, found.reason, altinn.orders) == ("queued", "unreachable", {})


def test_list_of_changes_tells_what_became_of_orders(altinn, gateway):
    statuses = {
        "SMS_Delivered": ("delivered", ""),
        "SMS_Failed_BarredReceiver": ("bounced", "no_such_number"),
        "SMS_Failed_InvalidRecipient": ("bounced", "no_such_number"),
        "SMS_Failed_Expired": ("bounced", "expired"),
        "SMS_Failed_Undelivered": ("bounced", "not_delivered"),
        "SMS_Sending": None,
    }
    told = {status: uuid4() for status in statuses}
    for status, message_id in told.items():
        altinn.change(message_id, status)
    asked_us = uuid4()
    altinn.change(asked_us, "", order_status="Order_SendConditionNotMet")
    altinn.change("somebody else's", "SMS_Delivered")
    way = AltinnAdapter(gateway, sender="Udir", condition_url=str)
    last, receipts = way.feed(0)
    assert last == len(altinn.changes)
    found = {receipt.message_id: (str(receipt.state), receipt.reason) for receipt in receipts}
    expected = {told[status]: outcome for status, outcome in statuses.items() if outcome}
    assert found == {**expected, asked_us: ("bounced", "answered")}
    assert way.feed(last) == (last, ())
    way.close()
