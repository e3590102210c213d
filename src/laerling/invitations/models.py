"""Invitations and dispatches: who may be written to, who has answered (a boolean, never a time), what was ordered."""

import uuid
from datetime import date
from typing import Final, Self

from django.db import models
from django.db.models import F, Q

from laerling.access.types import Scope
from laerling.invitations.again.models import LinkRequest  # noqa: F401  Django looks for tables here
from laerling.invitations.rules import Audience, Channel
from laerling.invitations.subscriptions.models import CalendarSubscription  # noqa: F401  Django looks for tables here
from laerling.invitations.tallies.models import DayTally, ProgressTally  # noqa: F401  the same
from laerling.invitations.texts.models import LetterVersion  # noqa: F401  Django looks for tables here
from laerling.invitations.trials.models import TrialDispatch  # noqa: F401  and here
from laerling.register.queries import Way, can_be_reached
from laerling.rounds.models import Round
from laerling.sample.models import SampleMember
from laerling.sample.queries import has_left_training

CHANNELS = ["email", "sms", "either"]
KINDS = ["invitation", "reminder"]
_WAYS: Final[dict[Channel, Way]] = {"email": "email", "sms": "mobile"}
STATES = ["waiting", "running", "done", "stopped"]


class DispatchQuerySet(models.QuerySet["Dispatch"]):
    """Dispatches by owner and time."""

    def visible_to(self, scope: Scope) -> Self:
        """Return the unit's own dispatches; the nation sees all."""
        if scope.is_national:
            return self.all()
        return self.filter(owner_kind=scope.unit_kind, owner_code=scope.unit_code)


class Dispatch(models.Model):
    """One order to write to many (utsendelse). The id is the idempotency key its sender chose.

    Texts are the snapshot that was ordered, placeholders unfilled. `channel` "either" is e-mail, and SMS for those whom
    no e-mail reaches. `slot` is the place a dispatch with SMS takes in its owner's quota (M18). `next_at` is when the
    clockwork looks at it next, None when it is over.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    owner_kind = models.CharField(max_length=6)
    owner_code = models.CharField(max_length=9)
    channel = models.CharField(max_length=6)
    kind = models.CharField(max_length=10)
    slot = models.PositiveSmallIntegerField(null=True, blank=True)
    audience = models.JSONField(default=dict)
    subject_nb = models.CharField(max_length=200)
    subject_nn = models.CharField(max_length=200)
    body_nb = models.TextField()
    body_nn = models.TextField()
    sms_nb = models.TextField(blank=True, default="", db_default="")
    sms_nn = models.TextField(blank=True, default="", db_default="")
    ordered_at = models.DateTimeField()
    ordered_by = models.CharField(max_length=60)
    send_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=7)
    n_people = models.PositiveIntegerField(default=0)
    n_messages = models.PositiveIntegerField(default=0)

    objects = DispatchQuerySet.as_manager()

    class Meta:
        """A dispatch with SMS holds one slot and no other holds it; the trigger of migration 0001 knows the quota."""

        constraints = [
            models.CheckConstraint(condition=Q(owner_kind__in=["county", "office"]), name="dispatch_owner_kind"),
            models.CheckConstraint(condition=Q(channel__in=CHANNELS), name="dispatch_channel"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="dispatch_kind"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="dispatch_state"),
            models.CheckConstraint(
                condition=(~Q(channel="email") & (Q(slot__isnull=False, slot__gte=1) | Q(slot=None, state="stopped")))
                | Q(channel="email", slot=None),
                name="dispatch_slot",
            ),
            models.UniqueConstraint(
                fields=["round", "owner_kind", "owner_code", "slot"],
                condition=~Q(channel="email"),
                name="dispatch_slot_once",
            ),
        ]
        indexes = [
            models.Index(fields=["round", "owner_kind", "owner_code"], name="dispatch_owner"),
            models.Index(fields=["next_at"], condition=~Q(next_at=None), name="dispatch_next"),
        ]

    def __str__(self) -> str:
        """Return the id."""
        return str(self.id)


class DispatchPart(models.Model):
    """How many of one county's and one office's people a dispatch was ordered for: what others see of it (M16).

    `office_orgnr` is empty for independent establishments. Counts only, so that whoever shares these people may see when
    they are written to, and nothing of who they are.
    """

    dispatch = models.ForeignKey(Dispatch, on_delete=models.CASCADE, related_name="+")
    county_code = models.CharField(max_length=2)
    office_orgnr = models.CharField(max_length=9, blank=True)
    n_people = models.PositiveIntegerField()

    class Meta:
        """One line a county and office."""

        constraints = [
            models.UniqueConstraint(fields=["dispatch", "county_code", "office_orgnr"], name="dispatch_part_once")
        ]
        indexes = [
            models.Index(fields=["county_code"], name="dispatch_part_county"),
            models.Index(fields=["office_orgnr"], name="dispatch_part_office"),
        ]

    def __str__(self) -> str:
        """Return whose people."""
        return f"{self.county_code} {self.office_orgnr}".strip()


def its_turn(kind: str) -> Q:
    """Return the test for whom a kind of message is meant: an invitation is the first, a reminder one of those after."""
    if kind == "invitation":
        return Q(n_contacts=0)
    return Q(n_contacts__gte=1, n_contacts__lt=F("contacts_at_most"))


def reachable(channel: Channel) -> Q:
    """Return the test that a channel reaches the person: an address of their own that has not come back (M7)."""
    return can_be_reached(_WAYS[channel], contract="member__contract")


def gone() -> Q:
    """Return the test that a later extract says the training has ended or been interrupted: not to be asked (M4)."""
    return has_left_training(member="member")


def not_too_soon(on: date) -> Q:
    """Return the test that nobody, county or office, has written in the last days (M19). `on` is an Oslo date."""
    return Q(next_contact_on=None) | Q(next_contact_on__lte=on)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations by owner, audience and what may still be sent."""

    def visible_to(self, scope: Scope) -> Self:
        """Return a county's own apprentices, an office's own across counties, or all for the nation (M14)."""
        if scope.is_national:
            return self.all()
        if scope.unit_kind == "county":
            return self.filter(county_code=scope.unit_code)
        return self.filter(office_orgnr=scope.unit_code) if scope.unit_kind == "office" else self.none()

    def within(self, audience: Audience) -> Self:
        """Return those an audience names; an empty filter leaves all."""
        found = self
        if audience.counties:
            found = found.filter(county_code__in=audience.counties)
        if audience.offices:
            found = found.filter(office_orgnr__in=audience.offices)
        if audience.establishments:
            found = found.filter(member__establishment_orgnr__in=audience.establishments)
        if audience.trades:
            found = found.filter(member__trade_code__in=audience.trades)
        if audience.only_not_invited:
            found = found.filter(n_contacts=0)
        if audience.only_without_email:
            found = found.exclude(reachable("email"))
        if audience.only_mail_so_far:
            found = found.filter(n_contacts__gte=1, had_sms=False)
        return found

    def willing(self) -> Self:
        """Return those who have neither answered nor asked to be left alone."""
        return self.filter(answered=False, declined=False)

    def may_get(self, dispatch: Dispatch, channel: Channel, *, on: date) -> Self:
        """Return those who may get a message of `dispatch` by a channel on an Oslo date: the test that every claim asks.

        Not answered, not declined, still in training, an address of their own that works, the survey open, their turn,
        and a week since anybody wrote (M19). Who was counted for this very dispatch stays in, so that a message the server
        put off can be tried again.
        """
        turn = Q(last_dispatch=dispatch) | (its_turn(dispatch.kind) & not_too_soon(on))
        open_now = Q(round__opens_on__lte=on, round__closes_on__gte=on, round__closed_at=None)
        may = self.willing().exclude(gone()).filter(reachable(channel))
        return may.filter(turn, open_now, round_id=dispatch.round_id)


