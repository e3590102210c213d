"""What may be asked for: how an address is compared, and how often a link is sent again. Pure."""

from typing import Final

from laerling.invitations.rules import Channel
from laerling.register.rules import contacts

# To one person on an Oslo day, and to all together: a fifth of those invited, so that nobody can empty the purse.
LETTERS_A_DAY_EACH: Final = 3
LETTERS_A_DAY: Final = 5_000


def tidied(written: str) -> str:
    """Return an e-mail address or mobile number as it is compared; empty for what is neither.

    An address in small letters, a number as networks write it ("+4790000000").
    """
    text = written.strip()
    if "@" in text:
        return text.lower() if contacts.email_state(text) == "ok" else ""
    return contacts.e164(text)


def channel_of(address: str) -> Channel:
    """Return by what a tidied address is written to."""
    return "email" if "@" in address else "sms"
