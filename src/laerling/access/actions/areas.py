"""A county's way into its area over SFTP: one password at a time, keys, closing and opening again (M6)."""

import uuid
from datetime import datetime
from typing import Any, Literal

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from laerling.access.models import AreaKey, AreaLogin
from laerling.access.rules import area_password
from laerling.access.types import Scope
from laerling.audit import actions as audit
from laerling.kernel.errors import Refusal
from laerling.kernel.types import Actor

# More keys than any county has machines that fetch; a list people can still look over.
MOST_KEYS = 10

Happening = Literal["entered", "refused", "fetched", "left"]


class NoArea(Refusal):
    """Only counties have an area."""

    code = "no_area"
    status = 404
    sentence = _("Only county authorities have an area for files.")


class UnusableKey(Refusal):
    """A text that is no public key, or a key too weak."""

    code = "unusable_key"
    status = 422
    sentence = _(
        "This is not a public key we can use. Paste one line that begins with ssh-ed25519, ecdsa-sha2 or ssh-rsa. "
        "RSA keys must have at least 3072 bits."
    )


class TooManyKeys(Refusal):
    """As many keys as an area may have."""

    code = "too_many_keys"
    sentence = _("An area has at most %(most)s keys. Remove one that is no longer in use.")


class NoSuchKey(Refusal):
    """No key of that id in the unit's own area."""

    code = "no_such_key"
    status = 404
    sentence = _("There is no such key.")


@transaction.atomic
def make_area_password(*, scope: Scope, written_form: str, by: Actor, now: datetime) -> str:
    """Give the county a new password and return it: the only time anybody can read it. The old one stops at once.

    Sessions opened with the old one end within seconds. A closed area is opened again. Raises NoArea.
    """
    login = _locked(scope)
    password = area_password()
    login.password_hash = make_password(password)
    login.password_id = uuid.uuid4()
    login.password_set_at = now
    login.closed_at = None
    login.written_form = written_form if written_form in {"nb", "nn"} else "nb"
    login.save()
    _record("password_made", scope, by=by, now=now)
    return password


@transaction.atomic
def take_area_password(*, scope: Scope, by: Actor, now: datetime) -> None:
    """Take the password away; keys go on working. Nothing happens where there is none. Raises NoArea."""
    login = _locked(scope)
    if login.password_id is not None:
        _forget_password(login)
        login.save()
        _record("password_taken", scope, by=by, now=now)


@transaction.atomic
def close_area(*, scope: Scope, by: Actor, now: datetime) -> None:
    """Let nobody in any more, by password or key; the password is forgotten, the keys wait. Raises NoArea."""
    login = _locked(scope)
    if login.closed_at is None:
        _forget_password(login)
        login.closed_at = now
        login.save()
        _record("closed", scope, by=by, now=now)


@transaction.atomic
def open_area(*, scope: Scope, by: Actor, now: datetime) -> None:
    """Let the keys in again after `close_area`; a password is made anew. Raises NoArea."""
    login = _locked(scope)
    if login.closed_at is not None:
        login.closed_at = None
        login.save()
        _record("opened", scope, by=by, now=now)


@transaction.atomic
def add_area_key(*, scope: Scope, public: str, label: str, by: Actor, now: datetime) -> str:
    """Let a public key in, and return its fingerprint. The same key again is the same line, with the newer label.

    Raises NoArea, UnusableKey and TooManyKeys.
    """
    from laerling.access.keys import NotAKey, read_public_key  # noqa: PLC0415  heavy, and few processes read keys

    login = _locked(scope)
    try:
        key = read_public_key(public)
    except NotAKey as fault:
        raise UnusableKey from fault
    others = AreaKey.objects.filter(login=login, removed_at=None).exclude(fingerprint=key.fingerprint)
    if others.count() >= MOST_KEYS:
        raise TooManyKeys(most=MOST_KEYS)
    AreaKey.objects.update_or_create(
        login=login,
        fingerprint=key.fingerprint,
        defaults={
            # A key that was taken out and is let in again must not wake sessions of before.
            "credential": uuid.uuid4(),
            "label": label,
            "algorithm": key.algorithm,
            "public": key.public,
            "added_at": now,
            "removed_at": None,
        },
    )
    _record("key_added", scope, by=by, now=now, fingerprint=key.fingerprint)
    return key.fingerprint


@transaction.atomic
def remove_area_key(*, scope: Scope, key_id: uuid.UUID, by: Actor, now: datetime) -> None:
    """Let a key in no more; sessions it opened end within seconds. Raises NoArea and NoSuchKey."""
    key = _key(scope, key_id)
    if key.removed_at is None:
        key.removed_at = now
        key.save()
        _record("key_removed", scope, by=by, now=now, fingerprint=key.fingerprint)


@transaction.atomic
def put_back_area_key(*, scope: Scope, key_id: uuid.UUID, by: Actor, now: datetime) -> None:
    """Let a removed key in again: the undo of `remove_area_key`. Raises NoArea, NoSuchKey and TooManyKeys."""
    key = _key(scope, key_id)
    if key.removed_at is not None:
        if AreaKey.objects.filter(login=key.login, removed_at=None).count() >= MOST_KEYS:
            raise TooManyKeys(most=MOST_KEYS)
        key.removed_at, key.credential = None, uuid.uuid4()
        key.save()
        _record("key_put_back", scope, by=by, now=now, fingerprint=key.fingerprint)


@transaction.atomic
def note_area(happening: Happening, *, county_code: str, by: Actor, now: datetime, **details: Any) -> None:
    """Write down what happened at the door of an area; `county_code` is empty where nobody has such a user name.

    Details are counts, ways in and the names of our own files: never an address, a user name tried, or a file's
    name that somebody else chose.
    """
    scope = f"county:{county_code}" if county_code else ""
    audit.record(f"access.area.{happening}", by=by, now=now, about=f"area:{county_code}", scope=scope, **details)


def _locked(scope: Scope) -> AreaLogin:
    """Return the county's login, held until the transaction ends; one is made where there is none."""
    if scope.unit_kind != "county":
        raise NoArea
    AreaLogin.objects.get_or_create(county_id=scope.unit_code)
    return AreaLogin.objects.select_for_update().get(county_id=scope.unit_code)


def _key(scope: Scope, key_id: uuid.UUID) -> AreaKey:
    login = _locked(scope)
    key = AreaKey.objects.filter(login=login, id=key_id).first()
    if key is None:
        raise NoSuchKey
    return key


def _forget_password(login: AreaLogin) -> None:
    login.password_hash, login.password_id, login.password_set_at = "", None, None


def _record(what: str, scope: Scope, *, by: Actor, now: datetime, **details: Any) -> None:
    audit.record(f"access.area.{what}", by=by, now=now, about=f"area:{scope.unit_code}", scope=scope.key, **details)
