"""The words of a message: the Directorate's letters in both written forms, and the line a sender may add."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from django.utils.translation import gettext_lazy as _

from laerling.invitations.rules import Channel
from laerling.kernel.errors import Refusal

WrittenForm = Literal["nb", "nn"]
FORMS: tuple[WrittenForm, ...] = ("nb", "nn")
KINDS = ("invitation", "reminder")

# What a sender may write in braces; the letters themselves have three more.
PLACEHOLDERS = frozenset({"navn", "kontor", "frist", "lenke"})
LETTER_PLACEHOLDERS = PLACEHOLDERS | {"egen_linje", "nei", "hjelp"}
LINE_AT_MOST = 300
SMS_LINE_AT_MOST = 100

_PLACEHOLDER = re.compile(r"\{([a-zæøå_]*)\}")
_OWN_LINE = "{egen_linje}"
# Anything a mail program might turn into a link: a scheme, www, numbers like an address, a word with a dot within.
_LINK = re.compile(r"(?i)[a-z][a-z0-9+.-]*:/|\bwww\b|\b(?:mailto|tel|sms|javascript|data):|@|\d+\.\d+\.\d+\.\d+")
_DOTTED = re.compile(r"(?i)[^\W_][\w-]*\.[^\W\d_]{2,}")
_ABBREVIATIONS = frozenset({"f.eks", "m.fl", "o.fl", "e.kr", "f.kr", "bl.a", "t.o.m", "kl.ca"})
_NO_BRACES = str.maketrans("{}", "()")
_FROM = {"nb": "Melding fra", "nn": "Melding frå"}


class UnknownPlaceholder(Refusal):
    """Braces hold something that is not in the closed list, or stand alone."""

    code = "unknown_placeholder"
    status = 422
    sentence = _("Curly brackets can only hold {navn}, {kontor}, {frist} or {lenke}.")


class LinkInText(Refusal):
    """The sender's line holds a link or an address."""

    code = "link_in_text"
    status = 422
    sentence = _(
        "Your line cannot hold links or addresses: everyone gets their personal link anyway. "
        "If you wrote none, put a space after each full stop.",
    )


class LineTooLong(Refusal):
    """The sender's line is too long."""

    code = "line_too_long"
    status = 422
    sentence = _("Your line can have at most %(most)s characters.")


class LineInOneForm(Refusal):
    """The sender's line is given in one written form only."""

    code = "line_in_one_form"
    status = 422
    sentence = _("Write your line in both bokmål and nynorsk, or leave both empty.")


@dataclass(frozen=True, slots=True)
class OwnLine:
    """What a sender adds to the letter, in both written forms; both empty for nothing."""

    nb: str = ""
    nn: str = ""
    sms_nb: str = ""
    sms_nn: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A subject and a body in one written form, placeholders unfilled."""

    subject: str
    body: str


@cache
def letters() -> dict[str, dict[str, Text]]:
    """Return the Directorate's letters by kind and written form. Raises ValueError for a fault in the data."""
    data = tomllib.loads(resources.files(__package__).joinpath("data/messages.toml").read_text(encoding="utf-8"))
    return {kind: {form: _letter(data[kind][form]) for form in FORMS} for kind in KINDS}


def checked_line(own: OwnLine) -> OwnLine:
    """Return a sender's line made ready: plain text on one line. Raises the refusals of this module."""
    line = OwnLine(nb=_checked(own.nb), nn=_checked(own.nn), sms_nb=own.sms_nb, sms_nn=own.sms_nn)
    if bool(line.nb) != bool(line.nn):
        raise LineInOneForm
    return line


def compose(
    *, round_year: int, kind: str, channels: Iterable[Channel], own: OwnLine, sender: str
) -> dict[Channel, dict[str, Text]]:
    """Return the texts of a dispatch by channel and written form: the letter with the sender's line, placeholders unfilled."""
    return {
        channel: {
            form: _with_line(letters()[kind][form], getattr(own, form), f"{_FROM[form]} {sender}") for form in FORMS
        }
        for channel in channels
    }


def placeholders(text: str) -> frozenset[str]:
    """Return the placeholders of a text. Raises UnknownPlaceholder for braces that hold none."""
    if "{" in (rest := _PLACEHOLDER.sub("", text)) or "}" in rest:
        raise UnknownPlaceholder
    return frozenset(_PLACEHOLDER.findall(text))


def _letter(data: dict[str, str]) -> Text:
    text = Text(subject=data["subject"].strip(), body=data["body"].strip())
    missing = {"lenke", "nei", "frist", "egen_linje"} - placeholders(text.body)
    if missing or placeholders(text.subject) or placeholders(text.body) - LETTER_PLACEHOLDERS:
        raise ValueError("A letter has unknown placeholders, or lacks one it must have")
    return text


def _checked(written: str) -> str:
    # Compatibility forms first: a full-width dot is a dot. Signs nobody sees have no place in a line.
    plain = unicodedata.normalize("NFKC", written)
    plain = "".join(
        sign for sign in plain if unicodedata.category(sign) not in {"Cc", "Cf", "Co", "Cs"} or sign in "\n\t"
    )
    plain = " ".join(plain.split())
    if len(plain) > LINE_AT_MOST:
        raise LineTooLong(most=LINE_AT_MOST)
    if placeholders(plain) - PLACEHOLDERS:
        raise UnknownPlaceholder
    dotted = {found.lower() for found in _DOTTED.findall(plain)}
    if _LINK.search(plain) or "。" in plain or dotted - _ABBREVIATIONS:
        raise LinkInText
    return plain


def _with_line(letter: Text, line: str, from_whom: str) -> Text:
    paragraphs = letter.body.split("\n\n")
    if line:
        # Braces in a sender's name would be read as placeholders.
        said = f"{from_whom.translate(_NO_BRACES)}: {line}"
        body = "\n\n".join(said if paragraph == _OWN_LINE else paragraph for paragraph in paragraphs)
    else:
        body = "\n\n".join(paragraph for paragraph in paragraphs if paragraph != _OWN_LINE)
    return Text(letter.subject, body)
