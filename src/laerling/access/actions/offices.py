"""Offices' one-time sign-ins: issued by the county, used once, ended at any time (M12)."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from laerling.access.actions import letters
from laerling.access.actions.accounts import create_account, end_sessions
from laerling.access.actions.grants import grant
from laerling.access.models import Account, OfficeSignIn
from laerling.access.policy import ALL_TASKS
from laerling.access.tokens import fingerprint, office_password
from laerling.access.types import Role, Scope
from laerling.audit import actions as audit
from laerling.kernel.clock import in_oslo
from laerling.kernel.errors import Refusal
from laerling.kernel.types import Actor
from laerling.organisations import queries as organisations

# What a county gives by letter holds for a year once somebody has made it their own; the county may end it before.
PERSONAL_FOR: Final = timedelta(days=365)
LONGEST: Final = timedelta(days=366)
# Whoever comes by a letter may do what the office does, but let nobody else in (M12).
WITHOUT_DELEGATION: Final[frozenset[Role]] = ALL_TASKS["office"] - {"user_administrator"}
_DIGITS: Final = 7


class NotYourOffice(Refusal):
    """The office is not situated in the county, or the sign-in is another county's."""

    code = "not_your_office"
    status = 404
    sentence = _("There is no such training office in your county.")


class NotAhead(Refusal):
    """The last day of a sign-in must lie ahead, and within the year."""

    code = "not_ahead"
    sentence = _("Choose a last day that lies ahead, and at most a year from now.")


class NotOneTime(Refusal):
    """Only who uses an office's one-time sign-in can turn it into an own account."""

    code = "not_one_time"
    sentence = _("You have your own account already.")


@dataclass(frozen=True, slots=True)
class Issued:
    """How many sign-ins were made, and their ids."""

    ids: tuple[UUID, ...]


@transaction.atomic
def issue(*, offices: Collection[str], valid_to: date, scope: Scope, by: Actor, now: datetime) -> Issued:
    """Make a user name and a one-time password for each of a county's training offices.

    `valid_to` is the first day they no longer work. What an office had and did not use ends. Raises NotYourOffice for
    an office situated elsewhere (M10), NotAhead.
    """
    situated = organisations.offices_situated_in(scope.unit_code) if scope.unit_kind == "county" else {}
    if not offices or not set(offices) <= situated.keys():
        raise NotYourOffice
    today = in_oslo(now).date()
    if not today < valid_to <= today + LONGEST:
        raise NotAhead
    OfficeSignIn.objects.filter(orgnr__in=offices, used_at=None, revoked_at=None).update(revoked_at=now)
    made = []
    for orgnr in sorted(offices):
        sign_in_id = uuid4()
        password = office_password(settings.LINKS_KEY, sign_in_id)
        made.append(
            OfficeSignIn(
                id=sign_in_id,
                orgnr=orgnr,
                county_code=scope.unit_code,
                user_name=_user_name(),
                password_hash=fingerprint(password),
                issued_by=by.id,
                issued_at=now,
                valid_to=valid_to,
            )
        )
    OfficeSignIn.objects.bulk_create(made)
    audit.record("access.office_sign_in.issued", by=by, now=now, scope=scope.key, n=len(made))
    return Issued(tuple(row.id for row in made))


@transaction.atomic
def revoke(*, sign_in_id: UUID, scope: Scope, by: Actor, now: datetime) -> None:
    """End a sign-in: unused it no longer works, used its sessions end. Raises NotYourOffice. Safe to repeat."""
    found = OfficeSignIn.objects.select_for_update(of=("self",)).select_related("account")
    sign_in = found.filter(pk=sign_in_id, county_code=scope.unit_code).first() if scope.unit_kind == "county" else None
    if sign_in is None:
        raise NotYourOffice
    if sign_in.revoked_at is None:
        _end(sign_in, by=by, now=now)
        audit.record("access.office_sign_in.revoked", by=by, now=now, about=f"office_sign_in:{sign_in_id}")


