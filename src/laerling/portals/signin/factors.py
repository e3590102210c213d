"""Second factors: which there are, enrolling one without a page, taking one away."""

from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.base.internal.flows import delete_and_cleanup
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.db import transaction
from django.http import HttpRequest

from laerling.access import actions as access
from laerling.access.models import Account
from laerling.kernel import clock
from laerling.kernel.types import Actor

REAL_KINDS = ("totp", "webauthn")


def kinds_of(account: Any) -> frozenset[str]:
    """Return the kinds of second factors an account has: "totp", "webauthn", "recovery_codes"."""
    return frozenset(Authenticator.objects.filter(user_id=account.pk).values_list("type", flat=True))


def of(account: Any) -> tuple[Authenticator, ...]:
    """Return an account's apps and passkeys, the oldest first."""
    return tuple(Authenticator.objects.filter(user_id=account.pk, type__in=REAL_KINDS).order_by("created_at", "pk"))


@transaction.atomic
def enrol_app(*, account: Account, secret: str) -> None:
    """Give an account an app's secret (base32) with recovery codes, where it has none: for a demo's accounts."""
    if "totp" not in kinds_of(account):
        TOTP.activate(account, secret)
        RecoveryCodes.activate(account)


def current_code(secret: str) -> str:
    """Return the code an app with this secret shows now."""
    step = int(clock.real_seconds()) // app_settings.TOTP_PERIOD
    return str(format_hotp_value(hotp_value(secret, step)))


def seconds_of_code() -> int:
    """Return for how many seconds more the code of the moment is shown."""
    return int(app_settings.TOTP_PERIOD - clock.real_seconds() % app_settings.TOTP_PERIOD)


@transaction.atomic
def remove(request: HttpRequest, authenticator: Authenticator) -> None:
    """Take an app or a passkey away; with the last of them go the recovery codes."""
    delete_and_cleanup(request, authenticator)


@transaction.atomic
def remove_all(*, account: Account, by: Actor) -> None:
    """Take every second factor from an account whose owner has lost them; its sessions end, and its owner is told.

    For whoever administers users. The person signs in with the password and sets up a new one before anything else.
    """
    n_removed, _each = Authenticator.objects.filter(user_id=account.pk).delete()
    if n_removed:
        access.change_second_factor(account=account, what="removed", kind="all", by=by, now=clock.now())


def has_name(request: HttpRequest) -> bool:
    """Return whether the site's address is a name; browsers make no passkeys for bare numbers."""
    host = request.get_host().rpartition(":")[0] or request.get_host()
    return not host.replace(".", "").isdigit() and not host.startswith("[")
