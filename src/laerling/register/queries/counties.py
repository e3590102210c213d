"""All counties side by side, for the Directorate."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, Min, Q

from laerling.kernel import clock
from laerling.organisations import queries as organisations
from laerling.register.models import CountyForecast, Finding, UnitLook
from laerling.register.rules.findings import SEVERITIES, STATUSES
from laerling.rounds import queries as rounds

# A round's lists may be looked at from this many days before its preliminary extract, and for a year.
_EARLY, _YEAR = timedelta(days=31), timedelta(days=365)

_Counts = defaultdict[str, Counter[str]]


@dataclass(frozen=True, slots=True)
class CountyLine:
    """A county's September. `n_asked` persons would be asked as the registers stand, `n_reachable` of them reached.

    `by_severity` and `by_status` count open findings, `n_closed` those proved mended; `first_look_on` and
    `last_look_on` are the days somebody at the county looked, None where nobody has.
    """

    code: str
    name: str
    n_asked: int
    n_reachable: int
    n_open: int
    n_closed: int
    first_look_on: date | None
    last_look_on: date | None
    by_severity: dict[str, int] = field(default_factory=dict)
    by_status: dict[str, int] = field(default_factory=dict)

    @property
    def share_reachable(self) -> float | None:
        """The share of those who would be asked that can be reached, 0 to 1; None where nobody would be asked."""
        return self.n_reachable / self.n_asked if self.n_asked else None


def counties_side_by_side(round_year: int, now: datetime) -> tuple[CountyLine, ...]:
    """Return a line for each county of the round's time, in the order of their codes. `now` bounds the looks counted."""
    this_round = rounds.get(round_year)
    forecasts = {row.county_code: row for row in CountyForecast.objects.filter(round_id=round_year)}
    severities, statuses, closed = _counts(round_year)
    first_day = this_round.preliminary_extract_on - _EARLY
    looks = _looks(first_day, min(first_day + _YEAR, clock.in_oslo(now).date()))
    lines = []
    for county in organisations.counties_on(this_round.final_extract_on):
        forecast = forecasts.get(county.code)
        first_look_on, last_look_on = looks.get(f"county:{county.code}", (None, None))
        lines.append(
            CountyLine(
                code=county.code,
                name=county.name,
                n_asked=forecast.n_asked if forecast else 0,
                n_reachable=forecast.n_reachable if forecast else 0,
                n_open=severities[county.code].total(),
                n_closed=closed[county.code],
                first_look_on=first_look_on,
                last_look_on=last_look_on,
                by_severity={severity: severities[county.code][severity] for severity in SEVERITIES},
                by_status={status: statuses[county.code][status] for status in STATUSES},
            )
        )
    return tuple(lines)


def _counts(round_year: int) -> tuple[_Counts, _Counts, Counter[str]]:
    """Return open findings by county and severity, the same by status, and how many are proved mended by county."""
    groups = (
        Finding.objects.filter(round_id=round_year)
        .values("county_code", "severity", "status", is_closed=Q(closed_at__isnull=False))
        .annotate(n=Count("id"))
    )
    severities: _Counts = defaultdict(Counter)
    statuses: _Counts = defaultdict(Counter)
    closed: Counter[str] = Counter()
    for group in groups:
        county, n = group["county_code"], group["n"]
        if group["is_closed"]:
            closed[county] += n
            continue
        severities[county][group["severity"]] += n
        statuses[county][group["status"]] += n
    return severities, statuses, closed


def _looks(first_day: date, last_day: date) -> dict[str, tuple[date, date]]:
    """Return the first and last day each unit looked."""
    looks = UnitLook.objects.filter(on__range=(first_day, last_day)).values("unit")
    return {look["unit"]: (look["first"], look["last"]) for look in looks.annotate(first=Min("on"), last=Max("on"))}
