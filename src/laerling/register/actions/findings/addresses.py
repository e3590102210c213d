"""Apprentices' e-mail addresses and mobile numbers: missing, written wrongly, or somebody else's."""

from typing import Final

from django.db.backends.utils import CursorWrapper

from laerling.register.layouts import layout

# The form of a value, letters as x and digits as 9: never the value.
SHAPE: Final = """left(regexp_replace(regexp_replace(regexp_replace({value}, '[[:cntrl:]]', '?', 'g'),
    '[[:alpha:]]', 'x', 'g'), '[[:digit:]]', '9', 'g'), 60)"""

# One way to reach an apprentice by the contract that counts; `other` tells whether they can be reached the other way.
_WAY: Final = """
    INSERT INTO fresh_findings (kind, subject, severity, county_code, office_orgnr, establishment_orgnr, contract_id,
        "column", shape, extent)
    SELECT '{way}_' || {way}_verdict, 'contract:' || surveyed.number,
        CASE WHEN {way}_verdict = 'foreign' THEN 'notice' WHEN {other} THEN 'reduced' ELSE 'unreachable' END,
        surveyed.county_code, office, establishment, id, %(heading)s, {shape},
        CASE {way}_verdict WHEN 'shared' THEN n_{way} ELSE 0 END
    FROM surveyed JOIN register_contract USING (id)
    WHERE {way}_verdict NOT IN ('ok', 'unwanted') AND coalesce(place, 1) = 1
"""


def find(cursor: CursorWrapper) -> None:
    """Add what is wrong with the addresses of those who would be asked."""
    vigo = layout("vigo")
    for way, other in (("email", "has_mobile"), ("mobile", "has_email")):
        statement = _WAY.format(way=way, other=other, shape=SHAPE.format(value=way))
        cursor.execute(statement, {"heading": vigo.heading(way)})