@transaction.atomic
def use(*, user_name: str, password: str, now: datetime) -> Account | None:
    """Spend a one-time password and return an account that sees its office only; None where the two do not fit.

    The account is nobody's own, ends with the sign-in, and has no password: nobody gets in with it again.
    """
    found = OfficeSignIn.objects.select_for_update()
    sign_in = found.filter(user_name=user_name.strip().lower(), password_hash=fingerprint(password)).first()
    today = in_oslo(now).date()
    if sign_in is None or sign_in.used_at or sign_in.revoked_at or today >= sign_in.valid_to:
        return None
    office = organisations.office(sign_in.orgnr)
    account = Account(name=office.name if office else sign_in.orgnr, valid_to=sign_in.valid_to)
    account.set_unusable_password()
    account.save()
    why = _given_by(sign_in)
    county = Actor("person", sign_in.issued_by)
    grant(
        account=account,
        roles=WITHOUT_DELEGATION,
        unit_kind="office",
        unit_code=sign_in.orgnr,
        valid_from=today,
        valid_to=sign_in.valid_to,
        why=why,
        by=county,
        now=now,
    )
    sign_in.used_at, sign_in.account = now, account
    sign_in.save(update_fields=["used_at", "account"])
    audit.record(
        "access.office_sign_in.used",
        by=Actor.person(account.id),
        now=now,
        about=f"office_sign_in:{sign_in.id}",
        scope=f"office:{sign_in.orgnr}",
    )
    return account


@transaction.atomic
def become_personal(*, account: Account, email: str, name: str, by: Actor, now: datetime) -> None:
    """Send a link that turns an office's one-time sign-in into somebody's own account. Raises NotOneTime.

    The link shows that the address is theirs. Until it is followed nothing changes.
    """
    sign_in = OfficeSignIn.objects.filter(account=account, revoked_at=None).first()
    if sign_in is None:
        raise NotOneTime
    own = create_account(email=email, name=name, password=None, written_form=account.written_form, by=by, now=now)
    letters.post(own, "personal", office=sign_in, now=now)
    audit.record("access.office_sign_in.personal_asked", by=by, now=now, about=f"office_sign_in:{sign_in.id}")


def hand_over(*, sign_in: OfficeSignIn, to: Account, by: Actor, now: datetime) -> None:
    """Give a person the access a sign-in had, for a year from today, and end the sign-in. Raises LinkSpent."""
    if sign_in.revoked_at is not None:
        raise letters.LinkSpent
    today = in_oslo(now).date()
    grant(
        account=to,
        roles=WITHOUT_DELEGATION,
        unit_kind="office",
        unit_code=sign_in.orgnr,
        valid_from=today,
        valid_to=today + PERSONAL_FOR,
        why=_given_by(sign_in),
        by=Actor("person", sign_in.issued_by),
        now=now,
    )
    _end(sign_in, by=by, now=now)
    OfficeSignIn.objects.filter(pk=sign_in.pk).update(handed_over_at=now)
    audit.record(
        "access.office_sign_in.became_personal",
        by=by,
        now=now,
        about=f"office_sign_in:{sign_in.id}",
        scope=f"office:{sign_in.orgnr}",
    )


def _end(sign_in: OfficeSignIn, *, by: Actor, now: datetime) -> None:
    OfficeSignIn.objects.filter(pk=sign_in.pk).update(revoked_at=now)
    if sign_in.account is not None:
        Account.objects.filter(pk=sign_in.account.pk).update(is_active=False)
        end_sessions(account=sign_in.account, why="revoked", by=by, now=now)


def _given_by(sign_in: OfficeSignIn) -> str:
    return f"engangspålogging gitt av {organisations.county_authority(sign_in.county_code)}"


def _user_name() -> str:
    """Return a user name: "k" and seven random digits. Two alike are ten million to one, and the table refuses them."""
    return f"k{secrets.randbelow(10**_DIGITS):0{_DIGITS}d}"
