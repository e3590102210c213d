"""Counting a round: one statement over the people, then numbers only.

Every row of a round is written anew each time, in one transaction: which of them changed cannot be told from the rows.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q

from laerling.invitations.tallies import rules
from laerling.invitations.tallies.models import DayTally, ProgressTally
from laerling.invitations.tallies.rules import WHOLE, Counted, Figures, FinestGroup, Part
from laerling.kernel.clock import in_oslo
from laerling.outbox.types import State
from laerling.rounds import queries as rounds
from laerling.rounds.rules import RoundFacts

# How far apart counts are; the time that is told of one is that of its interval.
EVERY: Final = timedelta(minutes=10)
_BATCH: Final = 2000
_LEFT_US: Final = [State.ACCEPTED, State.DELIVERED, State.UNKNOWN]
_COUNT: Final = """
WITH had AS MATERIALIZED (
    SELECT reference, bool_or(channel = 'email') AS email, bool_or(channel = 'sms') AS sms
    FROM outbox_message WHERE source = 'invitations' AND state = ANY(%(left_us)s) GROUP BY reference
)
SELECT one.county_code, one.office_orgnr, member.establishment_orgnr, member.trade_code, min(member.trade_name),
    count(*),
    count(*) FILTER (WHERE one.n_contacts > 0),
    count(*) FILTER (WHERE one.n_contacts > 0 AND had.email),
    count(*) FILTER (WHERE one.n_contacts > 0 AND had.sms),
    count(*) FILTER (WHERE one.n_contacts = 0 AND contract.email_state <> 'ok' AND contract.mobile_state <> 'ok'),
    count(*) FILTER (WHERE one.answered)
