"""Training offices and establishments: not in their register, or an office nobody can write to (M9)."""

from typing import Final

from django.db.backends.utils import CursorWrapper

_NOT_REGISTERED: Final = """
    INSERT INTO fresh_findings (kind, subject, severity, county_code, office_orgnr, establishment_orgnr, contract_id,
        orgnr, n_apprentices, mended_in)
    SELECT '{kind}', '{unit}:' || {unit}, 'stop', county_code, office, {establishment}, min(id), {unit},
        count(DISTINCT person_id), '{register}'
    FROM surveyed WHERE {unit} <> '' AND {unit} NOT IN (SELECT orgnr FROM {table} WHERE {good})
    GROUP BY county_code, office, {unit}
"""

# Where the file of NOR had no such columns (NULL), nothing is known and nothing is said.
_OFFICE_WITHOUT_CONTACT: Final = """
    INSERT INTO fresh_findings (kind, subject, severity, county_code, office_orgnr, contract_id, orgnr, n_apprentices,
        mended_in)
    SELECT 'office_without_contact', 'office:' || office, 'notice', county_code, office, min(id), office,
        count(DISTINCT person_id), 'nor'
    FROM surveyed JOIN organisations_trainingoffice AS nor ON nor.orgnr = office
    WHERE nor.active AND nor.email = '' AND nor.phone = '' AND office <> ALL(%(with_people)s::text[])
    GROUP BY county_code, office
"""


def find(cursor: CursorWrapper, offices_with_people: frozenset[str]) -> None:
    """Add what is wrong with the units of those who would be asked otherwise."""
    office = _NOT_REGISTERED.format(
        kind="office_not_in_nor",
        unit="office",
        establishment="''",
        register="nor",
        table="organisations_trainingoffice",
        good="active",
    )
    establishment = _NOT_REGISTERED.format(
        kind="establishment_not_in_nlr",
        unit="establishment",
        establishment="establishment",
        register="nlr",
        table="organisations_trainingestablishment",
        good="approved",
    )
    cursor.execute(office)
    cursor.execute(establishment)
    cursor.execute(_OFFICE_WITHOUT_CONTACT, {"with_people": sorted(offices_with_people)})
