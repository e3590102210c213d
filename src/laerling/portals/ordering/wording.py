"""The texts of messages as staff read them: on a phone, beside the version before, and by the address of a page."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from laerling.invitations.links import EXAMPLE, answering_url
from laerling.invitations.mails import deadline
from laerling.invitations.rules import Channel
from laerling.invitations.texts import FORMS, Kind, Text, Texts
from laerling.outbox.channels.sms.texts import Length, length, plain
from laerling.portals.ordering.letters import Letter, letter
from laerling.portals.shell.changes import Piece, pieces

Which = tuple[Kind, Channel]

# The letters by their word in addresses, in the order they are shown.
SLUGS: Final[dict[str, Which]] = {
    "invitasjon-epost": ("invitation", "email"),
    "invitasjon-sms": ("invitation", "sms"),
    "paminnelse-epost": ("reminder", "email"),
    "paminnelse-sms": ("reminder", "sms"),
}
NAMES: Final[dict[Which, str | Promise]] = {
    ("invitation", "email"): _("Invitation by e-mail"),
    ("invitation", "sms"): _("Invitation by SMS"),
    ("reminder", "email"): _("Reminder by e-mail"),
    ("reminder", "sms"): _("Reminder by SMS"),
}
# What each placeholder becomes, for whoever writes a letter.
MEANINGS: Final[dict[str, str | Promise]] = {
    "navn": _("the person's name"),
    "kontor": _("their training office, or the county where there is none"),
    "frist": _("the last day to answer"),
    "lenke": _("their personal link"),
    "egen_linje": _("the line that a county or an office may add"),
    "hjelp": _("the address for help"),
    "nei": _("the link for no more reminders"),
}
_FORM_NAMES: Final = {"nb": "Bokmål", "nn": "Nynorsk"}
_EXAMPLES: Final = {"{navn}": "Kari Nordmann", "{kontor}": "Eksempel opplæringskontor", "{egen_linje}": ""}


@dataclass(frozen=True, slots=True)
class Phone:
    """An SMS in one written form as it looks on a phone, and how long it is. `parts` are text and links by turns."""

    language: str
    name: str
    parts: tuple[tuple[str, bool], ...]
    length: Length


@dataclass(frozen=True, slots=True)
class Shown:
    """What a dispatch sends, as it looks to somebody who gets it: by mail, by SMS, or both."""

    letters: tuple[Letter, ...]
    phones: tuple[Phone, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What was changed in one written form, subject and body."""

    language: str
    name: str
    subject: tuple[Piece, ...]
    body: tuple[Piece, ...]


def slug_of(which: Which) -> str:
    """Return a letter's word in addresses."""
    return next(slug for slug, one in SLUGS.items() if one == which)


def examples(*, last_day: date) -> dict[str, str]:
    """Return what stands for each placeholder in a preview, the links apart."""
    return {**_EXAMPLES, "{frist}": deadline(last_day), "{hjelp}": str(settings.SUPPORT_EMAIL)}


def mails(texts: Texts, *, last_day: date) -> tuple[Letter, ...]:
    """Return a letter in both forms as it looks in a mail program, with examples."""
    marks = examples(last_day=last_day)
    return tuple(letter(form, texts[form], marks) for form in FORMS)


def phones(texts: Texts, *, last_day: date) -> tuple[Phone, ...]:
    """Return an SMS in both forms as it looks on a phone, with examples; the example link is as long as a real one."""
    marks = {**examples(last_day=last_day), "{lenke}": answering_url(EXAMPLE)}
    return tuple(phone(form, texts[form], marks) for form in FORMS)


def phone(form: str, text: Text, marks: Mapping[str, str]) -> Phone:
    """Return an SMS in one form with each mark's words in its place."""
    body = text.body.replace("\n{egen_linje}", "")
    parts = re.split(r"(\{lenke\})", body)
    shown = tuple((_filled(part, marks), index % 2 == 1) for index, part in enumerate(parts) if part)
    whole = plain("".join(words for words, _is_link in shown))
    return Phone(form, _FORM_NAMES[form], shown, length(whole))


def shown(texts: Mapping[Channel, Texts], *, last_day: date) -> Shown:
    """Return the texts of a dispatch, by the channels it goes by, with examples."""
    return Shown(
        mails(texts["email"], last_day=last_day) if "email" in texts else (),
        phones(texts["sms"], last_day=last_day) if "sms" in texts else (),
    )


def changes(before: Texts, after: Texts) -> tuple[Change, ...]:
    """Return what was changed between two versions, form by form and word by word."""
    return tuple(
        Change(
            form,
            _FORM_NAMES[form],
            tuple(pieces(before[form].subject, after[form].subject)),
            tuple(pieces(before[form].body, after[form].body)),
        )
        for form in FORMS
        if before[form] != after[form]
    )


def _filled(text: str, marks: Mapping[str, str]) -> str:
    for mark, words in marks.items():
        text = text.replace(mark, words)
    return text
