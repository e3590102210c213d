"""Turns a stored message into what a person reads: who, what, when, and the text."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime

from laerling.demo.inbox.gateway import CHANNEL
from laerling.demo.inbox.store import StoredMessage
from laerling.outbox.channels.sms import numbers


@dataclass(frozen=True, slots=True)
class Line:
    """A message in the list. `sent_at` is None where the message does not say."""

    id: int
    recipient: str
    sender: str
    subject: str
    is_sms: bool
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class Letter:
    """A whole message: its line, its plain text, and its HTML where it has any."""

    line: Line
    text: str
    html: str


def line(message: StoredMessage) -> Line:
    """Read the headers only."""
    return _line(message, BytesHeaderParser(policy=policy.default).parsebytes(message.content, headersonly=True))


def letter(message: StoredMessage) -> Letter:
    """Read the whole message; parts it lacks are empty."""
    parsed = message_from_bytes(message.content, policy=policy.default)
    return Letter(_line(message, parsed), _part(parsed, "plain"), _part(parsed, "html"))


def _line(message: StoredMessage, headers: Message) -> Line:
    sender, subject, date = (str(headers[name] or "") for name in ("From", "Subject", "Date"))
    is_sms = headers[CHANNEL] == "sms"
    recipient = numbers.shown(message.recipient) if is_sms else message.recipient
    return Line(message.id, recipient, sender, subject, is_sms, _moment(date))


def _moment(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except ValueError:
        return None


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    if part is None:
        return ""
    return str(part.get_content()).replace("\r\n", "\n")
