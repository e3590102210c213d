"""One plan for all who write to the same people (M16): what is sent and planned, by whom, and where it goes wrong."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from laerling.access.types import Scope
from laerling.invitations.models import Dispatch, DispatchPart, Invitation
from laerling.invitations.planning import Entry, Pause, clashes, pauses
from laerling.invitations.queries.names import owner_names
from laerling.invitations.rules import DispatchChannel, shown
from laerling.invitations.texts import Kind
from laerling.kernel.clock import in_oslo
from laerling.rounds import queries as rounds
from laerling.rounds.rules import RoundFacts

Cell = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Planned:
    """A dispatch that touches the unit's people. `n` of them it was ordered for; None where they are fewer than five.

    `clashes_with` names the dispatches less than a week before it that go to some of the same people: those get one only.
    """

    id: UUID
    is_own: bool
    owner_name: str
    kind: Kind
    channel: DispatchChannel
    send_at: datetime
    state: str
    n: int | None
    clashes_with: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The dispatches in the order of time; the pauses that are too long; who is nobody's but the county's own."""

    dispatches: tuple[Planned, ...]
    pauses: tuple[Pause, ...]
    n_independent: int
    n_independent_not_invited: int


def plan(scope: Scope, round_year: int, *, today: date) -> Plan:
    """Return the plan as it concerns the unit's people; all of it for the nation. Six queries, however many there are.

    An office sees the counties its apprentices are in, a county the offices that have its apprentices, and neither more.
    """
    this_round = rounds.get(round_year)
    touched = _touched(scope, round_year)
    found = list(Dispatch.objects.filter(pk__in=list(touched)).exclude(state="stopped").order_by("send_at", "pk"))
    sizes = _sizes(scope, round_year)
    entries = [Entry(row.pk, in_oslo(row.send_at).date(), frozenset(touched[row.pk])) for row in found]
    clashing = clashes(entries, gap_days=this_round.reminder_gap_days)
    names = owner_names() if found else {}
    planned = tuple(
        Planned(
            id=row.pk,
            is_own=(row.owner_kind, row.owner_code) == (scope.unit_kind, scope.unit_code),
            owner_name=names[row.owner_kind].get(row.owner_code, row.owner_code),
            kind=row.kind,  # type: ignore[arg-type]  # a check constraint holds it to these
            channel=row.channel,  # type: ignore[arg-type]  # a check constraint holds it to these
            send_at=row.send_at,
            state=row.state,
            n=_told(touched[row.pk], sizes),
            clashes_with=clashing.get(row.pk, ()),
        )
        for row in found
    )
    independent = _independent(scope, round_year)
    return Plan(planned, _pauses(scope, entries, this_round, today), independent["n"], independent["n_not_invited"])


def _parts(scope: Scope, round_year: int) -> QuerySet[DispatchPart]:
    parts = DispatchPart.objects.filter(dispatch__round_id=round_year)
    if scope.is_national:
        return parts
    if scope.unit_kind == "county":
        return parts.filter(county_code=scope.unit_code)
    return parts.filter(office_orgnr=scope.unit_code) if scope.unit_kind == "office" else parts.none()


def _touched(scope: Scope, round_year: int) -> dict[UUID, dict[Cell, int]]:
    """Return the unit's people in each dispatch, by county and office."""
    touched: defaultdict[UUID, dict[Cell, int]] = defaultdict(dict)
    rows = _parts(scope, round_year).values_list("dispatch_id", "county_code", "office_orgnr", "n_people")
    for dispatch_id, county, office, n in rows:
        touched[dispatch_id][county, office] = n
    return touched


def _sizes(scope: Scope, round_year: int) -> dict[Cell, int]:
    people = Invitation.objects.filter(round_id=round_year).visible_to(scope)
    rows = people.values_list("county_code", "office_orgnr").annotate(n=Count("pk"))
    return {(county, office): n for county, office, n in rows}


def _told(cells: dict[Cell, int], sizes: dict[Cell, int]) -> int | None:
    """Return how many; a reminder to a few of a few would tell who has answered."""
    return sum(cells.values()) if shown(sum(sizes.get(cell, 0) for cell in cells)) else None


def _pauses(scope: Scope, entries: Iterable[Entry], this_round: RoundFacts, today: date) -> tuple[Pause, ...]:
    if scope.is_national:
        # Over the whole country somebody always writes.
        return ()
    return pauses([entry.on for entry in entries], this_round, today=today)


def _independent(scope: Scope, round_year: int) -> dict[str, int]:
    """Return how many of the county's people no office can write to, and how many of them nobody has written to."""
    if scope.unit_kind != "county":
        return {"n": 0, "n_not_invited": 0}
    people = Invitation.objects.filter(round_id=round_year, office_orgnr="").visible_to(scope)
    return people.aggregate(n=Count("pk"), n_not_invited=Count("pk", filter=Q(n_contacts=0)))
