"""Changes to accounts."""

from datetime import datetime

from django.db import transaction

from laerling.access.models import Account
from laerling.audit import actions as audit
from laerling.kernel.types import Actor


@transaction.atomic
def create_account(
    *, email: str, name: str, password: str | None, written_form: str = "nb", by: Actor, now: datetime
) -> Account:
    """Make a personal account, or return the one the address already has. Without password nobody can sign in."""
    account, made = Account.objects.get_or_create(
        email=email.strip().lower(), defaults={"name": name, "written_form": written_form}
    )
    if made:
        account.set_password(password)
        account.save()
        audit.record("access.account.created", by=by, now=now, about=f"account:{account.id}")
    return account
