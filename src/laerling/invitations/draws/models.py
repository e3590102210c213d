"""Draws and their winners: all that is ever told of who has answered."""

from typing import Self

from django.db import models
from django.db.models import Q

from laerling.access.types import Scope
from laerling.invitations.draws.rules import WINNERS_AT_MOST
from laerling.rounds.models import Round


class PrizeDrawQuerySet(models.QuerySet["PrizeDraw"]):
    """Draws by who may see them."""

    def visible_to(self, scope: Scope) -> Self:
        """Return a county's own draws; nobody else sees who won."""
        return self.filter(county_code=scope.unit_code) if scope.unit_kind == "county" else self.none()


class PrizeDraw(models.Model):
    """A county's draw of a prize among its people who have answered. The id is the key its page chose, once a press."""

    id = models.UUIDField(primary_key=True, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    county_code = models.CharField(max_length=2)
    n_winners = models.PositiveSmallIntegerField()
    drawn_at = models.DateTimeField()
    drawn_by = models.CharField(max_length=60)

    objects = PrizeDrawQuerySet.as_manager()

    class Meta:
        """A few win."""

        constraints = [
            models.CheckConstraint(
                condition=Q(n_winners__gte=1, n_winners__lte=WINNERS_AT_MOST), name="prizedraw_winners"
            )
        ]
        indexes = [models.Index(fields=["round", "county_code"], name="prizedraw_county")]

    def __str__(self) -> str:
        """Return the id."""
        return str(self.id)


class PrizeWinner(models.Model):
    """One who won. Nobody wins twice."""

    draw = models.ForeignKey(PrizeDraw, on_delete=models.PROTECT, related_name="+")
    invitation = models.OneToOneField("invitations.Invitation", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        """Return nothing that names anybody."""
        return "winner"
