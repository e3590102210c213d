"""Questions about who has access to a unit, and what one who administers users may do about it (M10, M13)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from django.apps import apps

from laerling.access import rules
from laerling.access.models import Account, Grant
from laerling.access.queries.lattice import lattice
from laerling.access.queries.units import unit_names
from laerling.access.rules import Held, Lattice, Wanted
from laerling.access.types import Role, Scope, Unit

GrantState = Literal["now", "later", "over", "ended"]


@dataclass(frozen=True, slots=True)
class GrantLine:
    """One grant as it is shown. `until` is the first day it no longer holds, by agreement or because it was ended.

    `may_end`: the reader may end it, or change how long it lasts. `given_by` and `ended_by` are account ids.
    """

    id: UUID
    account_id: UUID
    role: Role
    unit: Unit
    unit_name: str
    gives: frozenset[Role]
    valid_from: date
    until: date | None
    agreed_to: date | None
    state: GrantState
    why: str
    given_by: str
    ended_by: str
    ended_why: str
    confirmed_on: date | None
    may_end: bool

    @property
    def is_ahead(self) -> bool:
        """Whether it holds now or will later."""
        return self.state in {"now", "later"}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with access, and their grants that the reader may see, the newest first.

    `has_begun`: they have set a password, or can come in by another's sign-in. `is_personal` is false for an office's
    one-time sign-in.
    """

    id: UUID
    name: str
    email: str
    is_personal: bool
    is_active: bool
    has_begun: bool
    grants: tuple[GrantLine, ...]

    @property
    def ahead(self) -> tuple[GrantLine, ...]:
        """The grants that hold now or will."""
        return tuple(grant for grant in self.grants if grant.is_ahead)

    @property
    def past(self) -> tuple[GrantLine, ...]:
        """The grants that are over."""
        return tuple(grant for grant in self.grants if not grant.is_ahead)


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever looks: on whose behalf, as whom, what they may give on, and which units there are that day."""

    scope: Scope
    account_id: str
    held: tuple[Held, ...]
    lattice: Lattice
    on: date

    def reaches(self, unit: Unit) -> bool:
        """Return whether a unit is the reader's own or stands below it."""
        return self.lattice.exists(unit) and self.lattice.covers(self.scope.unit, unit)

    def may_end(self, grant: Grant) -> bool:
        """Return whether the reader may end, or confirm, a grant."""
        return rules.may_end(self.account_id, self.held, wanted(grant), self.lattice.above(grant.unit), on=self.on)

    def giveable(self, unit: Unit) -> frozenset[Role]:
        """Return the tasks for a unit that the reader may give."""
        return rules.giveable_by(self.held, unit, self.lattice.above(unit), on=self.on)


def reader(scope: Scope, account: Account, *, on: date) -> Reader:
    """Return what somebody may see and give as they act for a unit. Eight queries."""
    return reader_of(scope, str(account.pk), on=on)


def reader_of(scope: Scope, account_id: str, *, on: date) -> Reader:
    """Return the same by account id."""
    grants = Grant.objects.of_unit(scope.unit).filter(account_id=account_id, role="user_administrator").on(on)
    return Reader(scope, account_id, tuple(held(grant) for grant in grants), lattice(on=on), on)


def held(grant: Grant) -> Held:
    """Return a user administrator's grant as the rules know it."""
    return Held(grant.unit, frozenset(grant.gives), grant.valid_from, grant.valid_to)


def wanted(grant: Grant) -> Wanted:
    """Return a grant as the rules know what is to be given."""
    role: Role = grant.role  # type: ignore[assignment]  # the table holds nothing else
    return Wanted(str(grant.account_id), role, grant.unit, frozenset(grant.gives), grant.valid_from, grant.valid_to)


def people(by: Reader, unit: Unit) -> tuple[Person, ...]:
    """Return those who have, will have or have had access to a unit, by name; nobody where it is out of reach. Two queries."""
    if not by.reaches(unit):
        return ()
    grants = Grant.objects.of_unit(unit).select_related("account")
    return listed(by, grants.order_by("account__name", "account_id", "-valid_from", "role"))


def person(by: Reader, account_id: UUID) -> Person | None:
    """Return one person with their grants within reach; None where they have and had none. At most four queries."""
    grants = Grant.objects.filter(account_id=account_id).select_related("account").order_by("-valid_from", "role")
    found = listed(by, (grant for grant in grants if by.reaches(grant.unit)))
    return found[0] if found else None


def grant_line(by: Reader, grant_id: UUID) -> tuple[Person, GrantLine] | None:
    """Return a grant and whose it is; None where it is out of reach."""
    grant = Grant.objects.filter(pk=grant_id).select_related("account").first()
    if grant is None or not by.reaches(grant.unit):
        return None
    (found,) = listed(by, [grant])
    return found, found.grants[0]


def may_take_away_factor(by: Reader, account_id: UUID) -> bool:
    """Return whether a person has a second factor that the reader may take away: all their access is theirs to end."""
    grants = [one for one in Grant.objects.filter(account_id=account_id) if _state(one, by.on) in {"now", "later"}]
    if not grants or not all(by.reaches(one.unit) and by.may_end(one) for one in grants):
        return False
    # Asked for by name: the answering site has no django-allauth, and must not load it.
    return bool(apps.get_model("mfa", "Authenticator").objects.filter(user_id=account_id).exists())


def listed(by: Reader, grants: Iterable[Grant]) -> tuple[Person, ...]:
    """Return grants as the people who have them, in the order they come. A query for each kind of unit among them."""
    rows = list(grants)
    names = unit_names(grant.unit for grant in rows)
    by_account: dict[UUID, list[Grant]] = {}
    for grant in rows:
        by_account.setdefault(grant.account_id, []).append(grant)
    return tuple(_person(by, theirs, names) for theirs in by_account.values())


def _person(by: Reader, grants: list[Grant], names: dict[Unit, str]) -> Person:
    account = grants[0].account
    return Person(
        account.id,
        account.name,
        account.email or "",
        account.is_personal,
        account.may_sign_in(by.on),
        account.has_usable_password() or account.last_login is not None,
        tuple(_line(by, grant, names[grant.unit]) for grant in grants),
    )


def _line(by: Reader, grant: Grant, unit_name: str) -> GrantLine:
    asked = wanted(grant)
    return GrantLine(
        id=grant.id,
        account_id=grant.account_id,
        role=asked.role,
        unit=asked.unit,
        unit_name=unit_name,
        gives=asked.gives,
        valid_from=grant.valid_from,
        until=_until(grant),
        agreed_to=grant.valid_to,
        state=_state(grant, by.on),
        why=grant.why,
        given_by=grant.given_by,
        ended_by=grant.ended_by,
        ended_why=grant.ended_why,
        confirmed_on=grant.confirmed_on,
        may_end=by.may_end(grant),
    )


def _until(grant: Grant) -> date | None:
    return min((day for day in (grant.valid_to, grant.ended_on) if day is not None), default=None)


def _state(grant: Grant, on: date) -> GrantState:
    if grant.ended_on is not None and grant.ended_on <= on:
        return "ended"
    if grant.valid_to is not None and grant.valid_to <= on:
        return "over"
    return "now" if grant.valid_from <= on else "later"
