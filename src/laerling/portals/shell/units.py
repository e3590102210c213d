"""Which unit a person acts for now: kept in the session, checked against the grants on every request (M13)."""

from datetime import date

from django.http import HttpRequest

from laerling.access import queries as access
from laerling.access.models import Account
from laerling.access.types import Scope

SESSION_KEY = "unit"
# A link that says which unit it is for: "?for=county:46".
PARAMETER = "for"
_ON_REQUEST = "_laerling_scopes"


def scopes(request: HttpRequest, *, on: date) -> tuple[Scope, ...]:
    """Return the units the signed-in person may act for, asked once per request; empty when nobody is signed in."""
    known: tuple[Scope, ...] | None = getattr(request, _ON_REQUEST, None)
    if known is None:
        account = getattr(request, "user", None)
        known = access.scopes_of(account, on=on) if isinstance(account, Account) else ()
        setattr(request, _ON_REQUEST, known)
    return known


def chosen(request: HttpRequest, *, on: date) -> Scope | None:
    """Return the unit chosen in this session if the person still has it; the only one they have; or None."""
    available = scopes(request, on=on)
    wanted = request.session.get(SESSION_KEY)
    for scope in available:
        if scope.key == wanted:
            return scope
    return available[0] if len(available) == 1 else None


def lost(request: HttpRequest, *, on: date) -> bool:
    """Return whether the session names a unit that the person no longer has."""
    wanted = request.session.get(SESSION_KEY)
    return wanted is not None and wanted not in {scope.key for scope in scopes(request, on=on)}


def choose(request: HttpRequest, key: str, *, on: date) -> Scope | None:
    """Choose a unit for this session by its key; return it, or None where the person does not have it."""
    for scope in scopes(request, on=on):
        if scope.key == key:
            request.session[SESSION_KEY] = key
            return scope
    return None


def forget(request: HttpRequest) -> None:
    """Drop the session's choice."""
    request.session.pop(SESSION_KEY, None)
