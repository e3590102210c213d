"""What a letter of the Directorate must be before anybody may get it (T13). Pure.

Plain text and a closed list of placeholders: no code, no address but those the placeholders put in, both written forms,
and an SMS of at most two parts.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from laerling.invitations.rules import Channel
from laerling.invitations.texts import lines
from laerling.invitations.texts.refusals import (
    EmptyText,
    FormsAlike,
    LetterFault,
    LetterTooLong,
    LinkInLetter,
    MarkupInText,
    MissingInLetter,
    NoButton,
    NotOnItsOwn,
    NotTrue,
    SmsTooLong,
    SubjectTooLong,
    UnknownInLetter,
    UnknownPlaceholder,
)
from laerling.invitations.texts.types import FORMS, Text, Texts, WrittenForm
from laerling.outbox.channels.sms.texts import Length, length, plain

LETTER_PLACEHOLDERS: Final = lines.PLACEHOLDERS | {"egen_linje", "nei", "hjelp"}
# An SMS has room for one link; whoever wants no more reminders says so on the page it opens. Nobody's name stands in it.
ALLOWED: Final[dict[Channel, frozenset[str]]] = {
    "email": LETTER_PLACEHOLDERS,
    "sms": frozenset({"kontor", "frist", "lenke", "egen_linje"}),
}
# In the order they are asked for.
REQUIRED: Final[dict[Channel, tuple[str, ...]]] = {
    "email": ("lenke", "egen_linje", "frist", "hjelp", "nei"),
    "sms": ("lenke", "egen_linje", "kontor"),
}
_LINKS: Final[dict[Channel, str]] = {"email": "{lenke}, {nei}, {hjelp}", "sms": "{lenke}"}

SUBJECT_AT_MOST: Final = 70
BODY_AT_MOST: Final = 4000
SMS_PARTS_AT_MOST: Final = 2
# The longest that is reckoned with: a link of 60 signs, an office of 40, "30. september 2026".
LONGEST: Final = {"lenke": "x" * 60, "kontor": "x" * 40, "frist": "x" * 18}
_PART_OF_MANY: Final = 153
_ANONYMOUS: Final = re.compile(r"(?i)\banonym")


def tidied(channel: Channel, texts: Texts) -> Texts:
    """Return texts as they are kept: one kind of line end, no signs nobody sees, no empty ends.

    An SMS gets the quotation marks and dashes that take no more room than others.
    """
    return {form: _tidied(channel, text) for form, text in texts.items()}


def faults(channel: Channel, texts: Texts) -> tuple[LetterFault, ...]:
    """Return what is wrong with tidied texts, each with the field it is about; empty where they may be sent."""
    found = [fault for form in FORMS for fault in _faults(channel, form, texts[form])]
    if not found and texts["nb"].body == texts["nn"].body:
        found.append(FormsAlike("body_nn"))
    return tuple(found)


def longest(body: str) -> Length:
    """Return how long an SMS is with the longest link, office and date, without a sender's line."""
    return length(_filled(body))


def _faults(channel: Channel, form: WrittenForm, text: Text) -> Iterator[LetterFault]:
    if channel == "email":
        yield from _faults_of_words(channel, f"subject_{form}", text.subject)
        yield from _faults_of_subject(f"subject_{form}", text.subject)
    yield from _faults_of_words(channel, f"body_{form}", text.body)
    if text.body:
        yield from _faults_of_body(channel, f"body_{form}", text.body)


def _faults_of_words(channel: Channel, field: str, written: str) -> Iterator[LetterFault]:
    if not written:
        yield EmptyText(field)
    if "<" in written or ">" in written:
        yield MarkupInText(field)
    if lines.holds_link(written):
        yield LinkInLetter(field, names=_LINKS[channel])
    if _ANONYMOUS.search(written):
        yield NotTrue(field)


def _faults_of_subject(field: str, subject: str) -> Iterator[LetterFault]:
    if "{" in subject or "}" in subject:
        yield UnknownInLetter(field, names="–")
    if len(subject) > SUBJECT_AT_MOST:
        yield SubjectTooLong(field, most=SUBJECT_AT_MOST, n=len(subject))


def _faults_of_body(channel: Channel, field: str, body: str) -> Iterator[LetterFault]:
    try:
        held = lines.placeholders(body)
    except UnknownPlaceholder:
        held = frozenset({""})
    if held - ALLOWED[channel]:
        yield UnknownInLetter(field, names=", ".join(f"{{{name}}}" for name in sorted(ALLOWED[channel])))
        return
    absent = [name for name in REQUIRED[channel] if body.count(f"{{{name}}}") != 1]
    for name in absent:
        yield MissingInLetter(field, name=f"{{{name}}}")
    if absent:
        return
    yield from _faults_of_places(channel, field, body)
    if channel == "email" and len(body) > BODY_AT_MOST:
        yield LetterTooLong(field, most=BODY_AT_MOST, n=len(body))
    if channel == "sms" and (found := longest(body)).parts > SMS_PARTS_AT_MOST:
        room = SMS_PARTS_AT_MOST * _PART_OF_MANY if not found.dear else SMS_PARTS_AT_MOST * 67
        yield SmsTooLong(field, n=found.parts, most=SMS_PARTS_AT_MOST, by=found.signs - room)


def _faults_of_places(channel: Channel, field: str, body: str) -> Iterator[LetterFault]:
    paragraphs = body.split("\n\n" if channel == "email" else "\n")
    if lines.OWN_LINE not in paragraphs:
        yield NotOnItsOwn(field, name=lines.OWN_LINE)
    if channel == "email":
        for name in ("{lenke}", "{nei}"):
            if not any(re.fullmatch(rf"[^{{}}\n]+: {re.escape(name)}", paragraph) for paragraph in paragraphs):
                yield NoButton(field, name=name)


def _filled(body: str) -> str:
    kept = "\n".join(line for line in body.split("\n") if line != lines.OWN_LINE)
    for name, value in LONGEST.items():
        kept = kept.replace(f"{{{name}}}", value)
    return kept


def _tidied(channel: Channel, text: Text) -> Text:
    subject = " ".join(lines.seen(unicodedata.normalize("NFC", text.subject)).split())
    written = lines.seen(unicodedata.normalize("NFC", text.body).replace("\r\n", "\n").replace("\r", "\n"))
    rows = [" ".join(row.split()) for row in written.split("\n")]
    if channel == "sms":
        return Text("", plain("\n".join(row for row in rows if row)))
    return Text(subject, re.sub(r"\n{3,}", "\n\n", "\n".join(rows)).strip())
