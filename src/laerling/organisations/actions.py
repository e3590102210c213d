"""Changes to what we know of counties, training offices and establishments."""

import tomllib
from collections.abc import Iterable
from dataclasses import asdict, astuple, dataclass
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction

from laerling.audit import actions as audit
from laerling.kernel.db import copy_in
from laerling.kernel.types import Actor
from laerling.organisations.models import County, CountyChange
from laerling.organisations.queries import EstablishmentRow, OfficeRow


@dataclass(frozen=True, slots=True)
class Written:
    """How many units were new, and how many were known and differ now."""

    n_new: int
    n_changed: int


@transaction.atomic
def register_offices(rows: Iterable[OfficeRow], *, by: Actor, now: datetime) -> Written:
    """Take in training offices as NOR has them, and return what was written. Unchanged rows stay."""
    return _upsert("organisations_trainingoffice", "active", map(astuple, rows), by=by, now=now)


@transaction.atomic
def register_establishments(rows: Iterable[EstablishmentRow], *, by: Actor, now: datetime) -> Written:
    """Take in establishments as NLR has them, and return what was written. Unchanged rows stay."""
    return _upsert("organisations_trainingestablishment", "approved", map(astuple, rows), by=by, now=now)


@transaction.atomic
def load_counties(*, by: Actor, now: datetime) -> int:
    """Take in the counties and their lineage from the data file, and return how many counties were new."""
    table = tomllib.loads((Path(__file__).parent / "data" / "counties.toml").read_text(encoding="utf-8"))
    known = set(County.objects.values_list("code", flat=True))
    new = [row for row in table["county"] if row["code"] not in known]
    County.objects.bulk_create(
        County(code=row["code"], name=row["name"], valid_from=row["from"], valid_to=row.get("to")) for row in new
    )
    CountyChange.objects.bulk_create(
        (
            CountyChange(old_id=old, new_id=code, on=change["on"], kind=change["kind"])
            for change in table["change"]
            for old in change["old"]
            for code in change["new"]
        ),
        ignore_conflicts=True,
    )
    if new:
        audit.record("organisations.counties.loaded", by=by, now=now, n_new=len(new))
    return len(new)


def _upsert(table: str, state: str, rows: Iterable[tuple[object, ...]], *, by: Actor, now: datetime) -> Written:
    """COPY into a temporary table, then write only what differs. Table and column names are this module's own."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMP TABLE staged_units (orgnr text, name text, county_id text, {state} boolean) ON COMMIT DROP"
        )
        copy_in("staged_units", ["orgnr", "name", "county_id", state], rows)
        cursor.execute(
            f"WITH written AS (INSERT INTO {table} AS kept (orgnr, name, county_id, {state})"  # noqa: S608  names are our own
            f" SELECT orgnr, name, county_id, {state} FROM staged_units"
            f" ON CONFLICT (orgnr) DO UPDATE SET name = EXCLUDED.name, county_id = EXCLUDED.county_id,"
            f" {state} = EXCLUDED.{state}"
            f" WHERE (kept.name, kept.county_id, kept.{state})"
            f" IS DISTINCT FROM (EXCLUDED.name, EXCLUDED.county_id, EXCLUDED.{state})"
            f" RETURNING OLD.orgnr IS NULL AS is_new)"
            f" SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new) FROM written"
        )
        written = Written(*cursor.fetchone())
        cursor.execute("DROP TABLE staged_units")
    audit.record("organisations.units.registered", by=by, now=now, about=table, **asdict(written))
    return written
