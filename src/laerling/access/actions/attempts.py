"""Counting mistakes at the door, so that guessing is slow and nobody can lock anybody else out.

Mistakes are counted for an address from one network, for a network, and for an address from anywhere. A browser that
has signed in to the account before is counted by itself: strangers' mistakes do not keep it out. Nor do they keep
anybody from a new password by mail, and the browser that follows such a link is known from then on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from laerling.access import rules
from laerling.access.models import Account, FailedSignIn, ResetRequest
from laerling.access.tokens import counted_as
from laerling.audit import actions as audit
from laerling.kernel.types import Actor

_DOOR = Actor("system", "signin")


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at the door: user name, network ("203.0.113.0"), and the browser's own id where the account knows it.

    Without user name it is somebody asking for a letter, which is counted for the network alone.
    """

    user_name: str
    network: str
    browser: str = ""

    def counters(self) -> tuple[tuple[rules.Kind, str], ...]:
        """Return what this try is counted under: kind and name, always in the same order."""
        name, key = self.user_name.strip().lower(), settings.LINKS_KEY
        if not name:
            return (("network", counted_as(key, "letters", self.network)),)
        if self.browser:
            return (("browser", counted_as(key, "browser", name, self.browser)),)
        return (
            ("address", counted_as(key, "address", name)),
            ("network", counted_as(key, "network", self.network)),
            ("pair", counted_as(key, "pair", name, self.network)),
        )


@transaction.atomic
def begin(attempt: Attempt, *, now: datetime) -> bool:
    """Count a try before the password is looked at, and return whether it may be looked at at all.

    Counted first, so that fifty tries at once are fifty. One that comes too soon is not counted: a stranger who goes
    on and on makes nobody wait longer.
    """
    counters = {key: kind for kind, key in attempt.counters()}
    rows = {row.key: row for row in _locked(tuple(counters), now)}
    if any(rules.must_wait(counters[key], row.n_mistakes, row.last_at, now=now) for key, row in rows.items()):
        return False
    for row in rows.values():
        is_old = not row.last_at <= now < row.last_at + rules.FORGOTTEN_AFTER
        row.n_mistakes = 1 if is_old else row.n_mistakes + 1
        row.last_at = now
    FailedSignIn.objects.bulk_update(rows.values(), ["n_mistakes", "last_at"])
    return True


@transaction.atomic
def succeeded(attempt: Attempt) -> None:
    """Take the count of a try back: it was no mistake. The pair and the browser begin anew."""
    for kind, key in attempt.counters():
        if kind in {"pair", "browser"}:
            FailedSignIn.objects.filter(key=key).delete()
        else:
            row = FailedSignIn.objects.select_for_update().filter(key=key).first()
            if row is not None:
                row.n_mistakes = max(row.n_mistakes - 1, 0)
                row.save(update_fields=["n_mistakes"])


@transaction.atomic
def record_failure(attempt: Attempt, *, how: str, now: datetime) -> None:
    """Write down that somebody failed to sign in; by account where there is one, never by address. `how`: "password"."""
    found = Account.objects.filter(email=attempt.user_name.strip().lower()).values_list("pk", flat=True).first()
    audit.record("access.signin.failed", by=_DOOR, now=now, about=f"account:{found}" if found else "", how=how)


@transaction.atomic
def record_sign_in(*, account: Account, how: Sequence[str], now: datetime) -> None:
    """Write down that somebody signed in, and with what: "password", "totp", "webauthn", "door"."""
    audit.record(
        "access.signin.done", by=Actor.person(account.pk), now=now, about=f"account:{account.pk}", how=list(how)
    )


@transaction.atomic
def tidy(*, now: datetime) -> int:
    """Forget mistakes of more than a day ago and addresses nobody looked up; return how many rows went."""
    before = now - timedelta(days=1)
    n_mistakes, _each = FailedSignIn.objects.filter(last_at__lt=before).delete()
    n_requests, _each = ResetRequest.objects.filter(asked_at__lt=before).delete()
    return n_mistakes + n_requests


def _locked(keys: Sequence[str], now: datetime) -> list[FailedSignIn]:
    """Return the counters, made where they are missing, locked in the same order by everybody."""
    FailedSignIn.objects.bulk_create(
        (FailedSignIn(key=key, n_mistakes=0, last_at=now) for key in sorted(keys)), ignore_conflicts=True
    )
    return list(FailedSignIn.objects.select_for_update().filter(key__in=keys).order_by("key"))
