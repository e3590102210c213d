"""Altinn Notifications: one order a message, with our message id as the order's own, so that a repeat is none.

After the public documentation of the interface, and never run against the real one: orders are handed in at
`future/orders`, what became of them is read from the list of changes at `future/shipment/feed`. Just before sending,
Altinn asks us whether the person still may get it (`conditionEndpoint`).
"""

import json
import threading
import time
from collections.abc import Callable
from typing import Any, Final
from uuid import UUID, uuid4

import jwt

from laerling.outbox.channels.gateways import AltinnGateway, Word
from laerling.outbox.channels.sms import words
from laerling.outbox.channels.sms.calling import Caller, Heard, NoReply, Unreachable
from laerling.outbox.channels.sms.words import message_id_of
from laerling.outbox.types import Outcome, OutgoingSms, Receipt, State

_SCOPE: Final = "altinn:serviceowner/notifications.create"
_GRANT: Final = "urn:ietf:params:oauth:grant-type:jwt-bearer"
# Maskinporten takes an assertion for two minutes; the token it gives is renewed this many seconds before its end.
_ASSERTION_SECONDS: Final = 100
_RENEW_BEFORE: Final = 30
_TOKEN_SECONDS: Final = 600
_UNAUTHORIZED: Final = 401
PROVIDER: Final = "altinn"
# How many changes are fetched at once.
_PAGE: Final = 500
_TRY_AGAIN: Final = frozenset({429, 503})
_FIRST_SERVER_ERROR: Final = 500

# What the status of an SMS says became of it; others are on their way.
_WORDS: Final[dict[str, Word]] = {
    "SMS_Delivered": "delivered",
    "SMS_Failed_InvalidRecipient": "no_such_number",
    "SMS_Failed_BarredReceiver": "no_such_number",
    "SMS_Failed_RecipientNotIdentified": "no_such_number",
    "SMS_Failed_Expired": "expired",
    "SMS_Failed_TTL": "expired",
    "SMS_Failed": "not_delivered",
    "SMS_Failed_Undelivered": "not_delivered",
    "SMS_Failed_Deleted": "not_delivered",
    "SMS_Failed_Rejected": "not_delivered",
    "SMS_Failed_RecipientReserved": "not_delivered",
}


