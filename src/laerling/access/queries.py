"""Questions about who may act for which unit."""

from collections.abc import Collection
from datetime import date

from laerling.access.models import Account, Grant
from laerling.access.policy import Role
from laerling.access.types import UNIT_OF_ROLE, Scope
from laerling.organisations import queries as organisations


def scopes_of(account: Account, *, on: date) -> tuple[Scope, ...]:
    """Return the units the person may act for on a day, widest first, then by name. Four queries at most."""
    grants = list(Grant.objects.filter(account=account).on(on))
    scopes = [_scope(grant) for grant in grants]
    order = {"nation": 0, "county": 1, "office": 2}
    return tuple(sorted(scopes, key=lambda scope: (order[scope.unit_kind], scope.unit_name)))


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
                unit_names[unit] = _unit_name(*unit)
            others[str(grant.account_id)] = unit_names[unit]
    return others | own


def _scope(grant: Grant) -> Scope:
    role: Role = grant.role  # type: ignore[assignment]  # the table holds nothing else
    kind = UNIT_OF_ROLE[role]
    return Scope(role, kind, grant.unit_code, _unit_name(kind, grant.unit_code), grant.why, grant.valid_to)


def _unit_name(kind: str, code: str) -> str:
    if kind == "county":
        return organisations.county_authority(code)
    if kind == "office":
        found = organisations.office(code)
        return found.name if found else code
    return "Utdanningsdirektoratet"
