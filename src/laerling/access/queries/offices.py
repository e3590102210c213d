"""Questions about training offices' one-time sign-ins (M12)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.conf import settings

from laerling.access.models import Account, Grant, OfficeSignIn
from laerling.access.queries.units import unit_name
from laerling.access.tokens import office_password
from laerling.access.types import Scope
from laerling.organisations import queries as organisations

OfficeState = Literal["none", "unused", "used", "personal", "expired", "revoked"]


@dataclass(frozen=True, slots=True)
class OfficeLine:
    """A training office of a county and its latest one-time sign-in. `valid_to` is the first day it no longer works.

    `has_account`: somebody acts for the office with an account of their own.
    """

    orgnr: str
    name: str
    state: OfficeState
    sign_in_id: UUID | None
    issued_at: datetime | None
    valid_to: date | None
    used_at: datetime | None
    has_account: bool


def office_sign_ins(scope: Scope, *, on: date) -> tuple[OfficeLine, ...]:
    """Return the training offices situated in the county, by name, each with its latest sign-in. Three queries."""
    if scope.unit_kind != "county":
        return ()
    situated = organisations.offices_situated_in(scope.unit_code)
    rows = OfficeSignIn.objects.filter(county_code=scope.unit_code, orgnr__in=situated).order_by("issued_at", "pk")
    latest = {row.orgnr: row for row in rows}
    own = Grant.objects.filter(unit_kind="office", unit_code__in=situated, account__email__isnull=False).on(on)
    with_account = set(own.values_list("unit_code", flat=True))
    lines = (_line(orgnr, name, latest.get(orgnr), on, orgnr in with_account) for orgnr, name in situated.items())
    return tuple(sorted(lines, key=lambda line: line.name))


@dataclass(frozen=True, slots=True)
class OfficeSecret:
    """What a letter to a training office tells: the user name and the one-time password. Never logged, never stored."""

    orgnr: str
    office_name: str
    user_name: str
    password: str
    valid_to: date


def office_letters(scope: Scope, *, on: date) -> tuple[OfficeSecret, ...]:
    """Return the county's sign-ins that are still unused and work, by the office's name."""
    if scope.unit_kind != "county":
        return ()
    names = organisations.offices_situated_in(scope.unit_code)
    rows = OfficeSignIn.objects.filter(
        county_code=scope.unit_code, orgnr__in=names, used_at=None, revoked_at=None, valid_to__gt=on
    )
    secrets = (
        OfficeSecret(
            row.orgnr, names[row.orgnr], row.user_name, office_password(settings.LINKS_KEY, row.id), row.valid_to
        )
        for row in rows
    )
    return tuple(sorted(secrets, key=lambda secret: secret.office_name))


def one_time_office(account: Account) -> str:
    """Return the name of the office whose one-time sign-in an account stands for; empty for a person's own account."""
    row = None if account.is_personal else OfficeSignIn.objects.filter(account=account).first()
    return unit_name("office", row.orgnr) if row else ""


def _line(orgnr: str, name: str, row: OfficeSignIn | None, on: date, has_account: bool) -> OfficeLine:  # noqa: FBT001  one of the line's own fields
    if row is None:
        return OfficeLine(orgnr, name, "none", None, None, None, None, has_account)
    state: OfficeState = "unused"
    if row.handed_over_at is not None:
        state = "personal"
    elif row.revoked_at is not None:
        state = "revoked"
    elif row.valid_to <= on:
        state = "expired"
    elif row.used_at is not None:
        state = "used"
    return OfficeLine(orgnr, name, state, row.id, row.issued_at, row.valid_to, row.used_at, has_account)
