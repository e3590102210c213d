"""Questions about dispatches and the quota they spend."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext_lazy

from laerling.access.types import Scope
from laerling.invitations.models import Dispatch
from laerling.invitations.queries.names import Names, owner_names
from laerling.invitations.rules import Audience, DispatchChannel, shown
from laerling.invitations.texts import Kind
from laerling.invitations.types import DispatchDetail, DispatchRow, Quota
from laerling.invitations.writing import texts_of
from laerling.kernel.errors import Refusal
from laerling.outbox import queries as outbox
from laerling.rounds import queries as rounds


class UnknownDispatch(Refusal):
    """There is no such dispatch, or it is another's."""

    code = "unknown_dispatch"
    status = 404
    sentence = gettext_lazy("There is no such dispatch.")


def dispatches(scope: Scope, round_year: int) -> tuple[DispatchRow, ...]:
    """Return the unit's dispatches of a round, newest first; all of them for the nation. Four queries."""
    found = list(Dispatch.objects.filter(round_id=round_year).visible_to(scope).order_by("-ordered_at", "id"))
    return _rows(found)


def count_dispatches(scope: Scope, round_year: int) -> int:
    """Return how many dispatches the unit has ordered in a round and not stopped; all units' for the nation."""
    return Dispatch.objects.filter(round_id=round_year).visible_to(scope).exclude(state="stopped").count()


def dispatch(dispatch_id: UUID, scope: Scope) -> DispatchDetail:
    """Return one of the unit's dispatches with its texts. Raises UnknownDispatch, also for another's."""
    found = Dispatch.objects.visible_to(scope).filter(pk=dispatch_id).first()
    if found is None:
        raise UnknownDispatch
    (row,) = _rows([found])
    if not shown(found.n_people):
        return DispatchDetail(row, texts_of(found), {}, {})
    return DispatchDetail(row, texts_of(found), outbox.counts_by_reason(found.pk), outbox.counts_by_channel(found.pk))


def quota(scope: Scope, round_year: int) -> Quota:
    """Return the unit's SMS quota of a round (M18)."""
    this_round = rounds.get(round_year)
    total = {"county": this_round.sms_dispatches_county, "office": this_round.sms_dispatches_office}
    spent = Dispatch.objects.filter(round_id=round_year, slot__isnull=False).visible_to(scope).count()
    return Quota(total.get(scope.unit_kind, 0), spent)


def _rows(found: Iterable[Dispatch]) -> tuple[DispatchRow, ...]:
    rows = list(found)
    names = owner_names() if rows else {}
    states = outbox.counts_of(row.pk for row in rows if shown(row.n_people))
    return tuple(_row(row, names, states) for row in rows)


def _row(row: Dispatch, names: Names, states: dict[UUID, dict[str, int]]) -> DispatchRow:
    kind: Kind = row.kind  # type: ignore[assignment]  # a check constraint holds it to these
    channel: DispatchChannel = row.channel  # type: ignore[assignment]  # a check constraint holds it to these
    return DispatchRow(
        id=row.pk,
        kind=kind,
        channel=channel,
        owner_kind=row.owner_kind,
        owner_code=row.owner_code,
        owner_name=names[row.owner_kind].get(row.owner_code, row.owner_code),
        audience=Audience.read(row.audience),
        ordered_at=row.ordered_at,
        send_at=row.send_at,
        state=row.state,
        slot=row.slot,
        n_people=row.n_people,
        n_messages=row.n_messages if shown(row.n_people) else None,
        counts=states.get(row.pk, {}),
    )
