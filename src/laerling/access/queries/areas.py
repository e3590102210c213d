"""Questions about who is let into which county's area."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password

from laerling.access.models import AreaKey, AreaLogin
from laerling.access.rules import area_user, county_of_user


@dataclass(frozen=True, slots=True)
class AreaKeyRow:
    """A public key of an area: who it is for in the county's own words, and since when; `removed_at` when it is out."""

    id: UUID
    label: str
    algorithm: str
    fingerprint: str
    added_at: datetime
    removed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Area:
    """How a county gets into its area. Without `password_set_at` there is no password; `keys` are those let in."""

    county_code: str
    user: str
    password_set_at: datetime | None
    closed_at: datetime | None
    keys: tuple[AreaKeyRow, ...]
    removed_keys: tuple[AreaKeyRow, ...]

    @property
    def is_open(self) -> bool:
        """Whether anybody can get in."""
        return self.closed_at is None and (self.password_set_at is not None or bool(self.keys))


@dataclass(frozen=True, slots=True)
class AreaEntry:
    """Somebody let into an area: the county, the language of its texts, and what ends the session when it is gone."""

    county_code: str
    written_form: str
    credential: UUID


def area(county_code: str) -> Area:
    """Return how a county gets into its area, whether or not it has begun."""
    return areas([county_code])[0]


def areas(county_codes: Collection[str]) -> tuple[Area, ...]:
    """Return how these counties get into their areas, in the order given. Two queries."""
    logins = {login.county_id: login for login in AreaLogin.objects.filter(county_id__in=county_codes)}
    keys: dict[str, list[AreaKeyRow]] = {}
    for key in AreaKey.objects.filter(login_id__in=logins).order_by("added_at", "id"):
        row = AreaKeyRow(key.id, key.label, key.algorithm, key.fingerprint, key.added_at, key.removed_at)
        keys.setdefault(key.login_id, []).append(row)
    return tuple(_area(code, logins.get(code), keys.get(code, [])) for code in county_codes)


def area_entry_by_password(user: str, password: str) -> AreaEntry | None:
    """Return whom a user name and password let in, or None. An unknown user takes as long as a wrong password."""
    login = _open_login(user)
    if login is None or login.password_id is None:
        make_password(password)
        return None
    if not check_password(password, login.password_hash):
        return None
    return AreaEntry(login.county_id, login.written_form, login.password_id)


def area_entry_by_key(user: str, fingerprint: str) -> AreaEntry | None:
    """Return whom a user name and a key, by its fingerprint, let in, or None."""
    login = _open_login(user)
    key = AreaKey.objects.filter(login=login, fingerprint=fingerprint, removed_at=None).first() if login else None
    return AreaEntry(login.county_id, login.written_form, key.credential) if login and key else None


def area_credentials(credentials: Collection[UUID]) -> frozenset[UUID]:
    """Return those of the credentials that still let somebody in: a session ends when its own is gone. Two queries."""
    still_open = AreaLogin.objects.filter(closed_at=None)
    passwords = still_open.filter(password_id__in=credentials).values_list("password_id", flat=True)
    keys = AreaKey.objects.filter(credential__in=credentials, removed_at=None, login__closed_at=None)
    return frozenset(one for one in (*passwords, *keys.values_list("credential", flat=True)) if one)


def _open_login(user: str) -> AreaLogin | None:
    return AreaLogin.objects.filter(county_id=county_of_user(user), closed_at=None).first()


def _area(code: str, login: AreaLogin | None, keys: list[AreaKeyRow]) -> Area:
    return Area(
        county_code=code,
        user=area_user(code),
        password_set_at=login.password_set_at if login else None,
        closed_at=login.closed_at if login else None,
        keys=tuple(key for key in keys if key.removed_at is None),
        removed_keys=tuple(key for key in keys if key.removed_at is not None),
    )
