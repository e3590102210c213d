"""A dispatch's letters as staff read them: both written forms, with example values where each person's own will stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from re import split

from django.conf import settings

from laerling.invitations.links import answering_url
from laerling.invitations.mails import deadline
from laerling.invitations.rules import Channel
from laerling.invitations.texts import FORMS, Text
from laerling.outbox.channels.sms.texts import Length, length

_NAMES = {"nb": "Bokmål", "nn": "Nynorsk"}
_PERSONAL_LINKS = ("{lenke}", "[personlig lenke]", "[personleg lenkje]")
_DECLINE_LINKS = ("{nei}", "[lenke]", "[lenkje]")
# As long as a real one, so that the length is right.
_EXAMPLE_TOKEN = "x" * 26
# Placeholders of a text as it was ordered, and the marks of a preview.
_EXAMPLES = {
    "{navn}": "Kari Nordmann",
    "[navnet]": "Kari Nordmann",
    "[namnet]": "Kari Nordmann",
    "{kontor}": "Eksempel opplæringskontor",
    "[opplæringskontoret]": "Eksempel opplæringskontor",
}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A piece of a letter; `look` is "text", "button" (the personal link) or "link" (no more reminders)."""

    text: str
    look: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter in one written form."""

    language: str
    name: str
    subject: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Short:
    """An SMS in one written form, and how long it is: in parts, each of which is paid for."""

    language: str
    name: str
    body: str
    length: Length


@dataclass(frozen=True, slots=True)
class Shown:
    """What is sent, as it looks to somebody who gets it: by mail, by SMS, or one of them."""

    letters: tuple[Letter, ...]
    shorts: tuple[Short, ...]


def shown(texts: Mapping[Channel, Mapping[str, Text]], *, last_day: date) -> Shown:
    """Return the texts of a preview or of a dispatch with example values."""
    examples = {**_EXAMPLES, "{frist}": deadline(last_day), "{hjelp}": str(settings.SUPPORT_EMAIL)}
    mail, short = texts.get("email"), texts.get("sms")
    return Shown(
        tuple(_letter(form, mail[form], examples) for form in FORMS) if mail else (),
        tuple(_short(form, short[form], examples) for form in FORMS) if short else (),
    )


def _short(form: str, text: Text, examples: Mapping[str, str]) -> Short:
    body = _filled(text.body, {**examples, **dict.fromkeys(_PERSONAL_LINKS, answering_url(_EXAMPLE_TOKEN))})
    return Short(form, _NAMES[form], body, length(body))


def _filled(body: str, examples: Mapping[str, str]) -> str:
    for mark, example in examples.items():
        body = body.replace(mark, example)
    return body


def _letter(form: str, text: Text, examples: Mapping[str, str]) -> Letter:
    pieces = filter(None, (piece.strip() for piece in split(r"\n\s*\n", _filled(text.body, examples))))
    return Letter(form, _NAMES[form], text.subject, tuple(_paragraph(piece) for piece in pieces))


def _paragraph(piece: str) -> Paragraph:
    for look, links in (("button", _PERSONAL_LINKS), ("link", _DECLINE_LINKS)):
        for link in links:
            if piece.endswith(f": {link}"):
                return Paragraph(piece.removesuffix(f": {link}"), look)
    return Paragraph(piece, "text")
