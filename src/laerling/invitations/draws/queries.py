"""What a county may see of its draws: the winners, and how many more may win."""

from dataclasses import dataclass
from datetime import datetime

from laerling.access.types import Scope
from laerling.invitations.draws.models import PrizeDraw, PrizeWinner
from laerling.invitations.draws.rules import WINNERS_AT_MOST


@dataclass(frozen=True, slots=True)
class Winner:
    """One who won: name, and the contract by which the county finds them in its list."""

    name: str
    contract_id: int


@dataclass(frozen=True, slots=True)
class Draw:
    """A draw that was held, with its winners in the order of their names."""

    at: datetime
    by: str
    winners: tuple[Winner, ...]


def draws(scope: Scope, round_year: int) -> tuple[Draw, ...]:
    """Return the county's own draws of a round, the newest first; none for anybody else. Two queries."""
    held = list(PrizeDraw.objects.visible_to(scope).filter(round_id=round_year).order_by("-drawn_at"))
    rows = PrizeWinner.objects.filter(draw__in=held).order_by("invitation__member__contract__name")
    found = list(rows.values_list("draw_id", "invitation__member__contract__name", "invitation__member__contract_id"))
    return tuple(
        Draw(
            draw.drawn_at,
            draw.drawn_by,
            tuple(Winner(name, contract_id) for draw_id, name, contract_id in found if draw_id == draw.pk),
        )
        for draw in held
    )


def n_left_at_most(held: tuple[Draw, ...]) -> int:
    """Return how many more may win at most; fewer where few have answered, which is not told before somebody draws."""
    return max(0, WINNERS_AT_MOST - sum(len(draw.winners) for draw in held))
