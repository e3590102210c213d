"""What goes between the outbox, its channels and those who send through it."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal, Protocol
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


# The reason of an outcome that says: this message was not begun after all. It is as if it had not been claimed.
NOT_BEGUN = "not_begun"


class LeaseLost(RuntimeError):
    """The sender's lease has ended: what it held may be another's now, and it must begin nothing more."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that is ours to send until its lease ends. `attempt` is 1 the first time.

    What is claimed at once stands under one `lease`, each message at its `place`, from 0.
    """

    id: UUID
    reference: UUID
    attempt: int
    lease: int
    place: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one message: accepted, delivered, bounced, unknown; or queued, to be tried again later.

    `reason` is a short code, "smtp_550" or "unreachable": never the server's words, which may hold an address.
    `about_recipient` tells that a message was put off for its recipient's sake (a full mailbox) and that the provider is
    well; every other message put off or unknown counts against the provider (`rules.is_fault`).
    """

    message_id: UUID
    state: State
    reason: str = ""
    provider_reference: str = ""
    about_recipient: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a provider tells about a message later: accepted, delivered or bounced.

    The message is named by its id, or by the reference the provider gave it. `provider` is whose word it is, "kannel".
    """

    channel: Channel
    provider: str
    message_id: UUID | None
    provider_reference: str
    state: State
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Noted:
    """What receipts changed: how many messages; how many told nothing new; and those whose message is not known."""

    n_changed: int
    n_repeated: int
    unknown: tuple[Receipt, ...]


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
    """One SMS, written out. `to` is the number as networks write it, "+4741234567"."""

    message_id: UUID
    to: str
    text: str


Begin = Callable[[int], Collection[UUID]]
"""What a channel calls before the first n messages may be begun, in order; stored once it has returned.

It returns the ids of those that are not to be begun after all: the recipient has answered since the claim. The channel
says NOT_BEGUN of them. Raises LeaseLost, and then nothing more may be begun. It takes a while (a commit), so a channel
calls it for a chunk of messages at a time; as many as a chunk may be left unknown when the sender is killed.
"""


class Send(Protocol):
    """How a channel sends: outcomes come as they are known, in any order; each message has at most one.

    A message that has no outcome is unknown if it was begun, and goes back to the queue if it was not.
    """

    def __call__(self, outgoing: Iterable[Any], /, *, now: datetime, begin: Begin) -> Iterator[Outcome]:
        """Send messages that were claimed, in their order."""


LookUp = Callable[[Iterable[UUID]], Iterable[Outcome] | None]
"""How a channel's gateway is asked about messages: what it is sure of, or None where it cannot be asked.

`queued` says that the gateway never received the message, so that it may be sent. What it does not know is left out.
"""
