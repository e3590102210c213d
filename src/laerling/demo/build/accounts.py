"""Who can sign in to the demo, and their colleagues: from the directorate down to an office, with a dissolved county."""

import hmac
from base64 import b32encode
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django.conf import settings

from laerling.access import actions as access
from laerling.access import queries
from laerling.access.policy import ALL_TASKS
from laerling.access.rules import needs_second_factor
from laerling.access.types import NATION, Role, Unit
from laerling.demo.sign_ins import SignIn
from laerling.kernel.types import SYSTEM, Actor
from laerling.organisations import queries as organisations
from laerling.portals.signin import factors

# Vestland has not begun where the demo's clock starts by itself: its first dispatch is for whoever tries it to order.
NOT_BEGUN: Final = "46"
BEGUN: Final = "11"
# Østfold looks back on the years when it was a part of Viken.
SPLIT, WHOLE_BEFORE = Unit("county", "31"), Unit("county", "30")
GOVERNOR: Final = Unit("governor", "vestland")
# What a password is put together from: easy to type on any keyboard.
_WORDS: Final = (
    *("ekorn", "humle", "lerke", "lyng", "mose", "oter", "regn", "rogn", "skog", "skum", "sommer", "spurv", "storm"),
    *("svale", "terne", "trane", "ugle", "vinter", "furu", "bjerk", "elv", "fjell", "granitt", "havn", "isfjord"),
    *("jekt", "kvist", "nepe", "pors", "reinlav", "seter", "tiur"),
)
_N_WORDS: Final = 4
# As long as an app's secret is made (20 bytes).
_SECRET_BYTES: Final = 20


_BY_DIRECTORATE: Final = "gitt av Utdanningsdirektoratet"
_READING: Final[frozenset[Role]] = frozenset({"result_reader", "follow_up"})


@dataclass(frozen=True, slots=True)
class _Access:
    """Access to give: every task of the unit where no tasks are named. `years_ago` it began."""

    unit: Unit
    why: str = _BY_DIRECTORATE
    roles: frozenset[Role] = frozenset()
    until: date | None = None
    years_ago: int = 0


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A person to make, and what they have access to. Only some of them sign in in the demo."""

    email: str
    name: str
    written_form: str
    has: tuple[_Access, ...] = field(default=())


def make_accounts(*, office: str, year: int, now: datetime) -> tuple[SignIn, ...]:
    """Make the demo's people with their access and return how some sign in; again, it returns the same.

    `office` is the organisation number of the training office that gets one.
    """
    directorate, *others = _wanted(office, year)
    chief, first = _sign_in(directorate, year=year, by=SYSTEM, now=now)
    for colleague in _colleagues(office):
        _make(colleague, year=year, password=_password(colleague.email), by=chief, now=now)
    return (first, *(_sign_in(wanted, year=year, by=chief, now=now)[1] for wanted in others))


def _wanted(office: str, year: int) -> tuple[_Wanted, ...]:
    vestland, rogaland = (Unit("county", code) for code in (NOT_BEGUN, BEGUN))
    by_vestland = f"gitt av {organisations.county_authority(NOT_BEGUN)}"
    beside = min(set(organisations.offices_situated_in(NOT_BEGUN)) - {office}, default="")
    two = tuple(_Access(Unit("office", orgnr), by_vestland) for orgnr in (office, beside) if orgnr)
    viken = _Access(WHOLE_BEFORE, "Viken ble delt i 2024, og Østfold trenger årene før", _READING, date(year + 2, 1, 1))
    return (
        _Wanted("direktoratet@eksempel.no", "Tiril Granli", "nb", (_Access(NATION),)),
        _Wanted("vestland@eksempel.no", "Ragnhild Tokvam", "nn", (_Access(vestland),)),
        _Wanted("rogaland@eksempel.no", "Ahmed Salte", "nb", (_Access(rogaland),)),
        _Wanted("kontor@eksempel.no", "Zofia Hauge", "nn", (two[0],)),
        _Wanted("statsforvalter@eksempel.no", "Åse Vikøren", "nn", (_Access(GOVERNOR),)),
        _Wanted("ostfold@eksempel.no", "Even Solli", "nb", (_Access(SPLIT), viken)),
        _Wanted("to.kontor@eksempel.no", "Inger Moen", "nb", two),
    )


def _colleagues(office: str) -> tuple[_Wanted, ...]:
    """Return people who do not sign in in the demo, but whom somebody has to confirm in the autumn."""
    vestland = Unit("county", NOT_BEGUN)
    tasks: tuple[tuple[str, str, Unit, frozenset[Role], str], ...] = (
        ("bestiller@eksempel.no", "Torleif Bø", vestland, frozenset({"orderer"}), "sender ut undersøkelsen"),
        ("leser@eksempel.no", "Maryam Eide", vestland, _READING, "følger opp resultatene"),
        ("sluttet@eksempel.no", "Odd Lid", vestland, frozenset({"orderer", "support"}), "vikar i 2025"),
        ("kontor.to@eksempel.no", "Liv Aase", Unit("office", office), frozenset({"orderer"}), "kollega på kontoret"),
        ("hjelp@eksempel.no", "Jonas Lervik", NATION, frozenset({"support"}), "svarer på henvendelser"),
    )
    return tuple(
        _Wanted(email, name, "nb", (_Access(unit, why, roles, years_ago=1),)) for email, name, unit, roles, why in tasks
    )


def _sign_in(wanted: _Wanted, *, year: int, by: Actor, now: datetime) -> tuple[Actor, SignIn]:
    """Make somebody who signs in in the demo; return who they are when they act, and how they get in."""
    password = _password(wanted.email)
    kinds = {one.unit.kind for one in wanted.has}
    secret = _secret(wanted.email) if needs_second_factor(kinds) else ""
    who = _make(wanted, year=year, password=password, secret=secret, by=by, now=now)
    names = queries.unit_names(one.unit for one in wanted.has)
    units = " + ".join(names[one.unit] for one in wanted.has)
    return who, SignIn(wanted.has[0].unit.kind, units, wanted.email, password, secret)


def _make(wanted: _Wanted, *, year: int, password: str, secret: str = "", by: Actor, now: datetime) -> Actor:
    account = access.create_account(
        email=wanted.email,
        name=wanted.name,
        password=password,
        written_form=wanted.written_form,
        by=SYSTEM,
        now=now,
    )
    for one in wanted.has:
        access.grant(
            account=account,
            roles=one.roles or ALL_TASKS[one.unit.kind],
            unit_kind=one.unit.kind,
            unit_code=one.unit.code,
            valid_from=date(year - one.years_ago, 8, 1),
            valid_to=one.until,
            why=one.why,
            by=by,
            now=now,
        )
    if secret:
        factors.enrol_app(account=account, secret=secret)
    return Actor.person(account.pk)


def _password(email: str) -> str:
    """Make a password from the home's own secret: another in every home, the same when a build goes on."""
    digest = hmac.digest(settings.SECRET_KEY.encode(), f"demo {email}".encode(), "sha256")
    words = "-".join(_WORDS[byte % len(_WORDS)] for byte in digest[:_N_WORDS])
    return f"{words}-{digest[_N_WORDS] % 90 + 10}"


def _secret(email: str) -> str:
    """Make what an app for one-time codes would hold, in the same way."""
    digest = hmac.digest(settings.SECRET_KEY.encode(), f"demo app {email}".encode(), "sha256")
    return b32encode(digest[:_SECRET_BYTES]).decode()
