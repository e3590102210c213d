"""The line a sender may add to the Directorate's letter: plain text, checked, and put in its place. Pure."""

import re
import unicodedata
from typing import Final

from laerling.invitations.rules import Channel
from laerling.invitations.texts.refusals import (
    LineInOneForm,
    LineTooLong,
    LinkInText,
    UnknownPlaceholder,
    UnknownPlaceholderInSms,
)
from laerling.invitations.texts.types import FORMS, OwnLine, Text, WrittenForm
from laerling.outbox.channels.sms.texts import plain

# What a sender may write in braces, by channel; the letters themselves have three more.
PLACEHOLDERS: Final = frozenset({"navn", "kontor", "frist", "lenke"})
_IN_LINES: Final[dict[Channel, frozenset[str]]] = {"email": PLACEHOLDERS, "sms": frozenset({"kontor", "frist"})}
LINE_AT_MOST: Final = 300
SMS_LINE_AT_MOST: Final = 100
_AT_MOST: Final[dict[Channel, int]] = {"email": LINE_AT_MOST, "sms": SMS_LINE_AT_MOST}

OWN_LINE: Final = "{egen_linje}"
_PLACEHOLDER = re.compile(r"\{([a-zæøå_]*)\}")
# Anything a mail program might turn into a link: a scheme, www, numbers like an address, a word with a dot within.
_LINK = re.compile(r"(?i)[a-z][a-z0-9+.-]*:/|\bwww\b|\b(?:mailto|tel|sms|javascript|data):|@|\d+\.\d+\.\d+\.\d+")
_DOTTED = re.compile(r"(?i)[^\W_][\w-]*\.[^\W\d_]{2,}")
_ABBREVIATIONS = frozenset({"f.eks", "m.fl", "o.fl", "e.kr", "f.kr", "bl.a", "t.o.m", "kl.ca"})
_NO_BRACES = str.maketrans("{}", "()")
_FROM: Final[dict[WrittenForm, str]] = {"nb": "Melding fra", "nn": "Melding frå"}


def checked_line(own: OwnLine) -> OwnLine:
    """Return a sender's lines made ready: plain text, each on one line. Raises the refusals of this package.

    A refusal tells which line it is about: its figures hold `channel` and, where it is one form's, `form`.
    """
    mail = {form: _checked(getattr(own, form), "email", form) for form in FORMS}
    texted = {form: plain(_checked(getattr(own, f"sms_{form}"), "sms", form)) for form in FORMS}
    for channel, lines in (("email", mail), ("sms", texted)):
        if bool(lines["nb"]) != bool(lines["nn"]):
            raise LineInOneForm(channel=channel)
    return OwnLine(mail["nb"], mail["nn"], texted["nb"], texted["nn"])


def with_line(letter: Text, channel: Channel, form: WrittenForm, *, own: OwnLine, sender: str) -> Text:
    """Return a letter with a sender's checked line in its place, or without a trace of one."""
    line = getattr(own, form if channel == "email" else f"sms_{form}")
    # Braces in a sender's name would be read as placeholders.
    named = sender.translate(_NO_BRACES)
    said = f"{_FROM[form]} {named}: {line}" if channel == "email" else f"{plain(named)}: {line}"
    between = "\n\n" if channel == "email" else "\n"
    pieces = letter.body.split(between)
    kept = [said if piece == OWN_LINE else piece for piece in pieces if line or piece != OWN_LINE]
    return Text(letter.subject, between.join(kept))


def placeholders(text: str) -> frozenset[str]:
    """Return the placeholders of a text. Raises UnknownPlaceholder for braces that hold none."""
    if "{" in (rest := _PLACEHOLDER.sub("", text)) or "}" in rest:
        raise UnknownPlaceholder
    return frozenset(_PLACEHOLDER.findall(text))


def holds_link(text: str) -> bool:
    """Return whether a text holds what a mail program or a phone might turn into a link."""
    plain = unicodedata.normalize("NFKC", text)
    dotted = {found.lower() for found in _DOTTED.findall(plain)}
    return bool(_LINK.search(plain) or "。" in plain or dotted - _ABBREVIATIONS)


def seen(text: str) -> str:
    """Return a text without the signs that nobody sees; the ends of lines stay."""
    return "".join(
        sign for sign in text if unicodedata.category(sign) not in {"Cc", "Cf", "Co", "Cs"} or sign in "\n\t"
    )


def _checked(written: str, channel: Channel, form: WrittenForm) -> str:
    # Compatibility forms first: a full-width dot is a dot. Signs nobody sees have no place in a line.
    plain = " ".join(seen(unicodedata.normalize("NFKC", written)).split())
    where = {"channel": channel, "form": form}
    unknown = UnknownPlaceholder if channel == "email" else UnknownPlaceholderInSms
    if len(plain) > _AT_MOST[channel]:
        raise LineTooLong(most=_AT_MOST[channel], **where)
    try:
        is_known = placeholders(plain) <= _IN_LINES[channel]
    except UnknownPlaceholder:
        is_known = False
    if not is_known:
        raise unknown(**where)
    if holds_link(plain):
        raise LinkInText(**where)
    return plain
