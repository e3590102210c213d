"""What the area's page shows: how to get in, what happened lately, and all counties side by side."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from laerling.access import queries as access
from laerling.access.keys import host_fingerprint
from laerling.access.queries import Area
from laerling.access.types import Scope
from laerling.audit import queries as audit
from laerling.audit.queries import EventRow
from laerling.kernel.clock import in_oslo
from laerling.organisations import queries as organisations
from laerling.register.receipts import queries as kept
from laerling.register.receipts.queries import ReceiptRow

_LATELY: Final = 12
_ENTERED: Final = "access.area.entered"
_HAPPENED: Final[dict[str, str | Promise]] = {
    _ENTERED: _("Signed in"),
    "access.area.refused": _("Not let in"),
    "access.area.fetched": _("Fetched a file"),
    "register.receipt.handed_in": _("Handed in a receipt"),
    "access.area.password_made": _("A new password was made"),
    "access.area.password_taken": _("The password was taken away"),
    "access.area.key_added": _("A key was added"),
    "access.area.key_removed": _("A key was removed"),
    "access.area.key_put_back": _("A key was put back"),
    "access.area.closed": _("The area was closed"),
    "access.area.opened": _("The area was opened"),
}
_WAYS: Final[dict[str, str | Promise]] = {"password": _("with the password"), "key": _("with a key")}
_WHY_NOT: Final[dict[str, str | Promise]] = {
    "password": _("wrong password"),
    "waiting": _("too many wrong passwords from one place"),
    "key": _("unknown key"),
    "sessions": _("too many sessions at once"),
}


@dataclass(frozen=True, slots=True)
class Server:
    """Where the areas are served, and the fingerprint by which programs know the server; empty before it has run."""

    host: str
    port: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened in an area, in words."""

    at: datetime
    what: str
    note: str


@dataclass(frozen=True, slots=True)
class CountyLine:
    """One county's area as the Directorate sees it: its state, never its secrets."""

    name: str
    area: Area
    last_entered_at: datetime | None
    n_receipts: int


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """A receipt in a list: its size as people say it, and whose it is."""

    receipt: ReceiptRow
    size: str
    county: str


def receipt_lines(receipts: Iterable[ReceiptRow]) -> list[ReceiptLine]:
    """Return receipts as lines of a list. One query."""
    names = organisations.county_names()
    return [ReceiptLine(row, _size(row.n_bytes), names.get(row.county_code, row.county_code)) for row in receipts]


def server() -> Server:
    """Return where clients connect, from the settings, and the server's fingerprint."""
    return Server(settings.SFTP_HOST, settings.SFTP_PORT, host_fingerprint(settings.HOME))


def lately(scope: Scope) -> tuple[Happening, ...]:
    """Return what happened in the county's area, the newest first."""
    return tuple(
        Happening(event.at, str(_HAPPENED[event.what]), _note(event))
        for event in audit.latest(scope.key, _HAPPENED.keys(), most=_LATELY)
    )


def side_by_side(round_year: int, now: datetime) -> tuple[CountyLine, ...]:
    """Return the areas of the counties there are now, by the counties' codes. A handful of queries."""
    counties = organisations.counties_on(in_oslo(now).date())
    entered = audit.last_times(_ENTERED, [f"county:{county.code}" for county in counties])
    receipts = kept.receipt_counts(round_year)
    areas = access.areas([county.code for county in counties])
    return tuple(
        CountyLine(county.name, area, entered.get(f"county:{county.code}"), receipts.get(county.code, 0))
        for county, area in zip(counties, areas, strict=True)
    )


def _note(event: EventRow) -> str:
    note = _NOTES.get(event.what)
    return note(event.details) if note else ""


def _size(n_bytes: int) -> str:
    return f"{number_format(max(1, round(n_bytes / 1024)))} kB"


_NOTES: Final[dict[str, Callable[[Any], str]]] = {
    _ENTERED: lambda details: str(_WAYS.get(details["way"], "")),
    "access.area.refused": lambda details: f"{details['n']} × {_WHY_NOT.get(details['why'], details['why'])}",
    "access.area.fetched": lambda details: details["file"],
    "register.receipt.handed_in": lambda details: _size(details["n_bytes"]),
}
