"""Taking away the second step of somebody who has lost it, so that they set up another (M11)."""

from datetime import datetime
from uuid import UUID

from django.apps import apps
from django.db import transaction

from laerling.access import queries
from laerling.access.actions.accounts import change_second_factor
from laerling.access.actions.delegating import NoSuchGrant
from laerling.access.models import Account
from laerling.access.types import Scope
from laerling.kernel.clock import in_oslo
from laerling.kernel.types import Actor


@transaction.atomic
def take_away_second_factor(*, account_id: UUID, scope: Scope, by: Actor, now: datetime) -> None:
    """Take away every second factor and recovery code of a person: the next sign-in asks them to set one up.

    Only who could end all the access a person has may do it, so that nobody is weakened by somebody beside or below
    them. The person is told, and signed out everywhere. Raises NoSuchGrant.
    """
    giver = queries.reader_of(scope, by.id, on=in_oslo(now).date())
    if not queries.may_take_away_factor(giver, account_id):
        raise NoSuchGrant
    account = Account.objects.select_for_update().get(pk=account_id)
    # Asked for by name: the answering site has no django-allauth, and must not load it.
    apps.get_model("mfa", "Authenticator").objects.filter(user=account).delete()
    change_second_factor(account=account, what="removed", kind="all", by=by, now=now)