class Invitation(models.Model):
    """One sample member's way in: a link known by its hash only, a contact counter, and whether they have answered.

    The counter and the next-allowed date bind county and office, e-mail and SMS alike (M19): the trigger of migration
    0002 refuses a contact too soon, and one with whoever has answered or declined. Nothing here says when anybody
    answered. `had_sms`: a message has gone to their mobile.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.OneToOneField(SampleMember, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    county_code = models.CharField(max_length=2)
    office_orgnr = models.CharField(max_length=9, blank=True)
    generation = models.PositiveSmallIntegerField(default=1)
    link_hash = models.BinaryField(max_length=32, unique=True)
    answered = models.BooleanField(default=False)
    declined = models.BooleanField(default=False)
    n_contacts = models.PositiveSmallIntegerField(default=0)
    contacts_at_most = models.PositiveSmallIntegerField()
    contacted_on = models.DateField(null=True, blank=True)
    had_sms = models.BooleanField(default=False, db_default=False)
    next_contact_on = models.DateField(null=True, blank=True)
    last_dispatch = models.ForeignKey(Dispatch, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        """One invitation and the round's reminders, never more, whoever races."""

        constraints = [
            models.CheckConstraint(
                condition=Q(n_contacts__gte=0, n_contacts__lte=F("contacts_at_most")),
                name="invitation_contacts",
            ),
        ]
        indexes = [
            models.Index(fields=["round", "county_code"], name="invitation_county"),
            models.Index(fields=["round", "office_orgnr"], name="invitation_office"),
        ]

    def __str__(self) -> str:
        """Return the id."""
        return str(self.id)
