"""Questions about how far the round has come. They read counts only: as fast for a country as for an office."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from django.db.models import Count, Q, QuerySet, Sum

from laerling.access.types import Scope
from laerling.invitations.rules import hidden_codes
from laerling.invitations.tallies.models import DayTally, ProgressTally
from laerling.invitations.tallies.rules import WHOLE
from laerling.invitations.tallies.types import Day, Share
from laerling.kernel.clock import in_oslo
from laerling.organisations import queries as organisations
from laerling.rounds.rules import RoundFacts

_SHARE: Final = (
    "part_kind",
    "part_code",
    "name",
    "n_invited",
    "n_reached",
    "n_email",
    "n_sms",
    "n_no_address",
    "n_answered",
)
_SUMS: Final = ("n_invited", "n_reached", "n_email", "n_sms", "n_no_address")


def counted_at(round_year: int) -> datetime | None:
    """Return when the round was last counted, to the ten minutes; None before it ever was."""
    return ProgressTally.objects.filter(round_id=round_year).values_list("counted_at", flat=True).first()


def whole(scope: Scope, this_round: RoundFacts) -> Share:
    """Return how far the unit as a whole has come; a state administrator's whole is their counties together."""
    if scope.unit_kind == "governor":
        return _together(parts(scope, this_round, by="county"), scope.unit_name)
    row = _own(scope, this_round.year).filter(part_kind=WHOLE).values_list(*_SHARE).first()
    return replace(Share(*row), name=scope.unit_name) if row else Share(WHOLE, "", scope.unit_name)


def divisions(scope: Scope) -> tuple[str, ...]:
    """Return by what a unit's people can be divided, the most useful first."""
    return {
        "nation": ("county", "office", "trade", "establishment"),
        "county": ("office", "trade", "establishment"),
        "office": ("establishment", "trade", "county"),
    }.get(scope.unit_kind, ("county",))


def parts(scope: Scope, this_round: RoundFacts, *, by: str) -> tuple[Share, ...]:
    """Return how far each part of a unit has come, by name. State administrators have their counties and nothing else.

    Of establishments and trades only those stand alone that may; the others stand together, as the code "~".
    """
    rows = _own(scope, this_round.year).filter(part_kind=by).order_by("name", "part_code")
    found = tuple(Share(*row) for row in rows.values_list(*_SHARE))
    if scope.unit_kind != "governor":
        return found
    mine = governed_counties(scope, this_round)
    found = tuple(one for one in found if one.code in mine and by == "county")
    # Fewer counties together: what their own sum would tell is asked anew.
    forced = {one.code for one in found if one.n_answered is None}
    hidden = hidden_codes({one.code: one.n_invited for one in found}, forced=forced)
    return tuple(replace(one, n_answered=None) if one.code in hidden else one for one in found)


def governed_counties(scope: Scope, this_round: RoundFacts) -> frozenset[str]:
    """Return the counties that a state administrator covers while a round is open."""
    covering = organisations.governors_of_counties(this_round.opens_on)
    return frozenset(county for county, governor in covering.items() if governor == scope.unit_code)


def days(scope: Scope, this_round: RoundFacts, *, year: int, county: str = "") -> tuple[Day, ...]:
    """Return where a unit stood day by day in `year`, this round or an earlier one. One county, for those above it.

    A state administrator's days are the sum of their counties'; an earlier county's have its own old number.
    """
    rows = DayTally.objects.filter(year=year)
    if scope.unit_kind == "governor" or (scope.is_national and county):
        mine = governed_counties(scope, this_round) if scope.unit_kind == "governor" else {county}
        chosen = {county} & mine if county else mine
        rows = rows.filter(unit_kind="county", unit_code__in=chosen)
        summed = rows.values("number", "day").annotate(invited=Sum("n_invited"), n=Sum("n_answered"), of=Count("pk"))
        whole_days = summed.order_by("number").values_list("number", "day", "invited", "n", "of")
        n_units = max((of for *_rest, of in whole_days), default=0)
        return tuple(Day(number, day, n, answered) for number, day, n, answered, of in whole_days if of == n_units)
    rows = rows.filter(unit_kind=scope.unit_kind, unit_code=scope.unit_code).order_by("number")
    return tuple(Day(*row) for row in rows.values_list("number", "day", "n_invited", "n_answered"))


def year_before(scope: Scope, year: int) -> int | None:
    """Return the last year before `year` that has day figures of the unit, or of the counties below it."""
    mine = Q(unit_kind=scope.unit_kind, unit_code=scope.unit_code)
    if scope.unit_kind == "governor":
        mine = Q(unit_kind="county")
    rows = DayTally.objects.filter(mine, year__lt=year).order_by("-year")
    return rows.values_list("year", flat=True).first()


def day_of(this_round: RoundFacts, now: datetime) -> int:
    """Return the day of the round it is, 1 when it opens and not beyond its last."""
    today: date = min(in_oslo(now).date(), this_round.closes_on)
    return (today - this_round.opens_on).days + 1


def n_days(this_round: RoundFacts) -> int:
    """Return how many days the round is open."""
    return (this_round.closes_on - this_round.opens_on).days + 1


def _own(scope: Scope, year: int) -> QuerySet[ProgressTally]:
    rows = ProgressTally.objects.filter(round_id=year)
    if scope.unit_kind == "governor":
        return rows.filter(unit_kind="nation")
    return rows.filter(unit_kind=scope.unit_kind, unit_code=scope.unit_code)


def _together(found: Iterable[Share], name: str) -> Share:
    """Return parts as one. Their answers are summed only where none of them is hidden."""
    found = tuple(found)
    sums = {column: sum(getattr(one, column) for one in found) for column in _SUMS}
    answers = [one.n_answered for one in found]
    n_answered = None if None in answers else sum(answer or 0 for answer in answers)
    return Share(WHOLE, "", name, **sums, n_answered=n_answered)
