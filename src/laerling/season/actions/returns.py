"""Fetching what became of messages where nobody calls us: the mailbox of bounces, and Altinn's list of changes."""

import logging
from contextlib import closing, suppress
from datetime import datetime
from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.db import transaction

from laerling.kernel import jobs
from laerling.outbox import actions as outbox
from laerling.outbox.channels import call_backs
from laerling.outbox.channels.email import bounces, mailbox
from laerling.outbox.channels.gateways import AltinnGateway
from laerling.outbox.channels.sms.altinn import AltinnAdapter
from laerling.outbox.channels.sms.calling import Unreachable

logger = logging.getLogger(__name__)

# How far Altinn's list has been read. Should it be forgotten, the list is read anew, and changes nothing twice.
_READ_TO: Final = "altinn-changes"


def read_bounces(*, now: datetime) -> int:
    """Read the mailbox of bounces until nothing is unread, and return how many mails told something. Safe to repeat.

    A mail is marked as seen once what it tells is stored. Where nothing is set up, or the mailbox is
    away, nothing is done.
    """
    n_told, box = 0, settings.BOUNCE_BOX
    if box is None:
        return 0
    with suppress(mailbox.MailboxAway):
        while True:
            with mailbox.unseen(box) as mails:
                told = [returned for mail in mails if (returned := bounces.read(mail))]
                _store(told, now)
            n_told += len(told)
            if len(mails) < mailbox.AT_ONCE:
                break
    return n_told


def read_changes(*, now: datetime) -> int:
    """Read on in Altinn's list of what became of messages, and return how many receipts there were. Safe to repeat."""
    if not isinstance(settings.SMS_GATEWAY, AltinnGateway):
        return 0
    n_receipts, after = 0, int(cache.get(_READ_TO, 0))
    way = AltinnAdapter(settings.SMS_GATEWAY, sender=settings.SMS_SENDER, condition_url=call_backs.condition_url)
    with closing(way), suppress(Unreachable):
        while True:
            last, receipts = way.feed(after)
            n_receipts += outbox.store_receipts(receipts, now=now)
            if last == after:
                break
            after = last
            cache.set(_READ_TO, after, timeout=None)
    return n_receipts


def _store(told: list[bounces.Returned], now: datetime) -> None:
    with transaction.atomic():
        outbox.store_receipts([returned.receipt() for returned in told], now=now)
        for returned in told:
            if returned.what == "complaint":
                jobs.enqueue("invitations.follow_complaint", message_id=str(returned.message_id))
