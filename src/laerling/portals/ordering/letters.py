"""A dispatch's letters as staff read them: both written forms, with example values where each person's own will stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from re import split

from django.conf import settings

from laerling.invitations.mails import deadline
from laerling.invitations.texts import FORMS, Text

_NAMES = {"nb": "Bokmål", "nn": "Nynorsk"}
_PERSONAL_LINKS = ("{lenke}", "[personlig lenke]", "[personleg lenkje]")
_DECLINE_LINKS = ("{nei}", "[lenke]", "[lenkje]")
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


def shown(texts: Mapping[str, Text], *, last_day: date) -> tuple[Letter, ...]:
    """Return the letters of a preview or of a dispatch as they look to somebody who gets them."""
    examples = {**_EXAMPLES, "{frist}": deadline(last_day), "{hjelp}": str(settings.SUPPORT_EMAIL)}
    return tuple(letter(form, texts[form], examples) for form in FORMS)


def letter(form: str, text: Text, marks: Mapping[str, str]) -> Letter:
    """Return a letter in one written form, with each mark's own words in its place; the links are left as they are."""
    body = text.body
    for mark, words in marks.items():
        body = body.replace(mark, words)
    pieces = filter(None, (piece.strip() for piece in split(r"\n\s*\n", body)))
    return Letter(form, _NAMES[form], text.subject, tuple(_paragraph(piece) for piece in pieces))


def _paragraph(piece: str) -> Paragraph:
    for look, links in (("button", _PERSONAL_LINKS), ("link", _DECLINE_LINKS)):
        for link in links:
            if piece.endswith(f": {link}"):
                return Paragraph(piece.removesuffix(f": {link}"), look)
    return Paragraph(piece, "text")
