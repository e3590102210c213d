"""What django-allauth tells when second factors change: written down, told to the owner, every other session ended."""

from typing import Any

from allauth.mfa import signals
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest

from laerling.access import actions as access
from laerling.access.models import Account
from laerling.kernel import clock
from laerling.kernel.types import Actor


def connect() -> None:
    """Begin to listen."""
    signals.authenticator_added.connect(_added, dispatch_uid="laerling.signin.added")
    signals.authenticator_removed.connect(_removed, dispatch_uid="laerling.signin.removed")
    signals.authenticator_reset.connect(_renewed, dispatch_uid="laerling.signin.renewed")


def _added(request: HttpRequest, user: Account, authenticator: Any, **_given: Any) -> None:
    _changed(request, user, "added", authenticator.type)


def _removed(request: HttpRequest, user: Account, authenticator: Any, **_given: Any) -> None:
    _changed(request, user, "removed", authenticator.type)


def _renewed(request: HttpRequest, user: Account, authenticator: Any, **_given: Any) -> None:
    _changed(request, user, "renewed", authenticator.type)


def _changed(request: HttpRequest, account: Account, what: str, kind: str) -> None:
    access.change_second_factor(account=account, what=what, kind=kind, by=Actor.person(account.pk), now=clock.now())
    # The session in which it was done goes on, under a new key.
    update_session_auth_hash(request, account)
