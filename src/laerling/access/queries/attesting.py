"""Questions about the yearly confirmation of who still belongs (M13)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from laerling.access.models import Attestation, Grant, GrantQuerySet
from laerling.access.queries.lattice import lattice
from laerling.access.queries.people import Person, Reader, _people
from laerling.access.rules import Asking, Lattice, asking
from laerling.access.types import Unit


def unconfirmed(year: Asking, *, on: date) -> GrantQuerySet:
    """Return the grants that hold on a day, were not given lately, and are not confirmed since the year's asking began.

    An office's one-time sign-in is nobody's, and runs out by itself.
    """
    since = Q(confirmed_on=None) | Q(confirmed_on__lt=year.asked_from)
    return Grant.objects.filter(since, valid_from__lt=year.new_from, account__email__isnull=False).on(on)


def to_confirm(by: Reader) -> tuple[Person, ...]:
    """Return whom the reader is asked to confirm: their unit's people, and one step below those nobody else can.

    One's own access is confirmed by a colleague who administers users too, or from above.
    """
    year = asking(by.on.year)
    rows = list(unconfirmed(year, on=by.on).select_related("account").order_by("account__name", "account_id", "role"))
    asked = asked_of(rows, by.lattice, on=by.on)
    mine = [row for row in rows if by.scope.unit in asked[row.id] and by.may_end(row)]
    return _people(by, mine)


def asked_of(rows: Iterable[Grant], units: Lattice, *, on: date) -> dict[UUID, tuple[Unit, ...]]:
    """Return, for each grant, the units whose administrators are asked to confirm it: the nearest that can. One query.

    The unit's own, where somebody else there may; else the nearest above where anybody may.
    """
    administrators: dict[Unit, set[tuple[str, frozenset[str]]]] = {}
    holding = Grant.objects.filter(role="user_administrator", account__is_active=True, account__email__isnull=False).on(
        on
    )
    for one in holding:
        administrators.setdefault(one.unit, set()).add((str(one.account_id), frozenset(one.gives)))
    return {
        row.id: tuple(
            unit
            for unit in units.above(row.unit)
            if any(
                account_id != str(row.account_id) and {row.role, *row.gives} <= gives
                for account_id, gives in administrators.get(unit, ())
            )
        )[:1]
        for row in rows
    }


def can_be_confirmed(rows: Iterable[Grant], *, on: date) -> dict[UUID, tuple[Unit, ...]]:
    """Return the same for the units of a day."""
    return asked_of(rows, lattice(on=on), on=on)


@dataclass(frozen=True, slots=True)
class AskingNow:
    """The year's confirmation: its days, whether it is being asked for, and whether it is over."""

    days: Asking
    is_open: bool
    is_over: bool


def asking_on(day: date) -> AskingNow:
    """Return how it stands with the year's confirmation. One query."""
    days = asking(day.year)
    row = Attestation.objects.filter(year=day.year).first()
    return AskingNow(days, days.is_open(day), row is not None and row.ended_at is not None)
