"""Changes to what we know of counties, training offices and establishments."""

import tomllib
from collections.abc import Iterable
from dataclasses import asdict, astuple, dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from django.db import connection, transaction

from laerling.audit import actions as audit
from laerling.kernel.db import copy_in
from laerling.kernel.types import Actor
from laerling.organisations.models import County, CountyChange, CountyGovernor, GovernedCounty
from laerling.organisations.queries import EstablishmentRow, OfficeRow


@dataclass(frozen=True, slots=True)
class Written:
    """How many units were new, and how many were known and differ now."""

    n_new: int
    n_changed: int


@transaction.atomic
def register_offices(rows: Iterable[OfficeRow], *, by: Actor, now: datetime) -> Written:
    """Take in training offices as NOR has them, and return what was written. Unchanged rows stay.

    An e-mail address or telephone number of None tells nothing: what is known of the office stays.
    """
    columns = {**_UNIT, "active": "boolean", "email": "text", "phone": "text"}
    return _upsert("organisations_trainingoffice", columns, map(astuple, rows), by=by, now=now)


@transaction.atomic
def register_establishments(rows: Iterable[EstablishmentRow], *, by: Actor, now: datetime) -> Written:
    """Take in establishments as NLR has them, and return what was written. Unchanged rows stay."""
    columns = {**_UNIT, "approved": "boolean"}
    return _upsert("organisations_trainingestablishment", columns, map(astuple, rows), by=by, now=now)


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


@transaction.atomic
def load_governors(*, by: Actor, now: datetime) -> int:
    """Take in the state administrators and which counties they cover; return how many were new. Counties come first."""
    table = tomllib.loads((Path(__file__).parent / "data" / "governors.toml").read_text(encoding="utf-8"))
    known = set(CountyGovernor.objects.values_list("code", flat=True))
    new = [row for row in table["governor"] if row["code"] not in known]
    CountyGovernor.objects.bulk_create(
        CountyGovernor(code=row["code"], name=row["name"], valid_from=row["from"], valid_to=row.get("to"))
        for row in new
    )
    GovernedCounty.objects.bulk_create(
        (
            GovernedCounty(
                governor_id=row["code"],
                county_id=covered["county"],
                valid_from=covered["from"],
                valid_to=covered.get("to"),
            )
            for row in table["governor"]
            for covered in row["covers"]
        ),
        ignore_conflicts=True,
    )
    if new:
        audit.record("organisations.governors.loaded", by=by, now=now, n_new=len(new))
    return len(new)


# What every unit has: columns and their types.
_UNIT: Final = {"orgnr": "text", "name": "text", "county_id": "text"}


def _upsert(
    table: str, columns: dict[str, str], rows: Iterable[tuple[object, ...]], *, by: Actor, now: datetime
) -> Written:
    """COPY into a temporary table, then write only what differs. Table and column names are this module's own."""
    names = ", ".join(columns)
    known = {name: f"coalesce(EXCLUDED.{name}, kept.{name})" for name in columns if name != "orgnr"}
    with connection.cursor() as cursor:
        typed = ", ".join(f"{name} {kind}" for name, kind in columns.items())
        cursor.execute(f"CREATE TEMP TABLE staged_units ({typed}) ON COMMIT DROP")
        copy_in("staged_units", list(columns), rows)
        cursor.execute(
            f"WITH written AS (INSERT INTO {table} AS kept ({names})"  # noqa: S608  names are our own
            f" SELECT {names} FROM staged_units"
            f" ON CONFLICT (orgnr) DO UPDATE SET {', '.join(f'{name} = {value}' for name, value in known.items())}"
            f" WHERE ({', '.join(f'kept.{name}' for name in known)}) IS DISTINCT FROM ({', '.join(known.values())})"
            f" RETURNING OLD.orgnr IS NULL AS is_new)"
            f" SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new) FROM written"
        )
        written = Written(*cursor.fetchone())
        cursor.execute("DROP TABLE staged_units")
    audit.record("organisations.units.registered", by=by, now=now, about=table, **asdict(written))
    return written
