"""What those who administer users do: give, end, take back an ending, change how long; and tell those it concerns (M10)."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from laerling.access import queries, rules
from laerling.access.actions import letters
from laerling.access.actions.accounts import end_sessions, invite
from laerling.access.actions.grants import grant
from laerling.access.models import Account, Grant
from laerling.access.queries.people import Reader, wanted
from laerling.access.rules import Wanted
from laerling.access.types import Role, Scope, Unit
from laerling.audit import actions as audit
from laerling.kernel.clock import in_oslo
from laerling.kernel.errors import Refusal
from laerling.kernel.types import Actor


class MayNotGive(Refusal):
    """More than the giver may give: another's unit, a task they cannot give on, for longer than they have it, or to themselves."""

    code = "may_not_give"
    status = 403
    sentence = _(
        "You cannot give this access. Nobody gives to themselves, gives more than they have to give, or for longer."
    )


class NoSuchGrant(Refusal):
    """The access is not there, or not within the reach of who asks."""

    code = "no_such_grant"
    status = 404
    sentence = _("There is no such access.")


class ReasonMissing(Refusal):
    """Nothing is given or ended without a reason."""

    code = "reason_missing"
    sentence = _("Write why. The person and those who check later will read it.")


@transaction.atomic
def give(  # noqa: PLR0913  each is a column of the grant, or says who gives
    *,
    email: str,
    name: str,
    roles: Collection[Role],
    unit: Unit,
    gives: Collection[Role] = (),
    valid_from: date,
    valid_to: date | None,
    why: str,
    scope: Scope,
    by: Actor,
    now: datetime,
) -> Account:
    """Give a person tasks for a unit on behalf of `scope`, and invite them where they have no account yet.

    `gives` is what a user administrator is to give on. Raises MayNotGive, NotATask, ReasonMissing, UnknownUnit.
    """
    account = invite(email=email, name=name, by=by, now=now)
    giver = _giver(scope, by, now)
    asked = [_asked(account, role, unit, gives, valid_from, valid_to) for role in roles]
    if not all(_may_give(giver, one) for one in asked):
        raise MayNotGive
    new = grant(
        account=account,
        roles=roles,
        unit_kind=unit.kind,
        unit_code=unit.code,
        gives=gives,
        valid_from=valid_from,
        valid_to=valid_to,
        why=_reason(why),
        by=by,
        now=now,
    )
    if new and account.has_usable_password():
        letters.post(account, "access_given", unit=unit.key, now=now)
    if any(one.role == "user_administrator" for one in new):
        _tell_above(giver, unit, but=account, now=now)
    return account


def _asked(
    account: Account, role: Role, unit: Unit, gives: Collection[Role], valid_from: date, valid_to: date | None
) -> Wanted:
    on = frozenset(gives) if role == "user_administrator" else frozenset[Role]()
    return Wanted(str(account.pk), role, unit, on, valid_from, valid_to)


@transaction.atomic
def end(*, grant_ids: Collection[UUID], why: str, scope: Scope, by: Actor, now: datetime) -> int:
    """End grants of one person from today, and return how many. Raises NoSuchGrant, ReasonMissing. Safe to repeat."""
    reason, giver = _reason(why), _giver(scope, by, now)
    rows = [row for row in _locked(giver, grant_ids) if row.ended_on is None]
    for row in rows:
        row.ended_on, row.ended_by, row.ended_why = giver.on, by.id, reason
        row.save(update_fields=["ended_on", "ended_by", "ended_why"])
        _record("ended", row, by=by, now=now)
    for account, unit in {(row.account, row.unit): None for row in rows}:
        _tell(account, "access_ended", unit, now)
        end_sessions(account=account, why="role", by=by, now=now)
    return len(rows)


