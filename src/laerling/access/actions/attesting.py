"""The yearly confirmation of who still belongs (M13): asked for, reminded, and over."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from laerling.access import queries
from laerling.access.actions import letters
from laerling.access.actions.accounts import end_sessions
from laerling.access.actions.delegating import NoSuchGrant
from laerling.access.models import Account, Attestation, Grant
from laerling.access.rules import Asking, asking
from laerling.access.types import Scope, Unit
from laerling.audit import actions as audit
from laerling.kernel.clock import in_oslo
from laerling.kernel.types import Actor

_CLOCK = Actor("system", "access")
_NOT_CONFIRMED = "ikke bekreftet innen fristen"


@transaction.atomic
def confirm(*, account_ids: Collection[UUID], scope: Scope, by: Actor, now: datetime) -> int:
    """Confirm that people still belong, and return how many grants it concerned. Raises NoSuchGrant.

    Who is confirmed already is left as they are, so that it is safe to repeat.
    """
    on = in_oslo(now).date()
    reader = queries.reader_of(scope, by.id, on=on)
    rows = list(
        queries.unconfirmed(asking(on.year), on=on)
        .filter(account_id__in=list(account_ids))
        .select_for_update(of=("self",))
    )
    mine = [row for row in rows if reader.may_end(row)]
    if rows and not mine:
        raise NoSuchGrant
    Grant.objects.filter(pk__in=[row.pk for row in mine]).update(confirmed_on=on, confirmed_by=by.id)
    for unit in {row.unit for row in mine}:
        n_people = len({row.account_id for row in mine if row.unit == unit})
        audit.record("access.attestation.confirmed", by=by, now=now, scope=unit.key, n=n_people)
    return len(mine)


@transaction.atomic
def attest(*, now: datetime) -> None:
    """Do what this year's confirmation asks for now: ask, remind, or end what nobody confirmed. Safe to repeat.

    What is never asked for never ends: a system that was away in August ends nothing in September.
    """
    on = in_oslo(now).date()
    year = asking(on.year)
    if on < year.asked_from:
        return
    row = Attestation.objects.select_for_update().filter(year=year.year).first()
    if row is None and year.is_open(on):
        row, made = Attestation.objects.get_or_create(year=year.year, defaults={"asked_at": now})
        if made:
            _ask(year, kind="confirm_people", now=now)
            audit.record("access.attestation.asked", by=_CLOCK, now=now, year=year.year)
    elif row is not None and row.reminded_at is None and year.reminded_from <= on <= year.last_day:
        if in_oslo(row.asked_at).date() < year.reminded_from:
            _ask(year, kind="confirm_reminder", now=now)
        row.reminded_at = now
        row.save(update_fields=["reminded_at"])
    elif row is not None and row.ended_at is None and on >= year.ends_on:
        n_ended = _end_unconfirmed(year, now=now)
        row.ended_at = now
        row.save(update_fields=["ended_at"])
        audit.record("access.attestation.ended", by=_CLOCK, now=now, year=year.year, n=n_ended)


def _ask(year: Asking, *, kind: str, now: datetime) -> None:
    """Write to those who have somebody to confirm, once for each unit of theirs."""
    on = in_oslo(now).date()
    rows = list(queries.unconfirmed(year, on=on))
    units = {unit for unit in queries.can_be_confirmed(rows, on=on).values() if unit is not None}
    for unit in sorted(units):
        for account in _administrators(unit, now):
            letters.post(account, kind, unit=unit.key, now=now)


def _administrators(unit: Unit, now: datetime) -> Iterable[Account]:
    on = in_oslo(now).date()
    there = Grant.objects.of_unit(unit).filter(role="user_administrator", account__is_active=True).on(on)
    return Account.objects.filter(pk__in=there.values("account_id"), email__isnull=False)


def _end_unconfirmed(year: Asking, *, now: datetime) -> int:
    """End what nobody confirmed, but for what nobody could: the last one who administers the whole country's users."""
    on = in_oslo(now).date()
    rows = list(queries.unconfirmed(year, on=on).select_related("account").select_for_update(of=("self",)))
    asked = queries.can_be_confirmed(rows, on=on)
    ended = [row for row in rows if asked[row.id]]
    Grant.objects.filter(pk__in=[row.pk for row in ended]).update(
        ended_on=on, ended_by=_CLOCK.id, ended_why=_NOT_CONFIRMED
    )
    for account, unit in {(row.account, row.unit): None for row in ended}:
        audit.record("access.grant.ended", by=_CLOCK, now=now, about=f"account:{account.pk}", scope=unit.key)
        letters.post(account, "access_ended", unit=unit.key, now=now)
    for account in {row.account for row in ended}:
        end_sessions(account=account, why="role", by=_CLOCK, now=now)
    return len(ended)
