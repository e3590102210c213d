"""Who has not begun: units below, with what was sent and what is planned. Never a person."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.db.models import Max, Min, Q

from laerling.access.types import Scope
from laerling.invitations.models import Dispatch
from laerling.invitations.tallies.queries import shares
from laerling.invitations.tallies.types import Share, Standing
from laerling.kernel.clock import in_oslo
from laerling.rounds.rules import RoundFacts

_ORDER: Final = ("silent", "planned", "behind", "begun")
Sent = dict[tuple[str, str], tuple[datetime | None, datetime | None]]


def standings(scope: Scope, this_round: RoundFacts, *, now: datetime) -> tuple[Standing, ...]:
    """Return the counties of the nation or of a state administrator, or the offices of a county: who has begun, and who not.

    Those to whose people nothing is sent and nothing planned stand first. Independent establishments are the county's
    own to send to, and stand under the code "".
    """
    kind = "office" if scope.unit_kind == "county" else "county"
    found = shares.parts(scope, this_round, by=kind)
    total = shares.whole(scope, this_round)
    sent = _sent(this_round, {(kind, one.code) if one.code else scope.unit for one in found}, now)
    lines = [_standing(one, total, sent.get((kind, one.code) if one.code else scope.unit)) for one in found]
    return tuple(sorted(lines, key=lambda line: (_ORDER.index(line.state), line.share.code == "", line.share.name)))


def _standing(one: Share, total: Share, sent: tuple[datetime | None, datetime | None] | None) -> Standing:
    last, coming = sent or (None, None)
    behind = None
    if one.pct is not None and total.pct is not None and one.n_reached:
        behind = max(total.pct - one.pct, 0.0)
    return Standing(
        one, in_oslo(last).date() if last else None, in_oslo(coming).date() if coming else None, far_behind=behind
    )


def _sent(this_round: RoundFacts, owners: Collection[tuple[str, str]], now: datetime) -> Sent:
    """Return when each owner's last dispatch left, and when the next is to leave. One query."""
    rows = (
        Dispatch.objects.filter(
            round_id=this_round.year,
            owner_kind__in={kind for kind, _code in owners},
            owner_code__in={code for _kind, code in owners},
        )
        .exclude(state="stopped")
        .values("owner_kind", "owner_code")
        .annotate(last=Max("send_at", filter=Q(send_at__lte=now)), coming=Min("send_at", filter=Q(send_at__gt=now)))
    )
    found = rows.values_list("owner_kind", "owner_code", "last", "coming")
    return {(kind, code): (last, coming) for kind, code, last, coming in found}
