"""Questions about rounds."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from laerling.kernel.errors import Refusal
from laerling.rounds.legal import LEGAL
from laerling.rounds.models import Round
from laerling.rounds.rules import RoundFacts

_NAMES = tuple(field.name for field in fields(RoundFacts))


class UnknownRound(Refusal):
    """No round of that year."""

    code = "unknown_round"
    status = 404
    sentence = _("There is no round for %(year)s.")


def get(year: int) -> RoundFacts:
    """Return the round of `year`. Raises UnknownRound."""
    row = Round.objects.filter(year=year).values(*_NAMES).first()
    if row is None:
        raise UnknownRound(year=year)
    return _facts(row)


def current(now: datetime) -> RoundFacts:
    """Return the round people mean at `now`: the newest whose September has begun. Raises UnknownRound.

    Before any has, it is the first that is not over. A round stays current through the months of follow-up, until
    the next one's quality check begins.
    """
    begun = Round.objects.filter(check_starts_on__lte=now.date()).order_by("-year").values(*_NAMES).first()
    row = begun or Round.objects.order_by(F("closed_at").desc(nulls_first=True), "year").values(*_NAMES).first()
    if row is None:
        raise UnknownRound(year=now.year)
    return _facts(row)


def years() -> tuple[int, ...]:
    """Return the years that have a round, newest first."""
    return tuple(Round.objects.order_by("-year").values_list("year", flat=True))


def _facts(row: dict[str, Any]) -> RoundFacts:
    """Return a round as it is known outside; what its own legal texts lack is the house's."""
    return RoundFacts(**(row | {"legal": LEGAL | row["legal"]}))
