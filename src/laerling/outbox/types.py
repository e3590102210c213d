"""What goes between the outbox, its channels and those who send through it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal
from uuid import UUID

Channel = Literal["email", "sms", "local"]


class State(StrEnum):
    """Where a message is on its way. `accepted` is the provider's word, `delivered` the recipient's system's."""

    QUEUED = "queued"
    SENDING = "sending"
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that is ours to send until its lease ends. `attempt` is 1 the first time."""

    id: UUID
    reference: UUID
    attempt: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one message: accepted, bounced, unknown; or queued, to be tried again later.

    `reason` is a short code, "smtp_550" or "unreachable": never the server's words, which may hold an address.
    """

    message_id: UUID
    state: State
    reason: str = ""
    provider_reference: str = ""


@dataclass(frozen=True, slots=True)
class OutgoingEmail:
    """One mail, rendered.

    `language` is "nb" or "nn"; `unsubscribe_url` the recipient's own page for declining, empty where a mail is about
    somebody's own account and cannot be declined.
    """

    message_id: UUID
    to: str
    subject: str
    text: str
    html: str | None
    language: str
    unsubscribe_url: str


@dataclass(frozen=True, slots=True)
class OutgoingSms:
    """One SMS, written. `to` is as telephone networks write it, "+4790000000"."""

    message_id: UUID
    to: str
    text: str
