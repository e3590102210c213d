"""The letter that carries a lost link, in the written form of whom it is for."""

import tomllib
from functools import cache
from importlib import resources
from typing import Final
from uuid import UUID

from django.conf import settings

from laerling.invitations.again.models import LinkRequest
from laerling.invitations.keys import link_key
from laerling.invitations.links import answering_url
from laerling.invitations.mails import Letter, deadline, filled
from laerling.invitations.texts import FORMS, Text, WrittenForm
from laerling.invitations.tokens import token
from laerling.outbox.channels.sms.texts import plain
from laerling.outbox.types import OutgoingEmail, OutgoingSms
from laerling.register import queries as register
from laerling.rounds import queries as rounds

_WITHOUT_FORM: Final[WrittenForm] = "nb"


def written(message_id: UUID, asked: LinkRequest) -> OutgoingEmail | OutgoingSms:
    """Return the message with the link of whom a request is for. Raises LinkKeyMissing.

    It goes to the address the register has now, by the way it was asked for. An SMS names nobody.
    """
    invitation = asked.invitation
    assert invitation is not None, "a request that leads to nobody has no letter"
    contact = register.contact([invitation.member.contract_id])[invitation.member.contract_id]
    own = token(link_key(invitation.round_id), invitation.pk, invitation.generation)
    closes_on = rounds.get(invitation.round_id).closes_on
    values = {
        "navn": contact.name,
        "lenke": answering_url(own),
        "frist": deadline(closes_on),
        "hjelp": settings.SUPPORT_EMAIL,
    }
    forms = _forms(contact.written_form)
    if asked.channel == "sms":
        return OutgoingSms(message_id, contact.mobile, plain(filled(_texts()["sms"][forms[0]].body, values)))
    texts = _texts()["email"]
    mail = Letter(texts[forms[0]].subject, [(form, texts[form].body) for form in forms]).fill(values)
    return OutgoingEmail(message_id, contact.email, mail.subject, mail.text, mail.html, forms[0], "")


def _forms(written_form: str) -> tuple[WrittenForm, ...]:
    """Return the person's own form; both, bokmål first, where the register does not know it."""
    if written_form == "nn":
        return ("nn",)
    return (_WITHOUT_FORM,) if written_form else FORMS


@cache
def _texts() -> dict[str, dict[WrittenForm, Text]]:
    file = resources.files("laerling.invitations").joinpath("data/again.toml")
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    return {
        channel: {
            form: Text(data[channel][form].get("subject", ""), data[channel][form]["body"].strip()) for form in FORMS
        }
        for channel in ("email", "sms")
    }
