"""Following the links of letters, each once."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from laerling.access.actions.letters import LinkSpent, end_links, post
from laerling.access.actions.offices import hand_over
from laerling.access.models import Account, AccountLetter
from laerling.access.tokens import fingerprint
from laerling.audit import actions as audit
from laerling.kernel.clock import in_oslo
from laerling.kernel.errors import Refusal
from laerling.kernel.types import Actor


class AddressTaken(Refusal):
    """Somebody else has taken the address since the link was sent."""

    code = "address_taken"
    sentence = _("This address cannot be used. Ask for a link to another address.")


@transaction.atomic
def set_password_by_link(*, token: str, password: str, name: str = "", now: datetime) -> Account:
    """Set the password, and where given the name, of the account a link belongs to. Raises LinkSpent.

    Using it ends this link and every other, and every session. A second factor is not touched: it is asked for as ever.
    """
    letter = _take(token, kinds={"invitation", "reset", "personal"}, now=now)
    account = letter.account
    account.set_password(password)
    account.name = name.strip() or account.name
    account.session_stamp += 1
    account.save(update_fields=["password", "name", "session_stamp"])
    by = Actor.person(account.id)
    if letter.office is not None:
        hand_over(sign_in=letter.office, to=account, by=by, now=now)
    end_links(account, now=now)
    if letter.kind == "reset":
        post(account, "password_changed", now=now)
    audit.record("access.password.set", by=by, now=now, about=f"account:{account.id}", link=letter.kind)
    return account


@transaction.atomic
def accept_by_link(*, token: str, now: datetime) -> Account:
    """Say yes to an office's access with an account one has already. Raises LinkSpent."""
    letter = _take(token, kinds={"personal"}, now=now)
    if letter.office is None or not letter.account.has_usable_password():
        raise LinkSpent
    hand_over(sign_in=letter.office, to=letter.account, by=Actor.person(letter.account.id), now=now)
    return letter.account


@transaction.atomic
def confirm_new_email(*, token: str, now: datetime) -> Account:
    """Let an account have the address its link was sent to; the old address is told. Raises LinkSpent, AddressTaken."""
    letter = _take(token, kinds={"new_email"}, now=now)
    account, old = letter.account, letter.account.email or ""
    account.email = letter.address
    account.session_stamp += 1
    try:
        with transaction.atomic():
            account.save(update_fields=["email", "session_stamp"])
    except IntegrityError:
        raise AddressTaken from None
    end_links(account, now=now)
    post(account, "email_changed", address=old, now=now)
    audit.record("access.email.changed", by=Actor.person(account.id), now=now, about=f"account:{account.id}")
    return account


def _take(token: str, *, kinds: set[str], now: datetime) -> AccountLetter:
    """Return the letter of a link and mark it used, both or neither. Whoever comes second finds it used."""
    found = AccountLetter.objects.select_for_update(of=("self",)).select_related("account", "office")
    letter = found.filter(token_hash=fingerprint(token), kind__in=kinds, used_at=None, expires_at__gt=now).first()
    if letter is None or not letter.account.may_sign_in(in_oslo(now).date()):
        raise LinkSpent
    letter.used_at = now
    letter.save(update_fields=["used_at"])
    return letter
