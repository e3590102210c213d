"""Holding a draw."""

from datetime import datetime
from random import SystemRandom
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from laerling.access.types import Scope
from laerling.audit import actions as audit
from laerling.invitations.draws.models import PrizeDraw, PrizeWinner
from laerling.invitations.draws.rules import FEWEST_ANSWERED, winners_left
from laerling.invitations.models import Invitation
from laerling.kernel.errors import Refusal
from laerling.kernel.types import Actor
from laerling.rounds import queries as rounds

# The numbers of advisory locks belong to the whole database; the second one is the county.
_LOCK = 20_101_903


class DrawTooEarly(Refusal):
    """While people answer, a winner's name would tell others who has; and those who answer late shall have the same chance."""

    code = "draw_too_early"
    sentence = _("Winners are drawn when the survey is closed, so that everybody who answers has the same chance.")


class TooFewToDraw(Refusal):
    """Among few, a winner tells of the others too."""

    code = "too_few_to_draw"
    sentence = _("Fewer than %(fewest)s of your apprentices have answered. Nobody can be drawn without telling who.")


class TooManyWinners(Refusal):
    """Draws must not become a list of those who have answered."""

    code = "too_many_winners"
    sentence = _(
        "So many cannot win. You can still draw %(left)s: at most ten in all, and one in five of those who answered."
    )


class NotACounty(Refusal):
    """Counties give prizes; others have no draw."""

    code = "not_a_county"
    status = 404
    sentence = _("Only a county can draw winners among its own apprentices.")


@transaction.atomic
def hold_draw(*, scope: Scope, draw_id: UUID, round_year: int, n_winners: int, by: Actor, now: datetime) -> PrizeDraw:
    """Draw winners among the county's own people who have answered, with the operating system's chance.

    A draw of the same id is held once. Raises UnknownRound, NotACounty, DrawTooEarly, TooFewToDraw, TooManyWinners.
    """
    if scope.unit_kind != "county":
        raise NotACounty
    if rounds.get(round_year).closed_at is None:
        raise DrawTooEarly
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_LOCK, scope.unit_code])
    before = PrizeDraw.objects.visible_to(scope).filter(pk=draw_id).first()
    if before is not None:
        return before
    winners = _pick(scope, round_year, n_winners)
    draw = PrizeDraw.objects.create(
        id=draw_id,
        round_id=round_year,
        county_code=scope.unit_code,
        n_winners=n_winners,
        drawn_at=now,
        drawn_by=by.id,
    )
    PrizeWinner.objects.bulk_create(PrizeWinner(draw=draw, invitation_id=winner) for winner in winners)
    audit.record(
        "invitations.prize.drawn",
        by=by,
        now=now,
        about=f"round:{round_year}",
        scope=f"county:{scope.unit_code}",
        n_winners=n_winners,
    )
    return draw


def _pick(scope: Scope, round_year: int, n_winners: int) -> list[UUID]:
    """Return the winners' invitations. Raises TooFewToDraw, TooManyWinners."""
    answered = Invitation.objects.visible_to(scope).filter(round_id=round_year, answered=True)
    held = PrizeDraw.objects.visible_to(scope).filter(round_id=round_year)
    n_drawn = PrizeWinner.objects.filter(draw__in=held).count()
    n_answered = answered.count()
    if n_answered < FEWEST_ANSWERED:
        raise TooFewToDraw(fewest=FEWEST_ANSWERED)
    left = winners_left(n_answered=n_answered, n_drawn=n_drawn)
    if not 1 <= n_winners <= left:
        raise TooManyWinners(left=left)
    eligible = list(answered.exclude(pk__in=PrizeWinner.objects.values("invitation_id")).values_list("pk", flat=True))
    return SystemRandom().sample(eligible, n_winners)
