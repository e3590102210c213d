"""Training supervisors: none on the contract, or none that can be reached."""

from typing import Final

from django.db.backends.utils import CursorWrapper

from laerling.register.layouts import layout

_MISSING: Final = """
    INSERT INTO fresh_findings (kind, subject, severity, county_code, office_orgnr, establishment_orgnr, contract_id,
        "column")
    SELECT 'supervisor_missing', 'contract:' || number, 'notice', county_code, office, establishment, id, %(heading)s
    FROM surveyed WHERE supervisor_id = '' AND establishment <> ''
"""

_WITHOUT_CONTACT: Final = """
    INSERT INTO fresh_findings (kind, subject, severity, county_code, office_orgnr, establishment_orgnr, contract_id,
        orgnr, "column", n_apprentices)
    SELECT 'supervisor_without_contact', 'supervisor:' || supervisor_id || ':' || establishment, 'reduced',
        county_code, office, establishment, min(id), establishment, %(heading)s, count(DISTINCT person_id)
    FROM surveyed WHERE supervisor_id <> ''
    GROUP BY supervisor_id, county_code, office, establishment
    HAVING NOT bool_or(has_supervisor_contact)
"""


def find(cursor: CursorWrapper) -> None:
    """Add what is wrong with supervisors of those who would be asked."""
    vigo = layout("vigo")
    cursor.execute(_MISSING, {"heading": vigo.heading("supervisor_id")})
    cursor.execute(_WITHOUT_CONTACT, {"heading": vigo.heading("supervisor_email")})
