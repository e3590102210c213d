"""Any gateway that takes an SMS by one HTTP request, as the environment describes it (`gateways.HttpGateway`)."""

import json
import re
from typing import Any, Final
from uuid import UUID

from laerling.outbox.channels.gateways import HttpGateway, Word
from laerling.outbox.channels.sms import words
from laerling.outbox.channels.sms.calling import Caller, Heard, NoReply, Unreachable
from laerling.outbox.channels.sms.texts import is_dear
from laerling.outbox.types import Outcome, OutgoingSms, State

_NAME: Final = re.compile(r"\{(to|to_digits|text|id|sender|secret|report_url|coding)\}")
_NOT_FOUND: Final = 404
_TRY_AGAIN: Final = frozenset({429, 503})
_FIRST_SERVER_ERROR: Final = 500


class HttpAdapter:
    """Hands SMS over to one gateway; safe to use from several threads."""

    def __init__(self, gateway: HttpGateway, *, sender: str, report_url: str) -> None:
        """`report_url` is where the gateway tells what became of a message."""
        self._gateway = gateway
        self._caller = Caller(gateway.url)
        self._alike = {"sender": sender, "secret": gateway.password(), "report_url": report_url}

    @property
    def repeats_safely(self) -> bool:
        """Whether the gateway takes a repeat with the same id for the same message."""
        return bool(self._gateway.idempotency_header)

    @property
    def can_be_asked(self) -> bool:
        """Whether the gateway tells on request what became of a message."""
        return bool(self._gateway.lookup_url)

    def hand_over(self, sms: OutgoingSms) -> Outcome:
        """Hand one SMS over and return what the reply means."""
        values = {
            **self._alike,
            "id": str(sms.message_id),
            "to": sms.to,
            "to_digits": sms.to.removeprefix("+"),
            "text": sms.text,
            "coding": "2" if is_dear(sms.text) else "0",
        }
        try:
            heard = self._caller.call(self._gateway.method, _filled(self._gateway.url, values), **self._request(values))
        except Unreachable:
            return Outcome(sms.message_id, State.QUEUED, "unreachable")
        except NoReply:
            return Outcome(sms.message_id, State.UNKNOWN, "no_reply")
        return words.outcome(
            sms.message_id,
            self._meaning(heard),
            reason="" if heard.is_good else f"http_{heard.status}",
            reference=self._reference(heard),
        )

    def ask(self, message_id: UUID) -> Outcome | None:
        """Ask what became of a message. None where the gateway does not tell; queued where it never got it."""
        gateway = self._gateway
        if not gateway.lookup_url or gateway.report is None:
            return None
        values = {**self._alike, "id": str(message_id)}
        try:
            heard = self._caller.call("GET", _filled(gateway.lookup_url, values), **self._signed(values))
        except (Unreachable, NoReply):
            return None
        if heard.status == _NOT_FOUND:
            return Outcome(message_id, State.QUEUED, "not_taken")
        said = {"status": words.at(_parsed(heard.text), gateway.lookup_status)}
        word = words.word_of(gateway.report.model_copy(update={"status": ["status"]}), said) if heard.is_good else None
        return None if word is None else words.outcome(message_id, word, reference=self._reference(heard))

    def close(self) -> None:
        """Close the connections."""
        self._caller.close()

    def _request(self, values: dict[str, str]) -> dict[str, Any]:
        gateway = self._gateway
        key = {"query": "params", "form": "data", "json": "json"}[gateway.body]
        signed = self._signed(values)
        if gateway.idempotency_header:
            signed["headers"][gateway.idempotency_header] = values["id"]
        return {key: _filled(gateway.fields, values), **signed}

    def _signed(self, values: dict[str, str]) -> dict[str, Any]:
        gateway = self._gateway
        auth = (gateway.user, self._alike["secret"]) if gateway.user and gateway.kind == "http" else None
        return {"headers": _filled(gateway.headers, values), "auth": auth}

    def _meaning(self, heard: Heard) -> Word:
        """Return what a reply means. A refusal is the recipient's only where the configuration says so.

        Everything else a gateway refuses is ours or its own fault and is tried again: a wrong password must not turn
        twenty thousand good numbers into bad ones. An error in the middle may have come after the message was taken.
        """
        for reply in self._gateway.replies:
            if (not reply.status or heard.status in reply.status) and re.search(reply.text, heard.text):
                return reply.means
        if heard.is_good:
            return "unknown" if any(reply.means == "accepted" for reply in self._gateway.replies) else "accepted"
        if heard.status in _TRY_AGAIN or heard.status < _FIRST_SERVER_ERROR:
            return "again"
        return "unknown"

    def _reference(self, heard: Heard) -> str:
        place = self._gateway.reference
        if not place:
            return ""
        if "(" in place:
            found = re.search(place, heard.text)
            return found[1] if found else ""
        return words.at(_parsed(heard.text), place)


def _filled(template: Any, values: dict[str, str]) -> Any:
    """Return a template with each name in it filled once, so that what a text holds stays text."""
    if isinstance(template, str):
        return _NAME.sub(lambda name: values.get(name[1], name[0]), template)
    if isinstance(template, dict):
        return {key: _filled(value, values) for key, value in template.items()}
    if isinstance(template, list):
        return [_filled(value, values) for value in template]
    return template


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return {}
