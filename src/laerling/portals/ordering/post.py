"""What one person was sent, in words, with what to do where a message did not reach them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laerling.invitations.rules import Channel
from laerling.invitations.sent import Sent, SentInvitation, SentLetter
from laerling.invitations.texts import WrittenForm
from laerling.outbox.types import State
from laerling.portals.ordering.letters import Letter, letter
from laerling.portals.ordering.wording import Phone, phone

CHANNELS: Final[dict[Channel, str | Promise]] = {"email": gettext_lazy("E-mail"), "sms": gettext_lazy("SMS")}
# What stands where a personal link stood. No link of anybody's is ever shown to staff; the one for no more reminders is
# always a link of its own, shown by its words.
_LINK: Final[dict[WrittenForm, str]] = {"nb": "[personlig lenke]", "nn": "[personleg lenkje]"}


@dataclass(frozen=True, slots=True)
class InvitationLine:
    """A message with an invitation: its outcome as a colour, in a word, and what it means or what to do."""

    dispatch_id: UUID
    channel: str
    owner_name: str
    at: datetime | None
    color: str
    outcome: str
    note: str


@dataclass(frozen=True, slots=True)
class ReminderLine:
    """A reminder to people of the county or the office."""

    dispatch_id: UUID
    channels: str
    owner_name: str
    at: datetime
    is_stopped: bool


def invitations(sent: Sent) -> tuple[InvitationLine, ...]:
    """Return the invitations that left for one person, in words."""
    return tuple(
        InvitationLine(one.dispatch_id, str(CHANNELS[one.channel]), one.owner_name, one.at, *_outcome(one))
        for one in sent.invitations
    )


def reminders(sent: Sent) -> tuple[ReminderLine, ...]:
    """Return the reminders to people beside one person, in words."""
    return tuple(
        ReminderLine(
            one.dispatch_id,
            ", ".join(str(CHANNELS[channel]) for channel in one.channels),
            one.owner_name,
            one.at,
            one.is_stopped,
        )
        for one in sent.reminders
    )


def mails(found: SentLetter) -> tuple[Letter, ...]:
    """Return the mail of a dispatch as it read to one person, in the forms they got."""
    texts = found.texts.get("email", {})
    return tuple(letter(form, text, _marks(found.values, form)) for form, text in texts.items())


def phones(found: SentLetter) -> tuple[Phone, ...]:
    """Return the SMS of a dispatch as it read to one person."""
    texts = found.texts.get("sms", {})
    return tuple(phone(form, text, _marks(found.values, form)) for form, text in texts.items())


def _marks(values: Mapping[str, str], form: WrittenForm) -> dict[str, str]:
    # The name last: braces in it stay what they are.
    others = {f"{{{name}}}": value for name, value in values.items() if name != "navn"}
    return {"{lenke}": _LINK[form], **others, "{navn}": values["navn"]}


def _outcome(one: SentInvitation) -> tuple[str, str, str]:
    """Return the colour, the word and the note of what became of a message."""
    if one.state == State.BOUNCED:
        return "danger", _("Did not arrive"), _what_to_do(one)
    if one.state == State.UNKNOWN:
        return "warning", _("Uncertain"), _("We could not see whether it arrived, so it is not sent again.")
    if one.state == State.DELIVERED:
        return "success", _("Delivered"), _("The recipient's own system has confirmed it.")
    is_sms = one.channel == "sms"
    handed = _("Handed to the telephone network.") if is_sms else _("Handed to the recipient's mail server.")
    return "success", _("Sent"), handed


def _what_to_do(one: SentInvitation) -> str:
    if one.reason == "gave_up":
        return _("The server could not be reached for a day. Send a new invitation.")
    if one.channel == "sms":
        return _("The number was refused. Correct it in VIGO, or send an e-mail.")
    return _("The address was refused. Correct it in VIGO, or send an SMS.")
