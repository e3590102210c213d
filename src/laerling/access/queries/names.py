"""Questions about who did something, as another may know it."""

from collections.abc import Collection

from laerling.access.models import Grant
from laerling.access.queries.units import unit_names
from laerling.access.types import Scope, Unit


def names_for(scope: Scope, account_ids: Collection[str]) -> dict[str, str]:
    """Return who did something, by account id, as `scope` may know it: its own people by name, others by their unit.

    Own people are those who have or have had a grant for the scope's unit; ids without any grant are left out. One
    query, and one for each kind of unit of others.
    """
    grants = Grant.objects.filter(account_id__in=list(account_ids)).select_related("account").order_by("valid_from")
    own: dict[str, str] = {}
    others: dict[str, Unit] = {}
    for grant in grants:
        if grant.unit == scope.unit:
            own[str(grant.account_id)] = grant.account.name
        else:
            others[str(grant.account_id)] = grant.unit
    names = unit_names(unit for account_id, unit in others.items() if account_id not in own)
    return {account_id: names[unit] for account_id, unit in others.items() if account_id not in own} | own
