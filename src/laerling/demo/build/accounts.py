"""Who can sign in to the demo: the directorate, a county that has not begun, one that has, and an office."""

import hmac
from base64 import b32encode
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.conf import settings

from laerling.access import actions as access
from laerling.access.policy import Role
from laerling.access.rules import needs_second_factor
from laerling.demo.sign_ins import SignIn
from laerling.kernel.types import SYSTEM
from laerling.organisations import queries as organisations
from laerling.portals.signin import factors

# Vestland has not begun: its first dispatch is for whoever tries the demo to order.
NOT_BEGUN: Final = "46"
BEGUN: Final = "11"
# What a password is put together from: easy to type on any keyboard.
_WORDS: Final = (
    *("ekorn", "humle", "lerke", "lyng", "mose", "oter", "regn", "rogn", "skog", "skum", "sommer", "spurv", "storm"),
    *("svale", "terne", "trane", "ugle", "vinter", "furu", "bjerk", "elv", "fjell", "granitt", "havn", "isfjord"),
    *("jekt", "kvist", "nepe", "pors", "reinlav", "seter", "tiur"),
)
_N_WORDS: Final = 4
# As long as an app's secret is made (20 bytes).
_SECRET_BYTES: Final = 20


@dataclass(frozen=True, slots=True)
class _Wanted:
    """An account to make: whom it stands for, and for which unit."""

    role: Role
    unit_code: str
    unit: str
    email: str
    name: str
    written_form: str
    why: str = "gitt av Utdanningsdirektoratet"


def make_accounts(*, office: str, year: int, now: datetime) -> tuple[SignIn, ...]:
    """Make the demo's accounts with their grants and return how to sign in; again, it returns the same.

    `office` is the organisation number of the training office that gets one.
    """
    return tuple(_make(wanted, since=date(year, 8, 1), now=now) for wanted in _wanted(office))


def _wanted(office: str) -> tuple[_Wanted, ...]:
    found = organisations.office(office)
    not_begun, begun = (organisations.county_name(code) for code in (NOT_BEGUN, BEGUN))
    return (
        _Wanted("directorate", "", "Utdanningsdirektoratet", "direktoratet@eksempel.no", "Tiril Granli", "nb"),
        _Wanted("county", NOT_BEGUN, not_begun, "vestland@eksempel.no", "Ragnhild Tokvam", "nn"),
        _Wanted("county", BEGUN, begun, "rogaland@eksempel.no", "Ahmed Salte", "nb"),
        _Wanted(
            "office",
            office,
            found.name if found else office,
            "kontor@eksempel.no",
            "Zofia Hauge",
            "nn",
            f"gitt av {not_begun} fylkeskommune",
        ),
    )


def _make(wanted: _Wanted, *, since: date, now: datetime) -> SignIn:
    password = _password(wanted.email)
    account = access.create_account(
        email=wanted.email,
        name=wanted.name,
        password=password,
        written_form=wanted.written_form,
        by=SYSTEM,
        now=now,
    )
    access.grant(
        account=account,
        role=wanted.role,
        unit_code=wanted.unit_code,
        valid_from=since,
        why=wanted.why,
        by=SYSTEM,
        now=now,
    )
    secret = _secret(wanted.email) if needs_second_factor([wanted.role]) else ""
    if secret:
        factors.enrol_app(account=account, secret=secret)
    return SignIn(wanted.role, wanted.unit, wanted.email, password, secret)


def _password(email: str) -> str:
    """Make a password from the home's own secret: another in every home, the same when a build goes on."""
    digest = hmac.digest(settings.SECRET_KEY.encode(), f"demo {email}".encode(), "sha256")
    words = "-".join(_WORDS[byte % len(_WORDS)] for byte in digest[:_N_WORDS])
    return f"{words}-{digest[_N_WORDS] % 90 + 10}"


def _secret(email: str) -> str:
    """Make what an app for one-time codes would hold, in the same way."""
    digest = hmac.digest(settings.SECRET_KEY.encode(), f"demo app {email}".encode(), "sha256")
    return b32encode(digest[:_SECRET_BYTES]).decode()
