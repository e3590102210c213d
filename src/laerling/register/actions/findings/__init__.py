"""What is wrong in the registers (M7, M9), found by the database after every import. One module per family of kinds."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from laerling.access import queries as access
from laerling.kernel import clock
from laerling.kernel.db import joined_whole
from laerling.register.actions.findings import addresses, dates, doubles, supervisors, units
from laerling.register.actions.findings.forecast import TABLES, make_forecast
from laerling.register.actions.findings.lasting import FRESH, bring_up_to_date
from laerling.register.models import Extract
from laerling.register.queries import latest_stage
from laerling.rounds import queries as rounds


@transaction.atomic
def recompute(*, round_year: int, stage: str = "", now: datetime | None = None, extract_id: UUID | None = None) -> None:
    """Bring a round's findings up to date with its latest stage's contracts, NOR and NLR.

    What is no longer found is closed, as of `now`, by the extract; without them, by the newest extract of the round.
    A `stage` that is not the latest changes nothing. Safe to repeat.
    """
    latest = latest_stage(round_year)
    newest = Extract.objects.taken_in().filter(round_id=round_year).order_by("-decided_at", "-received_at").first()
    if newest is None or (stage and stage != latest):
        return
    at = now or newest.received_at
    people = access.offices_with_people(on=clock.in_oslo(at).date())
    with joined_whole(), connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.fresh_findings")
        cursor.execute(FRESH)
        make_forecast(cursor, rounds.get(round_year), latest)
        addresses.find(cursor)
        supervisors.find(cursor)
        units.find(cursor, people)
        dates.find(cursor, round_year, latest)
        doubles.find(cursor)
        bring_up_to_date(cursor, round_year=round_year, now=at, extract_id=extract_id or newest.id)
        cursor.execute(f"DROP TABLE fresh_findings, {', '.join(TABLES)}")
