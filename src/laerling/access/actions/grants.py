"""Giving tasks for a unit, without asking who gives: what the register's own people and other actions stand on."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from laerling.access import rules
from laerling.access.actions.accounts import end_sessions
from laerling.access.models import Account, Grant
from laerling.access.policy import ALL_TASKS
from laerling.access.types import Role, Unit, UnitKind
from laerling.audit import actions as audit
from laerling.kernel.errors import Refusal
from laerling.kernel.types import Actor
from laerling.organisations import queries as organisations


class UnknownUnit(Refusal):
    """The unit of a grant does not exist."""

    code = "unknown_unit"
    sentence = _("There is no such county or training office.")


class NotATask(Refusal):
    """No unit of this kind has the task."""

    code = "not_a_task"
    sentence = _("Choose at least one task, and only tasks that such a unit has.")


@transaction.atomic
def grant(  # noqa: PLR0913  each is a column of the grant
    *,
    account: Account,
    roles: Collection[Role],
    unit_kind: UnitKind,
    unit_code: str = "",
    gives: Collection[Role] | None = None,
    valid_from: date,
    valid_to: date | None = None,
    why: str,
    by: Actor,
    now: datetime,
) -> tuple[Grant, ...]:
    """Give a person tasks for a unit and return what was new. Raises UnknownUnit, NotATask.

    `gives` is what a user administrator may give on, all that such a unit can where it is not told. What the person has
    already, for as long, is not given again. Every session of the person ends: the next one begins with the new tasks,
    and with what they ask of a sign-in.
    """
    unit = Unit(unit_kind, unit_code)
    _check(unit, roles)
    given = rules.giveable(unit_kind) if gives is None else frozenset(gives)
    wanted = [_grant(account, unit, role, given, valid_from, valid_to) for role in sorted(roles)]
    # Two do not give the same person anything at once.
    Account.objects.select_for_update().get(pk=account.pk)
    new = [one for one in wanted if not _is_covered(one)]
    for one in new:
        one.given_by, one.why = by.id, why
    Grant.objects.bulk_create(new)
    if new:
        audit.record(
            "access.grant.given",
            by=by,
            now=now,
            about=f"account:{account.pk}",
            scope=unit.key,
            roles=[one.role for one in new],
        )
        end_sessions(account=account, why="role", by=by, now=now)
    return tuple(new)


def _grant(
    account: Account, unit: Unit, role: Role, gives: frozenset[Role], valid_from: date, valid_to: date | None
) -> Grant:
    return Grant(
        account=account,
        role=role,
        unit_kind=unit.kind,
        unit_code=unit.code,
        gives=sorted(gives) if role == "user_administrator" else [],
        valid_from=valid_from,
        valid_to=valid_to,
    )


def _check(unit: Unit, roles: Collection[Role]) -> None:
    known = {
        "nation": lambda: unit.code == "",
        "governor": lambda: unit.code in organisations.governor_names(),
        "county": lambda: unit.code in organisations.all_county_codes(),
        "office": lambda: organisations.office(unit.code) is not None,
    }
    if not known[unit.kind]():
        raise UnknownUnit
    if not roles or not frozenset(roles) <= ALL_TASKS[unit.kind]:
        raise NotATask


def _is_covered(wanted: Grant) -> bool:
    """Return whether the person has it already, for as long, by a grant that nobody has ended."""
    lasting = Q(valid_to=None) if wanted.valid_to is None else Q(valid_to=None) | Q(valid_to__gte=wanted.valid_to)
    covering = Grant.objects.of_unit(wanted.unit).filter(
        lasting, account=wanted.account, role=wanted.role, ended_on=None, valid_from__lte=wanted.valid_from
    )
    return any(set(wanted.gives) <= set(one.gives) for one in covering)
