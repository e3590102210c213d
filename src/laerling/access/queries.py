"""Questions about who may act for which unit, letters about accounts, and offices' one-time sign-ins."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from laerling.access.models import Account, AccountLetter, Grant, OfficeSignIn
from laerling.access.policy import Role
from laerling.access.tokens import fingerprint, link_token, office_password
from laerling.access.types import UNIT_OF_ROLE, Scope
from laerling.kernel.clock import in_oslo
from laerling.organisations import queries as organisations


def scopes_of(account: Account, *, on: date) -> tuple[Scope, ...]:
    """Return the units the person may act for on a day, widest first, then by name. Four queries at most."""
    grants = list(Grant.objects.filter(account=account).on(on))
    scopes = [_scope(grant) for grant in grants]
    order = {"nation": 0, "county": 1, "office": 2}
    return tuple(sorted(scopes, key=lambda scope: (order[scope.unit_kind], scope.unit_name)))


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


@dataclass(frozen=True, slots=True)
class LinkFacts:
    """Whom a working link belongs to and what it is for. `has_password`: the account is in use already."""

    kind: str
    name: str
    email: str
    has_password: bool
    office_name: str


def link(token: str, *, now: datetime) -> LinkFacts | None:
    """Return what a link is for, or None where it does not work any more. Looking changes nothing."""
    found = AccountLetter.objects.select_related("account", "office").filter(
        token_hash=fingerprint(token), used_at=None, expires_at__gt=now
    )
    letter = found.first()
    if letter is None or not letter.account.may_sign_in(in_oslo(now).date()):
        return None
    account = letter.account
    return LinkFacts(
        letter.kind,
        account.name,
        letter.address or account.email or "",
        account.has_usable_password(),
        _unit_name("office", letter.office.orgnr) if letter.office else "",
    )


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """A letter to be written: to whom, in which written form, and its token where it carries a link."""

    id: UUID
    kind: str
    to: str
    name: str
    written_form: str
    token: str
    made_at: datetime
    office_name: str


def letters(ids: Collection[UUID]) -> tuple[LetterFacts, ...]:
    """Return letters as they are written. Links are rebuilt from the key outside the database."""
    rows = AccountLetter.objects.select_related("account", "office").filter(pk__in=list(ids))
    return tuple(
        LetterFacts(
            row.id,
            row.kind,
            row.address or row.account.email or "",
            row.account.name,
            row.account.written_form,
            link_token(settings.LINKS_KEY, row.id) if row.token_hash else "",
            row.made_at,
            _unit_name("office", row.office.orgnr) if row.office else "",
        )
        for row in rows
    )


def letter_references(ids: Collection[UUID] | None = None) -> QuerySet[AccountLetter, tuple[UUID]]:
    """Return letters that may still be sent as references for the outbox; a link that is spent is sent to nobody."""
    waiting = AccountLetter.objects.filter(used_at=None)
    if ids is not None:
        waiting = waiting.filter(pk__in=list(ids))
    return waiting.values_list("pk")


OfficeState = Literal["none", "unused", "used", "personal", "expired", "revoked"]


@dataclass(frozen=True, slots=True)
class OfficeLine:
    """A training office of a county and its latest one-time sign-in. `valid_to` is the first day it no longer works.

    `has_account`: somebody has the office's role in an account of their own.
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
    own = Grant.objects.filter(role="office", unit_code__in=situated, account__email__isnull=False).on(on)
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
    return _unit_name("office", row.orgnr) if row else ""


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


def account_of(email: str, *, on: date) -> Account | None:
    """Return the account of an address where it is open on a day."""
    account = Account.objects.filter(email=email.strip().lower()).first()
    return account if account is not None and account.may_sign_in(on) else None
