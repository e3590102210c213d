"""People who look registered twice: two contracts, or two ids."""

from typing import Final

from django.db.backends.utils import CursorWrapper

from laerling.register.layouts import layout

_SECOND_CONTRACT: Final = """
    INSERT INTO fresh_findings (kind, subject, severity, county_code, office_orgnr, establishment_orgnr, contract_id,
        other_contract_id, "column")
    SELECT 'duplicate_contract', 'contract:' || number, 'doubt', county_code, office, establishment, id, counts,
        %(heading)s
    FROM surveyed WHERE place > 1
"""

# Two ids with the same name, year of birth, and e-mail address or mobile number.
_SECOND_ID: Final = """
    INSERT INTO fresh_findings (kind, subject, severity, county_code, office_orgnr, establishment_orgnr, contract_id,
        other_contract_id, "column")
    SELECT 'same_person_twice', 'contract:' || one.number, 'doubt', one.county_code, one.office, one.establishment,
        one.id, min(other.id), %(heading)s
    FROM surveyed AS one JOIN surveyed AS other USING (person, place)
    WHERE place = 1 AND one.person_id <> other.person_id
        AND (one.email_key = other.email_key OR one.mobile_key = other.mobile_key)
    GROUP BY one.id, one.number, one.county_code, one.office, one.establishment
"""


def find(cursor: CursorWrapper) -> None:
    """Add those who are in by another contract, and those who look like somebody else who is asked too."""
    vigo = layout("vigo")
    cursor.execute(_SECOND_CONTRACT, {"heading": vigo.heading("number")})
    cursor.execute(_SECOND_ID, {"heading": vigo.heading("person_id")})
