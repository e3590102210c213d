"""Which findings an address asks for. Everything chosen stands in the address, so that it can be sent to a colleague."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from laerling.access.types import Scope
from laerling.organisations import queries as organisations
from laerling.portals.checking.words import FINDINGS, REGISTERS, SEVERITIES, STATES
from laerling.register.queries import FindingFilter

_LONGEST_SEARCH: Final = 80
_MINE: Final = "meg"
_ORGNR_LENGTH: Final = 9
# What `FindingFilter.office` calls apprentices without office.
WITHOUT_OFFICE: Final = "none"


@dataclass(frozen=True, slots=True)
class Choice:
    """What is asked for: on whose behalf, which findings, and the parameters of the address that said so.

    `scope` is one's own, or for the Directorate the county of `?fylke=`. `asked` holds only what was understood.
    """

    scope: Scope
    chosen: FindingFilter
    asked: Mapping[str, str]

    @property
    def query(self) -> str:
        """The address's parameters again, "?feil=email_missing&status=new"; empty where nothing is chosen."""
        return query(self.asked)

    @property
    def narrows(self) -> bool:
        """Whether anything but the county is chosen."""
        return bool(set(self.asked) - {"fylke"})


def query(parameters: Mapping[str, str]) -> str:
    """Return parameters as the tail of an address; empty ones are left out."""
    given = {name: value for name, value in parameters.items() if value}
    return f"?{urlencode(given)}" if given else ""


def read(given: Mapping[str, str], scope: Scope, *, account_id: str) -> Choice:
    """Return what the parameters of an address ask for; those that mean nothing are passed over."""
    asked = {
        "fylke": _county(given.get("fylke", ""), scope),
        "feil": _one_of(FINDINGS, given.get("feil", "")),
        "alvor": _one_of(SEVERITIES, given.get("alvor", "")),
        "status": _one_of(STATES, given.get("status", "")),
        "register": _one_of(REGISTERS, given.get("register", "")),
        "kontor": _office(given.get("kontor", "")),
        "hos": _person(given.get("hos", "")),
        # PostgreSQL has no place for a zero character in a text.
        "sok": given.get("sok", "").replace("\x00", "").strip()[:_LONGEST_SEARCH],
    }
    is_closed = asked["status"] == "closed"
    chosen = FindingFilter(
        kind=asked["feil"],
        severity=asked["alvor"],
        status="" if is_closed else asked["status"],
        register=asked["register"],
        office=asked["kontor"],
        assigned=account_id if asked["hos"] == _MINE else asked["hos"],
        search=asked["sok"],
        closed=is_closed,
    )
    return Choice(narrowed(scope, asked["fylke"]), chosen, {name: value for name, value in asked.items() if value})


def narrowed(scope: Scope, county: str) -> Scope:
    """Return the Directorate's scope for one county only; the scope itself without one. For reading, never for mending."""
    if not county:
        return scope
    return replace(scope, unit_kind="county", unit_code=county, unit_name=organisations.county_authority(county))


def _county(code: str, scope: Scope) -> str:
    """Return the county that is asked for, where one may choose: the nation has them all, others only their own."""
    return code if scope.is_national and code in organisations.all_county_codes() else ""


def _one_of(known: Mapping[str, object], code: str) -> str:
    return code if code in known else ""


def _office(number: str) -> str:
    is_number = number.isascii() and number.isdigit() and len(number) == _ORGNR_LENGTH
    return number if is_number or number == WITHOUT_OFFICE else ""


def _person(whom: str) -> str:
    if whom == _MINE:
        return whom
    try:
        return str(UUID(whom))
    except ValueError:
        return ""
