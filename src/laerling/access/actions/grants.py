"""Changes to grants."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from laerling.access.actions.accounts import end_sessions
from laerling.access.models import Account, Grant
from laerling.access.policy import Role
from laerling.access.types import UNIT_OF_ROLE
from laerling.audit import actions as audit
from laerling.kernel.errors import Refusal
from laerling.kernel.types import Actor
from laerling.organisations import queries as organisations


class UnknownUnit(Refusal):
    """The unit of a grant does not exist."""

    code = "unknown_unit"
    sentence = _("There is no such county or training office.")


@transaction.atomic
def grant(
    *,
    account: Account,
    role: Role,
    unit_code: str,
    valid_from: date,
    valid_to: date | None = None,
    why: str,
    by: Actor,
    now: datetime,
) -> Grant:
    """Give a person a role for a unit. Giving the same grant twice changes nothing. Raises UnknownUnit.

    Every session of the person ends: the next one begins with the new role, and with what it asks of a sign-in.
    """
    kind = UNIT_OF_ROLE[role]
    if kind == "county" and unit_code not in organisations.all_county_codes():
        raise UnknownUnit
    if kind == "office" and organisations.office(unit_code) is None:
        raise UnknownUnit
    given, made = Grant.objects.get_or_create(
        account=account,
        role=role,
        unit_code="" if kind == "nation" else unit_code,
        valid_from=valid_from,
        defaults={"valid_to": valid_to, "given_by": by.id, "why": why},
    )
    if made:
        audit.record("access.grant.given", by=by, now=now, about=f"grant:{given.id}", scope=f"{kind}:{unit_code}")
        end_sessions(account=account, why="role", by=by, now=now)
    return given
