"""Changes to accounts."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from laerling.access.actions import letters
from laerling.access.models import Account, AccountLetter
from laerling.audit import actions as audit
from laerling.kernel.types import Actor


@transaction.atomic
def create_account(
    *, email: str, name: str, password: str | None, written_form: str = "nb", by: Actor, now: datetime
) -> Account:
    """Make a personal account, or return the one the address already has. Without password nobody can sign in."""
    account, made = Account.objects.get_or_create(
        email=email.strip().lower(), defaults={"name": name, "written_form": written_form}
    )
    if made:
        account.set_password(password)
        account.save()
        audit.record("access.account.created", by=by, now=now, about=f"account:{account.id}")
    return account


@transaction.atomic
def invite(*, email: str, name: str, written_form: str = "nb", by: Actor, now: datetime) -> Account:
    """Make a person's account where it is missing, and send a link to set the name and an own password (M11).

    The link holds seven days and works once; links sent before it end. Who has a password already gets no letter.
    """
    account = create_account(email=email, name=name, password=None, written_form=written_form, by=by, now=now)
    if not account.has_usable_password():
        letters.post(account, "invitation", now=now)
        audit.record("access.account.invited", by=by, now=now, about=f"account:{account.id}")
    return account


@transaction.atomic
def change_password(*, account: Account, password: str, by: Actor, now: datetime) -> None:
    """Give an account another password: links that were sent end, and so does every session."""
    kept = Account.objects.select_for_update().get(pk=account.pk)
    kept.set_password(password)
    kept.session_stamp += 1
    kept.save(update_fields=["password", "session_stamp"])
    account.password, account.session_stamp = kept.password, kept.session_stamp
    letters.end_links(kept, now=now)
    letters.post(kept, "password_changed", now=now)
    audit.record("access.password.changed", by=by, now=now, about=f"account:{kept.id}")


@transaction.atomic
def end_sessions(*, account: Account, why: str, by: Actor, now: datetime) -> None:
    """End every session of an account; `why` is a short code, "role" or "second_factor"."""
    Account.objects.filter(pk=account.pk).update(session_stamp=F("session_stamp") + 1)
    account.refresh_from_db(fields=["session_stamp"])
    audit.record("access.sessions.ended", by=by, now=now, about=f"account:{account.pk}", why=why)


@transaction.atomic
def change_second_factor(*, account: Account, what: str, kind: str, by: Actor, now: datetime) -> None:
    """Write down that a second factor was `added`, `removed` or `renewed`, tell its owner, and end every session.

    `kind` is "totp", "webauthn" or "recovery_codes". Recovery codes that come with the first factor tell nobody twice.
    """
    audit.record(f"access.factor.{what}", by=by, now=now, about=f"account:{account.pk}", kind=kind)
    if kind != "recovery_codes" or what == "renewed":
        letters.post(account, f"factor_{what}", now=now)
        end_sessions(account=account, why="second_factor", by=by, now=now)


@transaction.atomic
def connect_door(*, account: Account, door: str, by: Actor, now: datetime) -> None:
    """Write down that an account can be reached through another's sign-in, `door`, from now on, and tell its owner."""
    audit.record("access.door.connected", by=by, now=now, about=f"account:{account.pk}", door=door)
    letters.post(account, "door_connected", now=now)


@transaction.atomic
def limit_account(*, account: Account, valid_to: date | None, by: Actor, now: datetime) -> None:
    """Let an account hold until (and not including) a day, or without end."""
    changed = Account.objects.filter(pk=account.pk).exclude(valid_to=valid_to)
    if valid_to is None:
        changed = Account.objects.filter(pk=account.pk, valid_to__isnull=False)
    if changed.update(valid_to=valid_to):
        account.valid_to = valid_to
        until = valid_to.isoformat() if valid_to else ""
        audit.record("access.account.limited", by=by, now=now, about=f"account:{account.pk}", valid_to=until)


@transaction.atomic
def ask_for_new_email(*, account: Account, email: str, by: Actor, now: datetime) -> None:
    """Send a link to a new address. The account keeps the old one until somebody follows it, within an hour.

    An address that another account has gets no letter, and the asker is not told: whose it is, is nobody's business.
    """
    wanted = email.strip().lower()
    if not Account.objects.filter(email=wanted).exists():
        AccountLetter.objects.filter(account=account, kind="new_email", used_at=None).update(used_at=now)
        letters.post(account, "new_email", address=wanted, now=now)
    audit.record("access.email.asked", by=by, now=now, about=f"account:{account.pk}")
