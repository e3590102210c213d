"""Questions about who may act for which unit."""

from dataclasses import dataclass
from datetime import date

from laerling.access.models import Account, Grant
from laerling.access.policy import Role
from laerling.access.types import UNIT_OF_ROLE, Scope
from laerling.organisations import queries as organisations


@dataclass(frozen=True, slots=True)
class Colleague:
    """A person who acts for the same unit."""

    id: str
    name: str


def scopes_of(account: Account, *, on: date) -> tuple[Scope, ...]:
    """Return the units the person may act for on a day, widest first, then by name. Four queries at most."""
    grants = list(Grant.objects.filter(account=account).on(on))
    scopes = [_scope(grant) for grant in grants]
    order = {"nation": 0, "county": 1, "office": 2}
    return tuple(sorted(scopes, key=lambda scope: (order[scope.unit_kind], scope.unit_name)))


def colleagues(scope: Scope, *, on: date) -> tuple[Colleague, ...]:
    """Return the people who may sign in and act for the scope's unit on a day, by name."""
    grants = Grant.objects.filter(role=scope.role, unit_code=scope.unit_code, account__is_active=True).on(on)
    people = grants.order_by("account__name", "account_id").values_list("account_id", "account__name").distinct()
    return tuple(Colleague(str(account_id), name) for account_id, name in people)


def offices_with_people(*, on: date) -> frozenset[str]:
    """Return the organisation numbers of training offices where somebody may sign in on a day."""
    grants = Grant.objects.filter(role="office", account__is_active=True).on(on)
    return frozenset(grants.values_list("unit_code", flat=True))


def county_scope(code: str) -> Scope:
    """Return the scope of a county itself, as its area over SFTP has it."""
    return Scope("county", "county", code, organisations.county_authority(code), "", None)


def account_of(email: str, *, on: date) -> Account | None:
    """Return the account of an address where it is open on a day."""
    account = Account.objects.filter(email=email.strip().lower()).first()
    return account if account is not None and account.may_sign_in(on) else None


def unit_name(kind: str, code: str) -> str:
    """Return what people call a unit, by its kind and code."""
    if kind == "county":
        return organisations.county_authority(code)
    if kind == "office":
        found = organisations.office(code)
        return found.name if found else code
    return "Utdanningsdirektoratet"


def _scope(grant: Grant) -> Scope:
    role: Role = grant.role  # type: ignore[assignment]  # the table holds nothing else
    kind = UNIT_OF_ROLE[role]
    return Scope(role, kind, grant.unit_code, unit_name(kind, grant.unit_code), grant.why, grant.valid_to)
