"""Questions about who may act for which unit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from laerling.access.models import Account, Grant
from laerling.access.policy import whole
from laerling.access.types import Role, Scope, Unit, UnitKind
from laerling.organisations import queries as organisations

_WIDEST_FIRST: Final[dict[UnitKind, int]] = {"nation": 0, "governor": 1, "county": 2, "office": 3}
_NATION: Final = "Utdanningsdirektoratet"


@dataclass(frozen=True, slots=True)
class Colleague:
    """A person who acts for the same unit."""

    id: str
    name: str


def scopes_of(account: Account, *, on: date) -> tuple[Scope, ...]:
    """Return the units the person may act for on a day, widest first, then by name. Four queries at most."""
    by_unit: dict[Unit, list[Grant]] = {}
    for grant in Grant.objects.filter(account=account).on(on).order_by("valid_from", "role"):
        by_unit.setdefault(grant.unit, []).append(grant)
    names = unit_names(by_unit)
    scopes = [_scope(unit, names[unit], grants) for unit, grants in by_unit.items()]
    return tuple(sorted(scopes, key=lambda scope: (_WIDEST_FIRST[scope.unit_kind], scope.unit_name)))


def colleagues(scope: Scope, *, on: date) -> tuple[Colleague, ...]:
    """Return the people who may sign in and act for the scope's unit on a day, by name."""
    grants = Grant.objects.of_unit(scope.unit).filter(account__is_active=True).on(on)
    people = grants.order_by("account__name", "account_id").values_list("account_id", "account__name").distinct()
    return tuple(Colleague(str(account_id), name) for account_id, name in people)


def offices_with_people(*, on: date) -> frozenset[str]:
    """Return the organisation numbers of training offices where somebody may sign in on a day."""
    grants = Grant.objects.filter(unit_kind="office", account__is_active=True).on(on)
    return frozenset(grants.values_list("unit_code", flat=True))


def county_scope(code: str) -> Scope:
    """Return the scope of a county itself, as its area over SFTP has it."""
    return whole("county", code, organisations.county_authority(code))


def account_of(email: str, *, on: date) -> Account | None:
    """Return the account of an address where it is open on a day."""
    account = Account.objects.filter(email=email.strip().lower()).first()
    return account if account is not None and account.may_sign_in(on) else None


def unit_name(kind: UnitKind, code: str) -> str:
    """Return what people call a unit, by its kind and code."""
    unit = Unit(kind, code)
    return unit_names([unit])[unit]


def unit_names(units: Iterable[Unit]) -> dict[Unit, str]:
    """Return what people call units. A query for each kind among them, however many there are."""
    codes: dict[UnitKind, set[str]] = {}
    for unit in units:
        codes.setdefault(unit.kind, set()).add(unit.code)
    found: dict[Unit, str] = {}
    for kind, wanted in codes.items():
        names = _names(kind, wanted)
        found |= {Unit(kind, code): names.get(code, code) for code in wanted}
    return found


def _names(kind: UnitKind, codes: set[str]) -> dict[str, str]:
    if kind == "county":
        return organisations.county_authorities()
    if kind == "governor":
        return organisations.governor_names()
    return organisations.office_names(codes) if kind == "office" else {"": _NATION}


def _scope(unit: Unit, name: str, grants: list[Grant]) -> Scope:
    roles: frozenset[Role] = frozenset(grant.role for grant in grants)  # type: ignore[misc]  # the table holds nothing else
    ends = [grant.valid_to for grant in grants if grant.valid_to is not None]
    until = max(ends) if len(ends) == len(grants) else None
    # Dated reasons in the order they were given, each once.
    whys = dict.fromkeys(grant.why for grant in grants if grant.why)
    return Scope(roles, unit.kind, unit.code, name, "; ".join(whys), until)
