"""All counties side by side, for the Directorate."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, Min

from laerling.kernel import clock
from laerling.organisations import queries as organisations
from laerling.register.models import CountyForecast, Finding, UnitLook
from laerling.register.rules.findings import SEVERITIES
from laerling.rounds import queries as rounds

# A round's lists may be looked at from this many days before its preliminary extract, and for a year.
_EARLY, _YEAR = timedelta(days=31), timedelta(days=365)


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
    """Return a line for each county of the round's time, in the order of their codes."""
    raise NotImplementedError