@transaction.atomic
def take_back_ending(*, grant_ids: Collection[UUID], scope: Scope, by: Actor, now: datetime) -> int:
    """Let grants that were ended hold again, as first agreed, and return how many.

    Whoever could give the same now may do it. Raises NoSuchGrant, MayNotGive. Safe to repeat.
    """
    giver = _giver(scope, by, now)
    rows = [row for row in _locked(giver, grant_ids) if row.ended_on is not None]
    for row in rows:
        asked = wanted(row)
        if not _may_give(giver, replace(asked, valid_from=max(asked.valid_from, giver.on))):
            raise MayNotGive
        row.ended_on, row.ended_by, row.ended_why = None, "", ""
        row.save(update_fields=["ended_on", "ended_by", "ended_why"])
        _record("reopened", row, by=by, now=now)
    for account, unit in {(row.account, row.unit): None for row in rows}:
        _tell(account, "access_given", unit, now)
    return len(rows)


@transaction.atomic
def change_end(*, grant_id: UUID, valid_to: date | None, why: str, scope: Scope, by: Actor, now: datetime) -> None:
    """Let a grant last longer or shorter; `valid_to` is the first day it no longer holds, None without end.

    Raises NoSuchGrant, MayNotGive, ReasonMissing.
    """
    reason, giver = _reason(why), _giver(scope, by, now)
    (row,) = _locked(giver, [grant_id])
    if row.ended_on is not None:
        raise NoSuchGrant
    asked = replace(wanted(row), valid_from=max(row.valid_from, giver.on), valid_to=valid_to)
    if not _may_give(giver, asked):
        raise MayNotGive
    if row.valid_to != valid_to:
        row.valid_to, row.why = valid_to, reason
        row.save(update_fields=["valid_to", "why"])
        _record("changed", row, by=by, now=now, valid_to=valid_to.isoformat() if valid_to else "")
        _tell(row.account, "access_changed", row.unit, now)


def _reason(why: str) -> str:
    """Return a reason as it is kept. Raises ReasonMissing."""
    if not why.strip():
        raise ReasonMissing
    return why.strip()


def _giver(scope: Scope, by: Actor, now: datetime) -> Reader:
    """Return what the one who acts may give. Their own grants are locked: one that is ended meanwhile gives nothing."""
    on = in_oslo(now).date()
    own = Grant.objects.of_unit(scope.unit).filter(account_id=by.id, role="user_administrator")
    list(own.select_for_update(of=("self",)))
    return queries.reader_of(scope, by.id, on=on)


def _may_give(giver: Reader, asked: Wanted) -> bool:
    above = giver.lattice.above(asked.unit)
    return giver.reaches(asked.unit) and rules.may_give(giver.account_id, giver.held, asked, above, on=giver.on)


def _locked(giver: Reader, grant_ids: Collection[UUID]) -> list[Grant]:
    """Return the grants, locked. Raises NoSuchGrant where one is missing or not the giver's to change."""
    found = Grant.objects.select_for_update(of=("self",)).select_related("account").filter(pk__in=list(grant_ids))
    rows = list(found.order_by("pk"))
    if not rows or len(rows) != len(set(grant_ids)) or not all(giver.may_end(row) for row in rows):
        raise NoSuchGrant
    return rows


def _record(what: str, row: Grant, *, by: Actor, now: datetime, **more: str) -> None:
    audit.record(
        f"access.grant.{what}",
        by=by,
        now=now,
        about=f"account:{row.account_id}",
        scope=row.unit.key,
        roles=[row.role],
        **more,
    )


def _tell(account: Account, kind: str, unit: Unit, now: datetime) -> None:
    """Write to whom it concerns; an office's one-time sign-in has no address."""
    if account.is_personal:
        letters.post(account, kind, unit=unit.key, now=now)


def _tell_above(giver: Reader, unit: Unit, *, but: Account, now: datetime) -> None:
    """Tell the nearest above who administer users, but neither the one it concerns nor the giver (M10)."""
    for upper in giver.lattice.above(unit)[1:]:
        there = Grant.objects.of_unit(upper).filter(
            role="user_administrator", account__email__isnull=False, account__is_active=True
        )
        ids = set(there.on(giver.on).values_list("account_id", flat=True)) - {but.pk}
        for account in Account.objects.filter(pk__in=ids).exclude(pk=giver.account_id):
            letters.post(account, "administrator_given", unit=unit.key, now=now)
        if ids:
            return