FROM invitations_invitation AS one
JOIN sample_samplemember AS member ON member.id = one.member_id
JOIN register_contract AS contract ON contract.id = member.contract_id
LEFT JOIN had ON had.reference = one.id
WHERE one.round_id = %(year)s
GROUP BY 1, 2, 3, 4
"""
_NAMES: Final = """
SELECT 'county', code, name FROM organisations_county UNION ALL
SELECT 'office', orgnr, name FROM organisations_trainingoffice UNION ALL
SELECT 'establishment', orgnr, name FROM organisations_trainingestablishment WHERE orgnr = ANY(%s)
"""

Whose = tuple[Part, Part]


def count_due(now: datetime) -> int:
    """Count every round whose answers may have changed since it was last counted; return how many were."""
    return sum(1 for year in rounds.years() if _is_due(rounds.get(year), now) and count(round_year=year, now=now))


@transaction.atomic
def count(*, round_year: int, now: datetime) -> int:
    """Count a round and return how many parts of units there are. Safe to repeat.

    Nothing of it is told to the audit: it tells no more than the page. Raises UnknownRound.
    """
    this_round = rounds.get(round_year)
    with connection.cursor() as cursor:
        # One at a time; and what is shown now is asked for after the one before is done.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('invitations_tally'), %s)", [round_year])
        cells, trades = _cells(cursor, round_year)
        names = _names(cursor, {cell.place[2] for cell in cells}) | trades
    if not cells:
        return 0
    before, last = _before(round_year)
    is_new_day = last is None or in_oslo(last).date() < in_oslo(now).date()
    rows = list(_rows(cells, before, names, is_new_day=is_new_day))
    for row in rows:
        row.round_id, row.counted_at = round_year, told_at(now)
    ProgressTally.objects.filter(round_id=round_year).delete()
    ProgressTally.objects.bulk_create(rows, batch_size=_BATCH)
    _keep_days(this_round, _days_of(rows), now=now, last=last)
    return len(rows)


def told_at(now: datetime) -> datetime:
    """Return the time that is told of a count: the beginning of its ten minutes."""
    return now.replace(minute=now.minute - now.minute % (EVERY.seconds // 60), second=0, microsecond=0)


def _is_due(this_round: RoundFacts, now: datetime) -> bool:
    """Return whether a round is open, or was when it was last counted, and new ten minutes have begun.

    A demo does not wait for them: whoever tries it has no ten minutes.
    """
    if now < this_round.opens_at:
        return False
    last = ProgressTally.objects.filter(round_id=this_round.year).values_list("counted_at", flat=True).first()
    if last is None:
        return True
    return last < min(told_at(now), this_round.closes_at) or (settings.DEMO and now < this_round.closes_at)


def _cells(cursor: Any, year: int) -> tuple[list[FinestGroup], dict[Part, str]]:
    cursor.execute(_COUNT, {"year": year, "left_us": _LEFT_US})
    cells, trades = [], {}
    for county, office, establishment, trade, trade_name, *figures in cursor.fetchall():
        cells.append(FinestGroup((county, office, establishment, trade), Figures(*figures)))
        trades["trade", trade] = trade_name
    return cells, trades


def _names(cursor: Any, establishments: Iterable[str]) -> dict[Part, str]:
    cursor.execute(_NAMES, [list(establishments)])
    return {(kind, code): name for kind, code, name in cursor.fetchall()}


def _before(year: int) -> tuple[dict[Whose, int | None], datetime | None]:
    """Return the answers that are shown now, and when they were counted."""
    shown: dict[Whose, int | None] = {}
    last = None
    columns = ("unit_kind", "unit_code", "part_kind", "part_code", "n_answered", "counted_at")
    for kind, code, part, part_code, n, at in ProgressTally.objects.filter(round_id=year).values_list(*columns):
        shown[(kind, code), (part, part_code)] = n
        last = at
    return shown, last


def _rows(
    cells: list[FinestGroup], before: Mapping[Whose, int | None], names: Mapping[Part, str], *, is_new_day: bool
) -> Iterator[ProgressTally]:
    for unit, mine in rules.by_unit(cells).items():
        for one in rules.counted(mine, unit_kind=unit[0]):
            yield _row(unit, one, names.get(one.part, ""), before.get((unit, one.part)), is_new_day=is_new_day)


def _row(unit: Part, one: Counted, name: str, before: int | None, *, is_new_day: bool) -> ProgressTally:
    figures = one.figures
    answered = rules.moved(
        before, figures.n_answered, is_live=one.is_live, is_whole=one.part[0] == WHOLE, is_new_day=is_new_day
    )
    return ProgressTally(
        unit_kind=unit[0],
        unit_code=unit[1],
        part_kind=one.part[0],
        part_code=one.part[1],
        name=name,
        n_invited=figures.n_invited,
        n_reached=figures.n_reached,
        n_email=figures.n_email,
        n_sms=figures.n_sms,
        n_no_address=figures.n_no_address,
        n_answered=min(answered, figures.n_invited) if one.shows_answers else None,
    )


def _days_of(rows: Iterable[ProgressTally]) -> list[ProgressTally]:
    """Return the whole units whose days may be kept. A county that is hidden beside the others has none."""
    rows = list(rows)
    hidden = {
        row.part_code
        for row in rows
        if row.unit_kind == "nation" and row.part_kind == "county" and row.n_answered is None
    }
    wholes = (row for row in rows if row.part_kind == WHOLE and row.n_answered is not None)
    return [row for row in wholes if row.unit_kind != "county" or row.unit_code not in hidden]


def _keep_days(this_round: RoundFacts, wholes: list[ProgressTally], *, now: datetime, last: datetime | None) -> None:
    """Keep where each unit stands today; the first count after midnight says where it stood when the day before ended."""
    today = min(in_oslo(now).date(), this_round.closes_on)
    days = [today]
    yesterday = today - timedelta(days=1)
    if last is not None and in_oslo(last).date() <= yesterday and yesterday >= this_round.opens_on:
        days = [yesterday, today]
    # Where a demo's clock was set back, the days it had been to are gone.
    DayTally.objects.filter(Q(day__in=days) | Q(day__gt=today), year=this_round.year).delete()
    DayTally.objects.bulk_create([_day(row, this_round, day) for row in wholes for day in days], batch_size=_BATCH)


def _day(row: ProgressTally, this_round: RoundFacts, day: date) -> DayTally:
    return DayTally(
        year=this_round.year,
        unit_kind=row.unit_kind,
        unit_code=row.unit_code,
        day=day,
        number=(day - this_round.opens_on).days + 1,
        n_invited=row.n_invited,
        n_reached=row.n_reached,
        n_answered=row.n_answered or 0,
    )
