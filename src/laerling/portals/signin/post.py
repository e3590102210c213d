"""Letters about accounts as mail: written in their reader's form, handed over by the outbox, each with its outcome."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from laerling.access import queries
from laerling.access.queries import LetterFacts
from laerling.outbox import actions as outbox
from laerling.outbox.channels import email
from laerling.outbox.types import Claimed, OutgoingEmail

# All letters about accounts are one batch that never ends: each is in it once, by its id.
BATCH: Final = uuid5(UUID("6f1c4a5e-9f0b-4a51-8d0c-3f2d7a9be001"), "letters about accounts")
_SOURCE: Final = "signin"
_AT_ONCE: Final = 50
_CONFIRM: Final = "/tilgang/bekreft/"


def queue(letter_id: UUID, *, now: datetime) -> None:
    """Put a letter into the outbox. Safe to repeat."""
    references = queries.letter_references([letter_id])
    outbox.queue(batch=BATCH, source=_SOURCE, references=references, channel="email", not_before=now, now=now)


def send_waiting(*, now: datetime) -> int:
    """Send the letters that are due and return how many were tried. A link that is spent meanwhile is not sent."""
    claimed = outbox.claim(batch=BATCH, eligible=queries.letter_references(), limit=_AT_ONCE, now=now)
    if not claimed:
        return 0
    outbox.hand_over(claimed, _mails(claimed), email.send, now=now)
    return len(claimed)


def _mails(claimed: tuple[Claimed, ...]) -> Iterator[OutgoingEmail]:
    """Write the letters of a batch as they are asked for. If that fails, what was not begun goes back."""
    facts = {found.id: found for found in queries.letters([message.reference for message in claimed])}
    for message in claimed:
        yield _mail(message.id, facts[message.reference])


def subject(kind: str) -> str:
    """Return what a kind of letter is called, in the language that is active."""
    return {
        "invitation": _("You are invited to the Apprentice Survey"),
        "personal": _("Your own account in the Apprentice Survey"),
        "reset": _("New password for the Apprentice Survey"),
        "new_email": _("Confirm your new e-mail address"),
        "password_changed": _("Your password has been changed"),
        "email_changed": _("Your e-mail address has been changed"),
        "factor_added": _("You have a new second step at sign-in"),
        "factor_removed": _("A second step at sign-in has been taken away"),
        "factor_renewed": _("You have new recovery codes"),
        "door_connected": _("You can sign in another way from now on"),
        "access_given": _("You have got access in the Apprentice Survey"),
        "access_changed": _("Your access in the Apprentice Survey lasts to another day"),
        "access_ended": _("Your access in the Apprentice Survey has ended"),
        "administrator_given": _("A new user administrator below you"),
        "confirm_people": _("Confirm who still belongs, by 15 September"),
        "confirm_reminder": _("A week left: confirm who still belongs"),
    }[kind]


def _path(facts: LetterFacts) -> str:
    """Return where a letter leads: to its own link, or to a page that opens for the unit it tells of."""
    if facts.token:
        return f"/lenke/{facts.token}/"
    pages = {"administrator_given": "/tilgang/under/", "confirm_people": _CONFIRM, "confirm_reminder": _CONFIRM}
    page = pages.get(facts.kind, "/")
    # Whoever is told of a unit below acts for the one above it.
    return page if not facts.unit_key or facts.kind == "administrator_given" else f"{page}?for={facts.unit_key}"


def _mail(message_id: UUID, facts: LetterFacts) -> OutgoingEmail:
    form = facts.written_form if facts.written_form in {"nb", "nn"} else "nb"
    with translation.override(form):
        link = f"{settings.STAFF_URL.rstrip('/')}{_path(facts)}"
        context = {"letter": facts, "link": link, "staff_url": settings.STAFF_URL, "support": settings.SUPPORT_EMAIL}
        text = render_to_string(f"signin/mail/{facts.kind}.txt", context)
        return OutgoingEmail(message_id, facts.to, subject(facts.kind), text, None, form, "")
