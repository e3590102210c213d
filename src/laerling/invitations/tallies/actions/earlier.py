"""Taking in the day figures of rounds that were not run here."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laerling.audit import actions as audit
from laerling.invitations.models import Invitation
from laerling.invitations.rules import shown
from laerling.invitations.tallies.models import DayTally
from laerling.invitations.tallies.reading import DayFault, EarlierDay, read
from laerling.invitations.tallies.words import FAULTS
from laerling.kernel.errors import Refusal
from laerling.kernel.types import Actor
from laerling.organisations import queries as organisations
from laerling.rounds import queries as rounds
from laerling.rounds.rules import standard_calendar

_BATCH = 2000
# The row the first line of figures stands in: the headings are row 1.
_FIRST_ROW = 2


class FaultyDays(Refusal):
    """The file has faults; nothing of it is stored."""

    code = "faulty_days"
    status = 422
    sentence = gettext_lazy("Nothing was taken in. Mend the file and run again:\n%(faults)s")

    def __init__(self, faults: Iterable[DayFault]) -> None:
        self.faults = tuple(faults)
        super().__init__(faults="\n".join(_in_words(fault) for fault in self.faults))


@transaction.atomic
def import_earlier(*, content: BinaryIO, by: Actor, now: datetime) -> int:
    """Take in a file of earlier rounds' day figures and return how many rows of units it gave, all or nothing.

    What was taken in before for the same years is replaced, so the same file again changes nothing. Days of units with
    fewer than five invited are left out. Raises FaultyDays.
    """
    rows, faults = read(content)
    if not faults:
        faults = list(_unfit(rows))[:20]
    if faults:
        raise FaultyDays(faults)
    years = sorted({row.year for row in rows})
    opened = {year: _opened_on(year) for year in years}
    DayTally.objects.filter(year__in=years).delete()
    found = [
        DayTally(year=day.year, unit_kind=kind, unit_code=code, day=day, number=(day - opened[day.year]).days + 1,
                 n_invited=n_invited, n_answered=n_answered)
        for (kind, code, day), (n_invited, n_answered) in _by_unit(rows).items()
        if n_invited and shown(n_invited)
    ]  # fmt: skip
    DayTally.objects.bulk_create(found, batch_size=_BATCH)
    audit.record("invitations.earlier.imported", by=by, now=now, n=len(rows), years=", ".join(map(str, years)))
    return len(found)


def _opened_on(year: int) -> date:
    """Return the day a year's round opened: the round's own date, or the Directorate's standard one (M1)."""
    if year in rounds.years():
        return rounds.get(year).opens_on
    opens_on = standard_calendar(year)["opens_on"]
    return date(opens_on.year, opens_on.month, opens_on.day)


def _unfit(rows: Collection[EarlierDay]) -> Iterator[DayFault]:
    counties, here = (
        organisations.all_county_codes(),
        set(Invitation.objects.values_list("round_id", flat=True).distinct()),
    )
    opened = {year: _opened_on(year) for year in {row.year for row in rows}}
    for number, row in enumerate(rows, start=_FIRST_ROW):
        if row.county not in counties:
            yield DayFault(number, "county", "unknown_county")
        elif row.year in here:
            yield DayFault(number, "year", "of_this_house")
        elif row.day < opened[row.year]:
            yield DayFault(number, "day", "before_opening")


def _by_unit(rows: Iterable[EarlierDay]) -> dict[tuple[str, str, date], tuple[int, int]]:
    """Return the figures of each unit and day: offices summed across counties, counties summed to the nation.

    A day on which the file lacks some of a unit's counties is left out: it would look like a fall.
    """
    sums: defaultdict[tuple[str, str, date], list[int]] = defaultdict(lambda: [0, 0, 0])
    fullest: defaultdict[tuple[str, str, int], int] = defaultdict(int)
    for row in rows:
        units = [("office", row.office)] if row.office else [("county", row.county), ("nation", "")]
        for kind, code in units:
            found = sums[kind, code, row.day]
            found[:] = found[0] + row.n_invited, found[1] + row.n_answered, found[2] + 1
            fullest[kind, code, row.year] = max(fullest[kind, code, row.year], found[2])
    return {
        (kind, code, day): (n_invited, n_answered)
        for (kind, code, day), (n_invited, n_answered, n_rows) in sums.items()
        if n_rows == fullest[kind, code, day.year]
    }


def _in_words(fault: DayFault) -> str:
    where = _("Row %(row)s, %(column)s:") if fault.column else _("Row %(row)s:")
    return f"{where % {'row': fault.row, 'column': fault.column}} {FAULTS[fault.rule]}."
