"""Contracts that miss one rule by days, and contracts that the county's newest extract no longer has."""

from typing import Final

from django.db.backends.utils import CursorWrapper

from laerling.register.layouts import layout

# Only whoever would be asked but for those days, and is not asked by another contract.
_BY_DAYS: Final = """
    INSERT INTO fresh_findings (kind, subject, severity, county_code, office_orgnr, establishment_orgnr, contract_id,
        "column", extent)
    SELECT
        CASE WHEN late > 0 THEN 'not_approved_yet' WHEN short > 0 THEN 'too_short_by_days'
            WHEN early > 0 THEN 'ends_before_close_by_days' ELSE 'interruption_touches_by_days' END,
        'contract:' || number, 'doubt', county_code, office, establishment, id,
        CASE WHEN late > 0 THEN %(approved_on)s WHEN short > 0 THEN %(starts_on)s
            WHEN early > 0 THEN %(ends_on)s ELSE %(interrupted_from)s END,
        CASE WHEN unapproved THEN 0 ELSE late + short + early + overlap END
    FROM candidates AS near WHERE n_missed = 1 AND in_registers
        AND NOT EXISTS (SELECT FROM surveyed WHERE surveyed.person_id = near.person_id AND place = 1)
"""

_GONE: Final = """
    INSERT INTO fresh_findings (kind, subject, severity, county_code, office_orgnr, establishment_orgnr, contract_id,
        "column")
    SELECT 'not_in_newest_extract', 'contract:' || number, 'notice', county_code, office, establishment, id, %(heading)s
    FROM surveyed JOIN (
        SELECT county_code, max(count_date) AS newest FROM register_contract
        WHERE round_id = %(year)s AND stage = %(stage)s GROUP BY county_code
    ) AS counted USING (county_code)
    WHERE count_date < newest
"""


def find(cursor: CursorWrapper, round_year: int, stage: str) -> None:
    """Add contracts whose dates decide by a hair, and those that only an older extract has."""
    vigo = layout("vigo")
    fields = ("approved_on", "starts_on", "ends_on", "interrupted_from")
    cursor.execute(_BY_DAYS, {name: vigo.heading(name) for name in fields})
    cursor.execute(_GONE, {"year": round_year, "stage": stage, "heading": vigo.heading("count_date")})
