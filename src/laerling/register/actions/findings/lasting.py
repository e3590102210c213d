"""Findings that last: what is found is written, what is no longer found is closed, what comes back reopens."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.backends.utils import CursorWrapper

from laerling.register.rules.findings import SEVERITIES

FRESH: Final = """
    CREATE TEMP TABLE fresh_findings (
        kind text, subject text, severity text, county_code text, office_orgnr text DEFAULT '',
        establishment_orgnr text DEFAULT '', contract_id bigint, other_contract_id bigint, orgnr text DEFAULT '',
        "column" text DEFAULT '', shape text DEFAULT '', extent integer DEFAULT 0, n_apprentices integer DEFAULT 1,
        mended_in text DEFAULT 'vigo'
    ) ON COMMIT DROP
"""

_CLOSE: Final = """
    WITH closed AS (
        UPDATE register_finding AS kept SET closed_at = %(now)s, closed_by_id = %(extract)s
        WHERE round_id = %(year)s AND closed_at IS NULL AND NOT EXISTS (
            SELECT FROM fresh_findings AS fresh
            WHERE (fresh.kind, fresh.subject, fresh.county_code, fresh.office_orgnr)
                = (kept.kind, kept.subject, kept.county_code, kept.office_orgnr))
        RETURNING id, status
    )
    INSERT INTO register_findingstep (finding_id, at, what, extract_id, status, status_before)
    SELECT id, %(now)s, 'closed', %(extract)s, status, status FROM closed
"""

_COLUMNS: Final = (
    "severity",
    "cost_rank",
    "establishment_orgnr",
    "contract_id",
    "other_contract_id",
    "orgnr",
    '"column"',
    "shape",
    "extent",
    "n_apprentices",
    "mended_in",
)

# What people wrote stays; only "mended" is taken back when the fault is there again.
_WRITE: Final = """
    WITH written AS (
        INSERT INTO register_finding AS kept
            (round_id, kind, subject, county_code, office_orgnr, first_found_at, n_reopened, {columns})
        SELECT %(year)s, kind, subject, county_code, office_orgnr, %(now)s, 0, {fresh_columns}
        FROM fresh_findings
        ON CONFLICT (round_id, kind, subject, county_code, office_orgnr) DO UPDATE SET {changes},
            closed_at = NULL, closed_by_id = NULL,
            n_reopened = kept.n_reopened + (kept.closed_at IS NOT NULL)::int,
            status = CASE WHEN kept.closed_at IS NOT NULL AND kept.status = 'mended' THEN 'new' ELSE kept.status END
        WHERE kept.closed_at IS NOT NULL OR ({kept}) IS DISTINCT FROM ({excluded})
        RETURNING new.id, new.status, old.status AS status_before, old.closed_at IS NOT NULL AS is_reopened
    )
    INSERT INTO register_findingstep (finding_id, at, what, extract_id, status, status_before)
    SELECT id, %(now)s, 'reopened', %(extract)s, status, status_before FROM written WHERE is_reopened
"""

_FORECAST: Final = """
    INSERT INTO register_countyforecast (round_id, county_code, n_asked, n_reachable, at)
    SELECT %(year)s, county_code, count(*), count(*) FILTER (WHERE has_email OR has_mobile), %(now)s
    FROM surveyed WHERE place = 1 GROUP BY county_code
"""


def bring_up_to_date(cursor: CursorWrapper, *, round_year: int, now: datetime, extract_id: UUID | None) -> None:
    """Hold the round's findings and its forecast against what was found now."""
    given: dict[str, int | datetime | UUID | list[str] | None] = {
        "year": round_year,
        "now": now,
        "extract": extract_id,
        "severities": list(SEVERITIES),
    }
    cursor.execute("ANALYZE pg_temp.fresh_findings")
    cursor.execute(_CLOSE, given)
    cursor.execute(_write_statement(), given)
    cursor.execute("DELETE FROM register_countyforecast WHERE round_id = %(year)s", given)
    cursor.execute(_FORECAST, given)


def _write_statement() -> str:
    rank = "array_position(%(severities)s::text[], severity) - 1"
    return _WRITE.format(
        columns=", ".join(_COLUMNS),
        fresh_columns=", ".join(rank if name == "cost_rank" else name for name in _COLUMNS),
        changes=", ".join(f"{name} = EXCLUDED.{name}" for name in _COLUMNS),
        kept=", ".join(f"kept.{name}" for name in _COLUMNS),
        excluded=", ".join(f"EXCLUDED.{name}" for name in _COLUMNS),
    )
