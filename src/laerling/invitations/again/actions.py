"""Answering those who have lost their link. Outside every quota, and no contact: they asked for it themselves (M18, M19).

Whoever has answered gets it too, and it then opens the thanks: silence would tell whoever looks on, and so would the
rows of the outbox. Nothing is sent to an address that several persons share, since a link is personal.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import F, Func, Value
from django.db.models.functions import Lower, Right

from laerling.audit import actions as audit
from laerling.invitations.again.letters import written
from laerling.invitations.again.models import LinkRequest
from laerling.invitations.again.rules import LETTERS_A_DAY, LETTERS_A_DAY_EACH, channel_of
from laerling.invitations.models import Invitation, InvitationQuerySet, gone, reachable
from laerling.invitations.rules import Channel
from laerling.kernel.clock import in_oslo
from laerling.kernel.types import Actor
from laerling.outbox import actions as outbox
from laerling.outbox import queries as messages
from laerling.outbox.channels import email, sms
from laerling.outbox.types import Send
from laerling.register.rules import contacts

logger = logging.getLogger(__name__)

SOURCE: Final = "links"
# At any hour: whoever asks for it is awake.
SENDERS: Final[dict[Channel, Send]] = {"email": email.send, "sms": partial(sms.send, at_any_hour=True)}
_AT_ONCE: Final = 200
_PATIENCE: Final = timedelta(hours=6)
_BY: Final = Actor("system", "invitations")
_LAST_DIGITS: Final = 8


def answer_requests(*, now: datetime) -> int:
    """Find whom the waiting requests are for, send what is due, and return how many letters are new. Safe to repeat."""
    n_new = find_people(now=now)
    waiting = LinkRequest.objects.filter(done_at=None, address="").order_by("asked_at", "pk")
    for asked in waiting.select_related("invitation__member"):
        _send(asked, now)
    return n_new


@transaction.atomic
def find_people(*, now: datetime) -> int:
    """Turn waiting addresses into letters to be sent and return how many; those of nobody, or of several, are forgotten.

    At most three a person and day, and 5,000 a day in all. What was asked for on earlier days is forgotten too.
    """
    on = in_oslo(now).date()
    forgotten = LinkRequest.objects.filter(asked_on__lt=on)
    for request_id in forgotten.filter(done_at=None).values_list("pk", flat=True):
        outbox.cancel(batch=request_id, reason="gave_up", now=now)
    forgotten.delete()
    waiting = LinkRequest.objects.exclude(address="").order_by("asked_at", "pk")
    asked = list(waiting.select_for_update(skip_locked=True, of=("self",))[:_AT_ONCE])
    owners = _owners({one.address for one in asked}, on) if asked else {}
    placed = {one.pk for one in asked if _place(one, owners.get(one.address, []), now)}
    LinkRequest.objects.filter(pk__in={one.pk for one in asked} - placed).delete()
    n_new = len(placed)
    if n_new:
        audit.record("invitations.links.sent_again", by=_BY, now=now, about="links", n=n_new)
    return n_new


def _place(asked: LinkRequest, owners: list[UUID], now: datetime) -> bool:
    """Make a request the next letter of the day to its one owner and queue it; False where it may not be."""
    on, channel = in_oslo(now).date(), channel_of(asked.address)
    if len(owners) != 1 or (channel == "sms" and not sms.is_set_up()):
        return False
    today = LinkRequest.objects.filter(asked_on=on)
    taken = today.filter(invitation_id=owners[0]).count()
    if taken >= LETTERS_A_DAY_EACH:
        return False
    if today.count() >= LETTERS_A_DAY:
        logger.error("Links are asked for so often today that no more are sent again.")
        return False
    itself = LinkRequest.objects.filter(pk=asked.pk)
    itself.update(address="", invitation_id=owners[0], channel=channel, asked_on=on, number=taken + 1)
    # The message refers to the request and not to the person, whom nobody can tell from it tomorrow.
    outbox.queue(
        batch=asked.pk, source=SOURCE, references=itself.values_list("pk"), channel=channel, not_before=now, now=now
    )
    return True


def _owners(addresses: Iterable[str], on: date) -> dict[str, list[UUID]]:
    """Return whose each address is, among those who are asked now and whom it reaches."""
    owners: defaultdict[str, list[UUID]] = defaultdict(list)
    mails = [one for one in addresses if channel_of(one) == "email"]
    for pk, address in (
        _asked_now("email", on)
        .annotate(own=Lower("member__contract__email"))
        .filter(own__in=mails)
        .values_list("pk", "own")
    ):
        owners[address].append(pk)
    # Numbers are written in many ways: the last digits find those that may be the same, then they are compared.
    mobiles = [one[-_LAST_DIGITS:] for one in addresses if channel_of(one) == "sms"]
    digits = Func(F("member__contract__mobile"), Value(r"\D"), Value(""), Value("g"), function="regexp_replace")
    for pk, mobile in (
        _asked_now("sms", on)
        .annotate(own=Right(digits, _LAST_DIGITS))
        .filter(own__in=mobiles)
        .values_list("pk", "member__contract__mobile")
    ):
        owners[contacts.e164(mobile)].append(pk)
    return owners


def _asked_now(channel: Channel, on: date) -> InvitationQuerySet:
    open_now = {"round__opens_on__lte": on, "round__closes_on__gte": on, "round__closed_at": None}
    return Invitation.objects.filter(reachable(channel), **open_now).exclude(gone())


def _send(asked: LinkRequest, now: datetime) -> None:
    """Send a letter that is due; mark it done when nothing of it waits any more. Given up after some hours."""
    channel: Channel = "sms" if asked.channel == "sms" else "email"
    itself = LinkRequest.objects.filter(pk=asked.pk).values_list("pk")
    claimed = outbox.claim(batch=asked.pk, channel=channel, eligible=itself, limit=1, now=now)
    outbox.hand_over(claimed, (written(one.id, asked) for one in claimed), SENDERS[channel], now=now)
    if now >= asked.asked_at + _PATIENCE:
        outbox.cancel(batch=asked.pk, reason="gave_up", now=now)
    if messages.next_due(asked.pk) is None:
        LinkRequest.objects.filter(pk=asked.pk, done_at=None).update(done_at=now)
