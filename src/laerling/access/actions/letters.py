"""Letters about accounts: written down, sent by a job, and ended."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from laerling.access import rules
from laerling.access.models import Account, AccountLetter, OfficeSignIn, ResetRequest
from laerling.access.tokens import fingerprint, link_token
from laerling.audit import actions as audit
from laerling.kernel import jobs
from laerling.kernel.clock import in_oslo
from laerling.kernel.errors import Refusal
from laerling.kernel.types import Actor

# Done by jobs further down the way of the data, known here by name.
SEND_JOB = "signin.send_letter"
RESET_JOB = "access.answer_reset_request"
_DESK = Actor("system", "signin")


class LinkSpent(Refusal):
    """The link has been used, has run out, or never was."""

    code = "link_spent"
    status = 410
    sentence = _("This link no longer works. Links work once, and for a limited time. Ask for a new one.")


def post(
    account: Account,
    kind: str,
    *,
    now: datetime,
    address: str = "",
    office: OfficeSignIn | None = None,
    unit: str = "",
) -> AccountLetter:
    """Write a letter down and have it sent. Kinds with a lifetime carry a link; the newest ends those before it.

    `unit` is the key of the unit it tells of.
    """
    letter_id, lifetime = uuid4(), rules.LIFETIMES.get(kind)
    if lifetime is not None and kind != "personal":
        AccountLetter.objects.filter(account=account, kind=kind, token_hash__isnull=False, used_at=None).update(
            used_at=now
        )
    letter = AccountLetter.objects.create(
        id=letter_id,
        account=account,
        kind=kind,
        address=address,
        office=office,
        unit=unit,
        made_at=now,
        expires_at=now + lifetime if lifetime else None,
        token_hash=fingerprint(link_token(settings.LINKS_KEY, letter_id)) if lifetime else None,
    )
    jobs.enqueue(SEND_JOB, letter_id=str(letter.id))
    return letter


def end_links(account: Account, *, now: datetime) -> None:
    """End every link to an account that has not been used."""
    AccountLetter.objects.filter(account=account, token_hash__isnull=False, used_at=None).update(used_at=now)


@transaction.atomic
def ask_for_reset(*, email: str, now: datetime) -> None:
    """Take down an address for which a new password is wanted. What is done is the same whether it is known or not."""
    asked = ResetRequest.objects.create(email=email.strip().lower(), asked_at=now)
    jobs.enqueue(RESET_JOB, request_id=str(asked.id))


@transaction.atomic
def answer_reset_request(*, request_id: UUID, now: datetime) -> None:
    """Send a link where the address is known and had none just now; forget the address in any case. Safe to repeat."""
    asked = ResetRequest.objects.select_for_update().filter(pk=request_id).first()
    if asked is None:
        return
    account = Account.objects.select_for_update().filter(email=asked.email).first()
    asked.delete()
    if account is None or not account.may_sign_in(in_oslo(now).date()):
        return
    sent = AccountLetter.objects.filter(account=account, kind="reset", made_at__gt=now - timedelta(days=1))
    if sent.filter(made_at__gt=now - rules.LETTER_GAP).exists() or sent.count() >= rules.LETTERS_A_DAY:
        return
    post(account, "reset", now=now)
    audit.record("access.reset.asked", by=_DESK, now=now, about=f"account:{account.id}")
