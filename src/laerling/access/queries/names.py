"""Questions about who did something, as another may know it."""

from collections.abc import Collection

from laerling.access.models import Grant
from laerling.access.policy import Role
from laerling.access.queries.units import unit_name
from laerling.access.types import UNIT_OF_ROLE, Scope


def names_for(scope: Scope, account_ids: Collection[str]) -> dict[str, str]:
    """Return who did something, by account id, as `scope` may know it: its own people by name, others by their unit.

    Own people are those who have or have had a grant for the scope's unit; ids without any grant are left out. One
    query, and one or two for each unit of others.
    """
    grants = Grant.objects.filter(account_id__in=list(account_ids)).select_related("account").order_by("valid_from")
    own: dict[str, str] = {}
    others: dict[str, str] = {}
    unit_names: dict[tuple[str, str], str] = {}
    for grant in grants:
        role: Role = grant.role  # type: ignore[assignment]  # the table holds nothing else
        unit = (UNIT_OF_ROLE[role], grant.unit_code)
        if unit == (scope.unit_kind, scope.unit_code):
            own[str(grant.account_id)] = grant.account.name
        else:
            if unit not in unit_names:
                unit_names[unit] = unit_name(*unit)
            others[str(grant.account_id)] = unit_names[unit]
    return others | own
