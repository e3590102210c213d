"""What a call-back holds: the fields of one SMS report or several, and the events of a mail provider, as receipts."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final
from uuid import UUID

from anymail.signals import AnymailTrackingEvent
from django.http import HttpRequest

from laerling.outbox.channels.gateways import HttpGateway, Report
from laerling.outbox.channels.sms import words
from laerling.outbox.types import Receipt, State

COMPLAINT: Final = "complaint"
_STORED: Final = frozenset({State.ACCEPTED, State.DELIVERED, State.BOUNCED})
_MOST_REPORTS: Final = 1000
_LONGEST_REFERENCE: Final = 100
_MESSAGE_ID: Final = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@", re.IGNORECASE)
_CODE: Final = re.compile(r"\b[45]\.\d{1,3}\.\d{1,3}\b")
_EMAIL_STATES: Final = {
    "delivered": State.DELIVERED,
    "bounced": State.BOUNCED,
    "rejected": State.BOUNCED,
    "failed": State.BOUNCED,
    "deferred": State.ACCEPTED,
    "complained": State.DELIVERED,
}


def sms_receipts(request: HttpRequest, gateway: HttpGateway) -> list[Receipt]:
    """Return what a gateway's call tells; what says nothing we know is left out. Raises ValueError for broken JSON."""
    if gateway.report is None:
        return []
    return [receipt for fields in _reports(request) if (receipt := _receipt(fields, gateway.report, gateway.name))]


def email_receipt(event: AnymailTrackingEvent, provider: str) -> Receipt | None:
    """Return what a mail provider's event tells; None for openings and clicks, and where our Message-ID is not in it.

    Providers keep the Message-ID of a letter that came over SMTP, and repeat it in one place or another.
    """
    state = _EMAIL_STATES.get(event.event_type)
    found = _MESSAGE_ID.search(f"{event.message_id} {json.dumps(event.esp_event, default=str)}")
    if state is None or found is None:
        return None
    return Receipt("email", provider, UUID(found[1]), "", state, _reason(event))


def _reason(event: AnymailTrackingEvent) -> str:
    """Return why, as a code: the other server's enhanced status where the event repeats it, else the provider's sort."""
    if event.event_type == "complained":
        return COMPLAINT
    if event.event_type == "delivered":
        return ""
    code = _CODE.search(f"{event.mta_response} {event.description}")
    if code:
        return f"dsn_{code[0]}"
    # "invalid" is an address that cannot be; "bounced" one that the provider knows to be dead.
    return {"invalid": "dsn_5.1.3", "bounced": "dsn_5.1.1"}.get(event.reject_reason or "", str(event.event_type))


def _reports(request: HttpRequest) -> Iterator[Mapping[str, Any]]:
    """Yield the fields of each report: of the address, of a form, or of JSON, one or a list."""
    address = request.GET.dict()
    if request.method == "POST" and request.content_type == "application/json":
        found = json.loads(request.body)
        for one in found[:_MOST_REPORTS] if isinstance(found, list) else [found]:
            if isinstance(one, dict):
                yield {**address, **one}
    else:
        yield {**address, **request.POST.dict()}


def _receipt(fields: Mapping[str, Any], report: Report, provider: str) -> Receipt | None:
    word = words.word_of(report, fields)
    message_id = words.message_id_of(words.at(fields, report.message)) if report.message else None
    reference = words.at(fields, report.reference)[:_LONGEST_REFERENCE] if report.reference else ""
    if word is None or not (message_id or reference):
        return None
    # Which message it is does not matter to the word.
    told = words.outcome(message_id or UUID(int=0), word)
    return Receipt("sms", provider, message_id, reference, told.state, told.reason) if told.state in _STORED else None
