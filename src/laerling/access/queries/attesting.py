"""Questions about the yearly confirmation of who still belongs (M13)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from django.db.models import Q

from laerling.access.models import Attestation, Grant, GrantQuerySet
from laerling.access.queries.lattice import lattice
from laerling.access.queries.people import Person, Reader, listed
from laerling.access.rules import Asking, Lattice, asking
from laerling.access.types import Unit


def unconfirmed(year: Asking, *, on: date) -> GrantQuerySet:
    """Return the grants that hold on a day, were not given lately, and are not confirmed since the year's asking began.

    An office's one-time sign-in is nobody's, and runs out by itself.
    """
    since = Q(confirmed_on=None) | Q(confirmed_on__lt=year.asked_from)
    return Grant.objects.filter(since, valid_from__lt=year.new_from, account__email__isnull=False).on(on)


def to_confirm(by: Reader) -> tuple[Person, ...]:
    """Return whom the reader is asked to confirm: their unit's people, and those below whom nobody nearer can.

    One's own access is confirmed by a colleague who administers users too, or from above. Four queries at most.
    """
    within = Q(unit_kind=by.scope.unit_kind, unit_code=by.scope.unit_code)
    for kind in ("governor", "county", "office"):
        within |= Q(unit_kind=kind, unit_code__in=[unit.code for unit in by.lattice.below(by.scope.unit, kind)])
    rows = list(unconfirmed(asking(by.on.year), on=by.on).filter(within).defer("why"))
    asked = asked_of(rows, by.lattice, on=by.on)
    mine = [row.id for row in rows if asked[row.id] == by.scope.unit and by.may_end(row)]
    found = Grant.objects.filter(pk__in=mine).select_related("account")
    return listed(by, found.order_by("account__name", "account_id", "role"))


def asked_of(rows: Iterable[Grant], units: Lattice, *, on: date) -> dict[UUID, Unit | None]:
    """Return, for each grant, the unit whose administrators are asked to confirm it; None where nobody can. One query.

    The grant's own unit, where somebody else there may; else the nearest above where anybody may.
    """
    administrators: dict[Unit, set[tuple[UUID, frozenset[str]]]] = {}
    holding = Grant.objects.filter(role="user_administrator", account__is_active=True, account__email__isnull=False).on(
        on
    )
    for one in holding.only("unit_kind", "unit_code", "account_id", "gives"):
        administrators.setdefault(one.unit, set()).add((one.account_id, frozenset(one.gives)))
    above = cache(units.above)
    return {row.id: _nearest(row, above(row.unit), administrators) for row in rows}


def _nearest(
    row: Grant, above: Iterable[Unit], administrators: Mapping[Unit, set[tuple[UUID, frozenset[str]]]]
) -> Unit | None:
    needed = {row.role, *row.gives}
    for unit in above:
        for account_id, gives in administrators.get(unit, ()):
            if account_id != row.account_id and needed <= gives:
                return unit
    return None


def can_be_confirmed(rows: Iterable[Grant], *, on: date) -> dict[UUID, Unit | None]:
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
