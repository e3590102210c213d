"""Writing a dispatch's mail to each recipient, in the written form they use."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from laerling.invitations.links import answering_url, decline_url
from laerling.invitations.mails import Letter, deadline
from laerling.invitations.models import Dispatch
from laerling.invitations.tokens import token
from laerling.organisations import queries as organisations
from laerling.outbox.types import OutgoingEmail, OutgoingSms
from laerling.rounds.rules import RoundFacts

# Oslo is a municipality with a county's tasks.
_OSLO = "03"


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person to write to; `written_form` is "nb", "nn" or "" where the register does not know it."""

    invitation_id: UUID
    generation: int
    county_code: str
    office_orgnr: str
    name: str
    email: str
    mobile: str
    written_form: str


class Writer:
    """Writes the mails of one dispatch. What is alike for everybody is made once, here."""

    def __init__(self, dispatch: Dispatch, this_round: RoundFacts, key: bytes) -> None:
        """Read the dispatch's texts and the names of counties and offices; `key` is the round's link key."""
        nb, nn = ("nb", dispatch.body_nb), ("nn", dispatch.body_nn)
        self._key = key
        self._letters = {
            "nb": Letter(dispatch.subject_nb, [nb]),
            "nn": Letter(dispatch.subject_nn, [nn]),
            # Unknown written form: both, bokmål first.
            "": Letter(dispatch.subject_nb, [nb, nn]),
        }
        self._sms = {"nb": dispatch.sms_nb, "nn": dispatch.sms_nn}
        self._alike = {"frist": deadline(this_round.closes_on), "hjelp": settings.SUPPORT_EMAIL}
        self._offices = organisations.office_names()
        self._counties = organisations.county_names()

    def mail(self, message_id: UUID, to: Recipient) -> OutgoingEmail:
        """Return the mail to one person, with their own link."""
        own = token(self._key, to.invitation_id, to.generation)
        letter = self._letters.get(to.written_form) or self._letters[""]
        filled = letter.fill(
            {
                **self._alike,
                "navn": to.name,
                "kontor": self._office(to),
                "lenke": answering_url(own),
                "nei": decline_url(own),
            }
        )
        return OutgoingEmail(
            message_id=message_id,
            to=to.email,
            subject=filled.subject,
            text=filled.text,
            html=filled.html,
            language=letter.language,
            unsubscribe_url=decline_url(own),
        )

    def sms(self, message_id: UUID, to: Recipient) -> OutgoingSms:
        """Return the SMS to one person, with their own link."""
        own = token(self._key, to.invitation_id, to.generation)
        text = self._sms.get(to.written_form) or self._sms["nb"]
        values = {**self._alike, "kontor": self._office(to), "lenke": answering_url(own)}
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", value)
        return OutgoingSms(message_id, to.mobile, text)

    def _office(self, to: Recipient) -> str:
        """Return who to turn to: the training office, or the county where the establishment stands on its own."""
        if to.office_orgnr in self._offices:
            return self._offices[to.office_orgnr]
        county = self._counties.get(to.county_code, "")
        return f"{county} kommune" if to.county_code == _OSLO else f"{county} fylkeskommune".strip()
