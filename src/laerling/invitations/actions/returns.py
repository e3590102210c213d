"""What came back of dispatches: addresses that nobody is reached at, and people who complained."""

import logging
from collections import defaultdict
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from laerling.invitations.actions.inviting import mark_declined
from laerling.invitations.models import Invitation
from laerling.kernel.types import Actor
from laerling.outbox import queries as messages
from laerling.outbox.channels import verdicts
from laerling.register import actions as register
from laerling.register.queries import Way

logger = logging.getLogger(__name__)

_BY: Final = Actor("system", "invitations")
_WAYS: Final[dict[str, Way]] = {"email": "email", "sms": "mobile"}


@transaction.atomic
def note_dead_addresses(*, dispatch_id: UUID, now: datetime) -> int:
    """Tell the register of addresses that a dispatch showed to be dead, and return how many are new.

    Where more of a channel came back than can be (`verdicts.is_believable`), nobody's address is blamed. Safe to repeat.
    """
    dead: dict[str, list[UUID]] = defaultdict(list)
    for reference, channel, reason in messages.bounces(dispatch_id):
        if verdicts.condemns(reason):
            dead[channel].append(reference)
    n_new = 0
    for channel, references in dead.items():
        if verdicts.is_believable(len(references), messages.n_sent(dispatch_id, channel)):
            n_new += _note(references, _WAYS[channel], "bounced", now)
        else:
            logger.error("So much of dispatch %s came back by %s that no address is blamed.", dispatch_id, channel)
    return n_new


@transaction.atomic
def follow_complaint(*, message_id: UUID, now: datetime) -> bool:
    """Let somebody be who told their mail provider that our letter is unwanted; return whether we know them.

    They get no more of this round by any channel, as if they had pressed "do not remind me", and no mail at that address
    in later rounds. Safe to repeat. Complaints about letters of other kinds change nothing here.
    """
    person = Invitation.objects.filter(pk__in=messages.references([message_id])).first()
    if person is None:
        return False
    mark_declined(link_hash=bytes(person.link_hash))
    _note([person.pk], "email", "complaint", now)
    return True


def _note(references: list[UUID], way: Way, cause: register.Cause, now: datetime) -> int:
    contracts = Invitation.objects.filter(pk__in=references).values_list("member__contract_id", flat=True)
    return register.note_dead_addresses(contract_ids=list(contracts), way=way, cause=cause, by=_BY, now=now)
