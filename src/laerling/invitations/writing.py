"""Writing a dispatch's messages to each recipient, in the written form they use."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.conf import settings

from laerling.invitations.links import answering_url, decline_url
from laerling.invitations.mails import Letter, deadline, filled
from laerling.invitations.models import Dispatch
from laerling.invitations.rules import Channel
from laerling.invitations.texts import Text, WrittenForm
from laerling.invitations.tokens import token
from laerling.organisations import queries as organisations
from laerling.outbox.channels.sms.texts import plain
from laerling.outbox.types import OutgoingEmail, OutgoingSms
from laerling.rounds.rules import RoundFacts

# Oslo is a municipality with a county's tasks.
_OSLO = "03"
# An SMS has room for one form; it goes to whom the register has no form of in bokmål.
_WITHOUT_FORM: Final[WrittenForm] = "nb"


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person to write to; `written_form` is "nb", "nn" or "" where the register does not know it.

    `mobile` is as telephone networks write it, "+4790000000"; it and `email` are empty where they cannot be used.
    """

    invitation_id: UUID
    generation: int
    county_code: str
    office_orgnr: str
    name: str
    email: str
    mobile: str
    written_form: str


class Writer:
    """Writes the messages of one dispatch. What is alike for everybody is made once, here."""

    def __init__(self, dispatch: Dispatch, this_round: RoundFacts, key: bytes) -> None:
        """Read the dispatch's texts and the names of counties and offices; `key` is the round's link key."""
        texts = texts_of(dispatch)
        self._key = key
        self._letters = _letters(texts["email"]) if "email" in texts else {}
        self._sms: dict[str, str] = {form: text.body for form, text in texts.get("sms", {}).items()}
        self._alike = {"frist": deadline(this_round.closes_on), "hjelp": settings.SUPPORT_EMAIL}
        self._offices = organisations.office_names()
        self._counties = organisations.county_names()

    def mail(self, message_id: UUID, to: Recipient) -> OutgoingEmail:
        """Return the mail to one person, with their own link."""
        own = token(self._key, to.invitation_id, to.generation)
        letter = self._letters.get(to.written_form) or self._letters[""]
        filled_in = letter.fill(
            {
                **self._alike,
                "navn": to.name,
                "kontor": self._whom_to_ask(to),
                "lenke": answering_url(own),
                "nei": decline_url(own),
            }
        )
        return OutgoingEmail(
            message_id=message_id,
            to=to.email,
            subject=filled_in.subject,
            text=filled_in.text,
            html=filled_in.html,
            language=letter.language,
            unsubscribe_url=decline_url(own),
        )

    def sms(self, message_id: UUID, to: Recipient) -> OutgoingSms:
        """Return the SMS to one person, with their own link. Nobody's name stands in it."""
        body = self._sms.get(to.written_form) or self._sms[_WITHOUT_FORM]
        own = answering_url(token(self._key, to.invitation_id, to.generation))
        text = filled(body, {**self._alike, "kontor": self._whom_to_ask(to), "lenke": own})
        return OutgoingSms(message_id, to.mobile, plain(text))

    def _whom_to_ask(self, to: Recipient) -> str:
        return whom_to_ask(to.county_code, to.office_orgnr, counties=self._counties, offices=self._offices)


def texts_of(dispatch: Dispatch) -> dict[Channel, dict[WrittenForm, Text]]:
    """Return the texts a dispatch was ordered with, by channel and written form."""
    texts: dict[Channel, dict[WrittenForm, Text]] = {}
    if dispatch.body_nb:
        texts["email"] = {
            "nb": Text(dispatch.subject_nb, dispatch.body_nb),
            "nn": Text(dispatch.subject_nn, dispatch.body_nn),
        }
    if dispatch.sms_nb:
        texts["sms"] = {"nb": Text("", dispatch.sms_nb), "nn": Text("", dispatch.sms_nn)}
    return texts


def whom_to_ask(county_code: str, office_orgnr: str, *, counties: Mapping[str, str], offices: Mapping[str, str]) -> str:
    """Return whom somebody can turn to: their training office, or the county where the establishment is independent."""
    if office_orgnr in offices:
        return offices[office_orgnr]
    county = counties.get(county_code, "")
    return f"{county} kommune" if county_code == _OSLO else f"{county} fylkeskommune".strip()


def _letters(texts: Mapping[WrittenForm, Text]) -> dict[str, Letter]:
    nb, nn = ("nb", texts["nb"].body), ("nn", texts["nn"].body)
    return {
        "nb": Letter(texts["nb"].subject, [nb]),
        "nn": Letter(texts["nn"].subject, [nn]),
        # Unknown written form: both, bokmål first.
        "": Letter(texts["nb"].subject, [nb, nn]),
    }
