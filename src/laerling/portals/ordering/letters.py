"""A letter as staff read it in a mail program: paragraphs, and the personal links as buttons and links."""

from collections.abc import Mapping
from dataclasses import dataclass
from re import split

from laerling.invitations.texts import Text

_NAMES = {"nb": "Bokmål", "nn": "Nynorsk"}
_LINKS = {"{lenke}": "button", "{nei}": "link", "[personlig lenke]": "button", "[personleg lenkje]": "button"}


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


def letter(form: str, text: Text, marks: Mapping[str, str]) -> Letter:
    """Return a letter in one written form, with each mark's own words in its place; the links are left as they are."""
    body = text.body
    for mark, words in marks.items():
        body = body.replace(mark, words)
    pieces = filter(None, (piece.strip() for piece in split(r"\n\s*\n", body)))
    return Letter(form, _NAMES[form], text.subject, tuple(_paragraph(piece) for piece in pieces))


def _paragraph(piece: str) -> Paragraph:
    for link, look in _LINKS.items():
        if piece.endswith(f": {link}"):
            return Paragraph(piece.removesuffix(f": {link}"), look)
    return Paragraph(piece, "text")