class AltinnAdapter:
    """Hands SMS over to Altinn; safe to use from several threads."""

    repeats_safely = True
    can_be_asked = False

    def __init__(self, gateway: AltinnGateway, *, sender: str, condition_url: Callable[[UUID], str]) -> None:
        """`condition_url` is where Altinn asks whether a message still may go."""
        self._gateway = gateway
        self._sender = sender
        self._condition_url = condition_url
        self._caller = Caller(gateway.url)
        self._orders = f"{gateway.url.rstrip('/')}/notifications/api/v1/future"
        self._token = ("", 0.0)
        self._lock = threading.Lock()

    def hand_over(self, sms: OutgoingSms) -> Outcome:
        """Hand one order in and return what the reply means."""
        try:
            heard = self._caller.call("POST", f"{self._orders}/orders", headers=self._signed(), json=self._order(sms))
        except Unreachable:
            return Outcome(sms.message_id, State.QUEUED, "unreachable")
        except NoReply:
            return Outcome(sms.message_id, State.UNKNOWN, "no_reply")
        reference = words.at(_parsed(heard), "notification.shipmentId")
        return words.outcome(
            sms.message_id,
            self._meaning(heard),
            reason="" if heard.is_good else f"http_{heard.status}",
            reference=reference,
        )

    def ask(self, _message_id: UUID) -> Outcome | None:
        """Altinn cannot be asked by our id: an order with unknown outcome is handed in again, which it takes as a repeat."""
        return None

    def feed(self, after: int) -> tuple[int, tuple[Receipt, ...]]:
        """Return what has become of orders after a place in Altinn's list of changes, and the place it has come to.

        Raises Unreachable.
        """
        given = {"seq": str(after), "pageSize": str(_PAGE)}
        try:
            heard = self._caller.call("GET", f"{self._orders}/shipment/feed", headers=self._signed(), params=given)
        except NoReply:
            raise Unreachable from None
        if not heard.is_good:
            raise Unreachable
        changes = [change for change in _parsed(heard) if isinstance(change, dict)]
        last = max((int(words.at(change, "sequenceNumber") or 0) for change in changes), default=after)
        return max(last, after), tuple(filter(None, map(_receipt, changes)))

    def close(self) -> None:
        """Close the connections."""
        self._caller.close()

    def _order(self, sms: OutgoingSms) -> dict[str, Any]:
        settings = {"sender": self._sender, "body": sms.text, "sendingTimePolicy": "Anytime"}
        return {
            "idempotencyId": str(sms.message_id),
            "sendersReference": str(sms.message_id),
            "recipient": {"recipientSms": {"phoneNumber": sms.to, "smsSettings": settings}},
            "conditionEndpoint": self._condition_url(sms.message_id),
        }

    def _meaning(self, heard: Heard) -> Word:
        """Return what a reply to an order means; what Altinn refuses is our fault, and is tried again."""
        if heard.is_good:
            return "accepted"
        if heard.status == _UNAUTHORIZED:
            self._token = ("", 0.0)
        if heard.status in _TRY_AGAIN or heard.status < _FIRST_SERVER_ERROR:
            return "again"
        return "unknown"

    def _signed(self) -> dict[str, str]:
        """Return the header that shows who we are. Raises Unreachable where no token can be had."""
        with self._lock:
            token, until = self._token
            if time.monotonic() > until:
                token = self._new_token()
                self._token = token, time.monotonic() + _TOKEN_SECONDS - _RENEW_BEFORE
        return {"Authorization": f"Bearer {token}"}

    def _new_token(self) -> str:
        """Get a token from Maskinporten by an assertion signed with our key, and change it into Altinn's own."""
        gateway = self._gateway
        now = int(time.time())
        claims = {
            "aud": gateway.maskinporten_url,
            "iss": gateway.client_id,
            "scope": _SCOPE,
            "iat": now,
            "exp": now + _ASSERTION_SECONDS,
            "jti": str(uuid4()),
        }
        key = gateway.key_file.read_text(encoding="utf-8")
        assertion = jwt.encode(claims, key, algorithm="RS256", headers={"kid": gateway.key_id})
        given = {"grant_type": _GRANT, "assertion": assertion}
        try:
            first = self._caller.call("POST", f"{gateway.maskinporten_url.rstrip('/')}/token", data=given)
            bearer = {"Authorization": f"Bearer {words.at(_parsed(first), 'access_token')}"}
            exchange = f"{gateway.url.rstrip('/')}/authentication/api/v1/exchange/maskinporten"
            second = self._caller.call("GET", exchange, headers=bearer)
        except NoReply:
            raise Unreachable from None
        if not second.is_good:
            raise Unreachable
        return second.text.strip().strip('"')


def _receipt(change: dict[str, Any]) -> Receipt | None:
    """Return what one change of the list tells of a message of ours; None where it tells nothing certain."""
    message_id = message_id_of(words.at(change, "sendersReference"))
    if message_id is None:
        return None
    shipment = words.at(change, "shipmentId")
    if words.at(change, "status") == "Order_SendConditionNotMet":
        # Asked just before sending, we said that the person has answered: nothing left.
        return Receipt("sms", PROVIDER, message_id, shipment, State.BOUNCED, "answered")
    word = _WORDS.get(words.at(change, "recipients.0.status"))
    if word is None:
        return None
    told = words.outcome(message_id, word)
    return Receipt("sms", PROVIDER, message_id, shipment, told.state, told.reason)


def _parsed(heard: Heard) -> Any:
    try:
        return json.loads(heard.text)
    except ValueError:
        return {}
