"""The curve of a round, day by day, beside an earlier round's: as a chart and as the table beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from laerling.access.types import Scope
from laerling.invitations.tallies import queries as tallies
from laerling.invitations.tallies.types import Day
from laerling.portals.ordering.tables import Column, Row, Table, percent
from laerling.portals.shell.templatetags.shell import day_short
from laerling.reports.charts import Chart, DayLine, DayTick, days_chart
from laerling.rounds.rules import RoundFacts


@dataclass(frozen=True, slots=True)
class Curve:
    """A unit's days, the same days of the year before, and which day of the round it is."""

    name: str
    days: tuple[Day, ...]
    before: tuple[Day, ...]
    year: int
    year_before: int | None
    number: int
    n_days: int

    @property
    def today(self) -> Day | None:
        """The last day that was counted."""
        return self.days[-1] if self.days else None

    @property
    def same_day_before(self) -> Day | None:
        """The same day of the round in the year before, the nearest one before it where that one is missing."""
        number = self.today.number if self.today else self.number
        return next((day for day in reversed(self.before) if day.number <= number), None)


def curve(scope: Scope, this_round: RoundFacts, *, county: str = "", name: str, now: datetime) -> Curve:
    """Return a unit's curve, or one county's for those above it."""
    before = tallies.year_before(scope, this_round.year)
    return Curve(
        name,
        tallies.days(scope, this_round, year=this_round.year, county=county),
        tallies.days(scope, this_round, year=before, county=county) if before else (),
        this_round.year,
        before,
        tallies.day_of(this_round, now),
        tallies.n_days(this_round),
    )


def drawn(found: Curve, this_round: RoundFacts, *, sent_on: Sequence[int]) -> Chart:
    """Draw a curve. `sent_on` are the days of the round with a dispatch."""
    lines = [_line(str(found.year), "own", found.days)]
    if found.before:
        lines.append(_line(str(found.year_before), "third", found.before))
    title = _("Response rate day by day, %(unit)s") % {"unit": found.name}
    step = (found.n_days - 1) // 4
    numbers = [1, 1 + step, 1 + 2 * step, 1 + 3 * step, found.n_days]
    ticks = [DayTick(n, str(day_short(this_round.opens_on + timedelta(days=n - 1)))) for n in numbers]
    marks = sorted({n for n in sent_on if 1 <= n <= found.n_days})
    return days_chart(lines, n_days=found.n_days, ticks=ticks, marks=marks, title=title, description=sentence(found))


def sentence(found: Curve) -> str:
    """Return the curve in words: where it stands, and where the year before stood on the same day of the round."""
    today, before = found.today, found.same_day_before
    if today is None:
        return ""
    said = _("Day %(day)s of %(days)s: %(share)s have answered.") % {
        "day": today.number,
        "days": found.n_days,
        "share": percent(today.pct),
    }
    if before is None:
        return said
    then = _("In %(year)s it was %(share)s on the same day of the round.") % {
        "year": found.year_before,
        "share": percent(before.pct),
    }
    return f"{said} {then}"


def days_table(found: Curve) -> Table:
    """Return the curve as a table, the newest day first."""
    before = {day.number: day for day in found.before}
    columns = [
        Column(_("Date"), "day"),
        Column(_("Day of the round")),
        Column(_("On the list")),
        Column(_("Have answered")),
        Column(_("Response rate"), "pct", _("Response rate, per cent")),
    ]
    if found.before:
        label = _("The same day in %(year)s") % {"year": found.year_before}
        columns.append(Column(label, "pct", _("%(label)s, per cent") % {"label": label}))
    rows = []
    for day in reversed(found.days):
        then = before.get(day.number)
        cells = (day.day, day.number, day.n_invited, day.n_answered, day.pct)
        rows.append(Row((*cells, then.pct if then else "–") if found.before else cells))
    return Table("dager", _("Day by day"), tuple(columns), tuple(rows))


def _line(name: str, ink: str, days: Sequence[Day]) -> DayLine:
    return DayLine(name, ink, [(day.number, day.pct) for day in days])
