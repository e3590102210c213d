"""What is wrong with contracts, offices and establishments (M7, M9), found by the database after every import.

Only contracts that the round would ask otherwise are looked at: a fault costs something there. The condition is a
forecast of `sample.rules`, tied to it by a test; who is asked is decided there.
"""

from datetime import date
from typing import Final

from django.db import connection

from laerling.organisations import queries as organisations
from laerling.register.layouts import layout
from laerling.rounds import queries as rounds

_SURVEYED: Final = """
    CREATE TEMP TABLE surveyed ON COMMIT DROP AS
    SELECT id, number, person_id, county_code, email, mobile, email_state, mobile_state, supervisor_id,
        supervisor_email_state, supervisor_mobile_state,
        CASE party_kind WHEN 'K' THEN party_orgnr ELSE '' END AS office,
        CASE party_kind WHEN 'K' THEN member_orgnr ELSE party_orgnr END AS establishment,
        email_state = 'ok' AS has_email,
        mobile_state IN ('ok', 'foreign') AS has_mobile
    FROM register_contract
    WHERE round_id = %(year)s AND stage = %(stage)s
        AND kind IN ('L', 'O') AND end_code = '' AND party_orgnr <> '' AND approved_on <= %(counted_on)s
        AND ends_on >= %(closes_on)s
        AND (starts_on + make_interval(months => %(months)s) < %(counted_on)s
             OR NOT %(more_than)s AND starts_on + make_interval(months => %(months)s) = %(counted_on)s)
        AND NOT coalesce(interrupted_from <= %(closes_on)s
                         AND coalesce(interrupted_to, 'infinity') >= %(opens_on)s, false)
"""

_FRESH: Final = """
    CREATE TEMP TABLE fresh_findings ON COMMIT DROP AS
    SELECT kind, subject, severity, county_code, office_orgnr, establishment_orgnr, contract_id, orgnr, "column",
        shape, n_apprentices, mended_in FROM register_finding WITH NO DATA
"""

_SHAPE: Final = """left(regexp_replace(regexp_replace(regexp_replace({value}, '[[:cntrl:]]', '?', 'g'),
    '[[:alpha:]]', 'x', 'g'), '[[:digit:]]', '9', 'g'), 60)"""

# One contact column of an apprentice: `other` tells whether they can be reached the other way.
_CONTACT: Final = """
    INSERT INTO fresh_findings
    SELECT '{column}_' || {column}_state, 'contract:' || number,
        CASE WHEN {column}_state = 'foreign' THEN 'notice' WHEN {other} THEN 'reduced' ELSE 'unreachable' END,
        county_code, office, establishment, id, '', '{heading}', {shape}, 1, 'vigo'
    FROM surveyed WHERE {column}_state <> 'ok'
"""

_SUPERVISOR_MISSING: Final = """
    INSERT INTO fresh_findings
    SELECT 'supervisor_missing', 'contract:' || number, 'notice', county_code, office, establishment, id, '',
        '{heading}', '', 1, 'vigo'
    FROM surveyed WHERE supervisor_id = '' AND establishment <> ''
"""

_SUPERVISOR_WITHOUT_CONTACT: Final = """
    INSERT INTO fresh_findings
    SELECT 'supervisor_without_contact', 'supervisor:' || supervisor_id || ':' || establishment, 'reduced',
        county_code, office, establishment, min(id), establishment, '{heading}', '',
        count(DISTINCT person_id), 'vigo'
    FROM surveyed WHERE supervisor_id <> ''
    GROUP BY supervisor_id, county_code, office, establishment
    HAVING bool_and(supervisor_email_state <> 'ok' AND supervisor_mobile_state NOT IN ('ok', 'foreign'))
"""

_UNIT: Final = """
    INSERT INTO fresh_findings
    SELECT '{kind}', '{unit}:' || {unit}, 'stop', county_code, office, {establishment}, min(id), {unit}, '', '',
        count(DISTINCT person_id), '{register}'
    FROM surveyed WHERE {unit} <> '' AND {unit} <> ALL(%(known)s::text[])
    GROUP BY county_code, office, {unit}
"""

_DELETE_MENDED: Final = """
    DELETE FROM register_finding AS kept WHERE round_id = %(year)s AND stage = %(stage)s AND NOT EXISTS (
        SELECT FROM fresh_findings AS fresh WHERE (fresh.kind, fresh.subject, fresh.county_code, fresh.office_orgnr)
            = (kept.kind, kept.subject, kept.county_code, kept.office_orgnr))
"""

_COLUMNS: Final = (
    "severity",
    "establishment_orgnr",
    "contract_id",
    "orgnr",
    '"column"',
    "shape",
    "n_apprentices",
    "mended_in",
)

_WRITE: Final = """
    INSERT INTO register_finding AS kept
        (round_id, stage, kind, subject, severity, county_code, office_orgnr, establishment_orgnr, contract_id, orgnr,
         "column", shape, n_apprentices, mended_in)
    SELECT %(year)s, %(stage)s, * FROM fresh_findings
    ON CONFLICT (round_id, stage, kind, subject, county_code, office_orgnr) DO UPDATE SET {changes}
    WHERE ({kept}) IS DISTINCT FROM ({fresh})
"""


def recompute(*, round_year: int, stage: str) -> None:
    """Bring the findings of a round's stage up to date with its contracts, NOR and NLR; what is mended goes away."""
    this_round = rounds.get(round_year)
    given: dict[str, bool | int | str | date] = {
        "year": round_year,
        "stage": stage,
        "counted_on": this_round.final_extract_on,
        "opens_on": this_round.opens_on,
        "closes_on": this_round.closes_on,
        "months": this_round.months_in_training,
        "more_than": this_round.more_than,
    }
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.surveyed, pg_temp.fresh_findings")
        cursor.execute(_SURVEYED, given)
        cursor.execute(_FRESH)
        for statement in _contact_statements():
            cursor.execute(statement)
        for statement, known in _unit_statements():
            cursor.execute(statement, {"known": sorted(known)})
        cursor.execute(_DELETE_MENDED, given)
        cursor.execute(_write_statement(), given)
        cursor.execute("DROP TABLE surveyed, fresh_findings")


def _contact_statements() -> list[str]:
    heading = layout("vigo").heading
    email, mobile = _SHAPE.format(value="email"), _SHAPE.format(value="mobile")
    return [
        _CONTACT.format(column="email", other="has_mobile", heading=heading("email"), shape=email),
        _CONTACT.format(column="mobile", other="has_email", heading=heading("mobile"), shape=mobile),
        _SUPERVISOR_MISSING.format(heading=heading("supervisor_id")),
        _SUPERVISOR_WITHOUT_CONTACT.format(heading=heading("supervisor_email")),
    ]


def _unit_statements() -> list[tuple[str, frozenset[str]]]:
    office = _UNIT.format(kind="office_not_in_nor", unit="office", establishment="''", register="nor")
    member = _UNIT.format(
        kind="establishment_not_in_nlr", unit="establishment", establishment="establishment", register="nlr"
    )
    return [
        (office, organisations.active_office_numbers()),
        (member, organisations.approved_establishment_numbers()),
    ]


def _write_statement() -> str:
    return _WRITE.format(
        changes=", ".join(f"{name} = EXCLUDED.{name}" for name in _COLUMNS),
        kept=", ".join(f"kept.{name}" for name in _COLUMNS),
        fresh=", ".join(f"EXCLUDED.{name}" for name in _COLUMNS),
    )
