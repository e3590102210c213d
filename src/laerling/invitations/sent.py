"""What one person was sent, as the county, the training office and the Directorate may read it again.

Reminders go only to those who have not answered. A list of the reminders one person got, or of those they did not get,
would tell whether they had answered; so it is never made. Shown by person is the invitation, which goes to everybody and
before anybody can have answered: when, by whom, and what became of it. Of reminders it is shown which were sent to
people of this county and office and what they said, chosen without looking at a single message or answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from laerling.access.types import Scope
from laerling.invitations.mails import deadline
from laerling.invitations.models import Dispatch, Invitation
from laerling.invitations.rules import Audience, Channel
from laerling.invitations.texts import FORMS, Kind, Text, WrittenForm
from laerling.invitations.writing import texts_of, whom_to_ask
from laerling.organisations import queries as organisations
from laerling.outbox import queries as outbox
from laerling.outbox.types import State
from laerling.register import queries as register
from laerling.rounds import queries as rounds


@dataclass(frozen=True, slots=True)
class SentInvitation:
    """A message with an invitation that was handed over for one person."""

    dispatch_id: UUID
    channel: Channel
    owner_name: str
    at: datetime | None
    state: State
    reason: str


@dataclass(frozen=True, slots=True)
class SentReminder:
    """A reminder that went to people the person is one of; whether it went to the person is not known here."""

    dispatch_id: UUID
    channels: tuple[Channel, ...]
    owner_name: str
    at: datetime
    is_stopped: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """What one person was sent, and what people beside them were."""

    invitations: tuple[SentInvitation, ...]
    reminders: tuple[SentReminder, ...]


@dataclass(frozen=True, slots=True)
class SentLetter:
    """The texts of a dispatch as they read to one person, their own link left out, by channel and written form.

    One whose written form is not known gets mail in both, bokmål first, and SMS in bokmål.
    """

    name: str
    kind: Kind
    owner_name: str
    at: datetime | None
    texts: dict[Channel, dict[WrittenForm, Text]]
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Person:
    invitation_id: UUID
    round_year: int
    county_code: str
    office_orgnr: str
    establishment_orgnr: str
    trade_code: str

    def is_among(self, audience: Audience) -> bool:
        """Return whether the person belongs to the units and trades an audience names."""
        named = (
            (audience.counties, self.county_code),
            (audience.offices, self.office_orgnr),
            (audience.establishments, self.establishment_orgnr),
            (audience.trades, self.trade_code),
        )
        return all(not wanted or own in wanted for wanted, own in named)


def history(scope: Scope, contract_id: int, *, now: datetime) -> Sent | None:
    """Return what was sent to the person of a contract; None where they are not in the scope's list. Five queries."""
    person = _person(scope, contract_id)
    if person is None:
        return None
    left = outbox.left_for(person.invitation_id, source="invitations")
    dispatches = {found.pk: found for found in _dispatches(person, [message.batch for message in left], now)}
    names = {"county": organisations.county_names(), "office": organisations.office_names()} if dispatches else {}

    def owner(one: Dispatch) -> str:
        return names[one.owner_kind].get(one.owner_code, one.owner_code)

    return Sent(
        tuple(
            SentInvitation(one.batch, _channel(one.channel), owner(found), one.at, one.state, one.reason)
            for one in left
            if (found := dispatches.get(one.batch)) is not None and found.kind == "invitation"
        ),
        tuple(
            SentReminder(found.pk, tuple(texts_of(found)), owner(found), found.send_at, found.state == "stopped")
            for found in dispatches.values()
            if found.kind == "reminder" and _concerns(found, person)
        ),
    )


def letter(scope: Scope, contract_id: int, dispatch_id: UUID, *, now: datetime) -> SentLetter | None:
    """Return how a dispatch of the person's history reads to them; None for any other. At most eight queries."""
    person, told = _person(scope, contract_id), history(scope, contract_id, now=now)
    if person is None or told is None:
        return None
    invitations = [one for one in told.invitations if one.dispatch_id == dispatch_id]
    reminder = next((one for one in told.reminders if one.dispatch_id == dispatch_id), None)
    first = reminder or (invitations[0] if invitations else None)
    if first is None:
        return None
    channels = reminder.channels if reminder else tuple(one.channel for one in invitations)
    dispatch = Dispatch.objects.get(pk=dispatch_id)
    contact = register.contact([contract_id])[contract_id]
    kind: Kind = dispatch.kind  # type: ignore[assignment]  # a check constraint holds it to these
    texts = {
        channel: {form: texts[form] for form in _forms(channel, contact.written_form)}
        for channel, texts in texts_of(dispatch).items()
        if channel in channels
    }
    return SentLetter(contact.name, kind, first.owner_name, first.at, texts, _values(person, contact.name))


def _person(scope: Scope, contract_id: int) -> _Person | None:
    columns = ("pk", "round_id", "county_code", "office_orgnr", "member__establishment_orgnr", "member__trade_code")
    mine = Invitation.objects.filter(member__contract_id=contract_id).visible_to(scope)
    found = mine.values_list(*columns).first()
    return _Person(*found) if found else None


def _dispatches(person: _Person, batches: Iterable[UUID], now: datetime) -> Iterable[Dispatch]:
    """Return the dispatches of messages that left, and every reminder of the person's own county and office."""
    own = Q(owner_kind="county", owner_code=person.county_code)
    if person.office_orgnr:
        own |= Q(owner_kind="office", owner_code=person.office_orgnr)
    reminders = own & Q(round_id=person.round_year, kind="reminder", send_at__lte=now) & ~Q(state="waiting")
    return Dispatch.objects.filter(Q(pk__in=list(batches)) | reminders).order_by("-send_at", "pk")


def _concerns(dispatch: Dispatch, person: _Person) -> bool:
    """Return whether the person is one of those a reminder was for; whether any message of it left is not asked."""
    owned = {("county", person.county_code), ("office", person.office_orgnr)}
    return (dispatch.owner_kind, dispatch.owner_code) in owned and person.is_among(Audience.read(dispatch.audience))


def _forms(channel: Channel, written_form: str) -> tuple[WrittenForm, ...]:
    if not written_form and channel == "email":
        return FORMS
    return ("nn",) if written_form == "nn" else ("nb",)


def _values(person: _Person, name: str) -> dict[str, str]:
    counties, offices = organisations.county_names(), organisations.office_names()
    return {
        "navn": name,
        "kontor": whom_to_ask(person.county_code, person.office_orgnr, counties=counties, offices=offices),
        "frist": deadline(rounds.get(person.round_year).closes_on),
        "hjelp": settings.SUPPORT_EMAIL,
    }


def _channel(channel: str) -> Channel:
    return "sms" if channel == "sms" else "email"
