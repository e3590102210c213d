"""Who would be asked as the registers stand, and how they can be reached, as temporary tables.

The conditions are a forecast of `sample.rules`, tied to it by tests; who is asked is decided there. Tables made here:

- `candidates`: contracts that would be asked, or miss one rule by at most NEAR_DAYS days (`n_missed` 0 or 1; `late`,
  `short`, `early` and `overlap` say by how many days: approval, time in training, end, interruption);
- `surveyed`: those that miss none, each with a verdict on the two ways to reach the person, whether the office and
  establishment are in their registers, and which of a person's contracts counts (`place` 1).
"""

from datetime import date
from typing import Final

from django.db.backends.utils import CursorWrapper

from laerling.register.rules.findings import NEAR_DAYS
from laerling.register.rules.made_up import EMAIL_PATTERN, MOBILE_PATTERN
from laerling.rounds.rules import RoundFacts

Given = dict[str, bool | int | str | date]

_CANDIDATES: Final = """
    CREATE TEMP TABLE candidates ON COMMIT DROP AS
    WITH dated AS (
        SELECT id, number, person_id, county_code, count_date, name, birth_year, starts_on, email, mobile, email_state,
            mobile_state, supervisor_id, supervisor_email, supervisor_mobile, supervisor_email_state,
            supervisor_mobile_state,
            CASE party_kind WHEN 'K' THEN party_orgnr ELSE '' END AS office,
            CASE party_kind WHEN 'K' THEN member_orgnr ELSE party_orgnr END AS establishment,
            approved_on IS NULL AS unapproved,
            greatest(0, CASE WHEN approved_on IS NULL THEN 1 ELSE approved_on - %(counted_on)s END) AS late,
            greatest(0, (starts_on + make_interval(months => %(months)s))::date - %(counted_on)s
                + %(more_than)s::int) AS short,
            greatest(0, %(closes_on)s - ends_on) AS early,
            CASE WHEN interrupted_from <= %(closes_on)s AND coalesce(interrupted_to, 'infinity') >= %(opens_on)s
                THEN least(interrupted_to - %(opens_on)s + 1, %(closes_on)s - interrupted_from + 1)
                ELSE 0 END AS overlap
        FROM register_contract
        WHERE round_id = %(year)s AND stage = %(stage)s
            AND kind IN ('L', 'O') AND end_code = '' AND party_orgnr <> ''
    ), counted AS (
        SELECT *, (late > 0)::int + (short > 0)::int + (early > 0)::int + (overlap > 0)::int AS n_missed FROM dated
    )
    SELECT counted.*,
        (office = '' OR nor.orgnr IS NOT NULL) AND (establishment = '' OR nlr.orgnr IS NOT NULL) AS in_registers
    FROM counted
    LEFT JOIN organisations_trainingoffice AS nor ON nor.orgnr = office AND nor.active
    LEFT JOIN organisations_trainingestablishment AS nlr ON nlr.orgnr = establishment AND nlr.approved
    WHERE n_missed <= 1 AND greatest(late, short, early, overlap) <= %(near)s
"""

# Numbers as they are compared: a Norwegian one by its eight digits, a foreign one from its plus sign.
_NUMBER: Final = r"""CASE {state}
    WHEN 'ok' THEN right(translate({value}, E' \u00a0-.()', ''), 8)
    WHEN 'foreign' THEN regexp_replace(translate({value}, E' \u00a0-.()', ''), '^00', '+') END"""

# Addresses that persons of different name or year of birth have, among all contracts of the stage. Two ids of the same
# name and year are one person registered twice, not two who share.
_SHARED: Final = """
    CREATE TEMP TABLE shared_{way} ON COMMIT DROP AS
    WITH used AS (
        SELECT {key} AS address,
            CASE name WHEN '' THEN person_id ELSE lower(name COLLATE pg_c_utf8) || birth_year END AS person
        FROM register_contract WHERE round_id = %(year)s AND stage = %(stage)s AND {way}_state IN ('ok', 'foreign')
    ), doubled AS (
        SELECT address FROM used GROUP BY address HAVING min(person COLLATE "C") <> max(person COLLATE "C")
    )
    SELECT address, count(DISTINCT person COLLATE "C") AS n_persons FROM used JOIN doubled USING (address)
    GROUP BY address
"""

_SURVEYED: Final = r"""
    CREATE TEMP TABLE surveyed ON COMMIT DROP AS
    WITH keyed AS (
        SELECT *, CASE email_state WHEN 'ok' THEN lower(email) END AS email_key, {number} AS mobile_key,
            CASE WHEN mobile_state <> 'foreign' THEN right(translate(mobile, E' \u00a0-.()+', ''), 8) END AS digits
        FROM candidates WHERE n_missed = 0
    ), judged AS (
        SELECT keyed.*, shared_email.n_persons AS n_email, shared_mobile.n_persons AS n_mobile,
            CASE WHEN email_state <> 'ok' THEN email_state
                WHEN email_key ~ %(made_up_email)s THEN 'made_up'
                WHEN email_key = lower(supervisor_email) THEN 'same_as_supervisor'
                WHEN email_key = lower(nor.email) THEN 'same_as_office'
                WHEN shared_email.address IS NOT NULL THEN 'shared' ELSE 'ok' END AS email_verdict,
            CASE WHEN length(digits) = 8 AND digits ~ %(made_up_mobile)s THEN 'made_up'
                WHEN mobile_state NOT IN ('ok', 'foreign') THEN mobile_state
                WHEN mobile_key = {supervisor_number} THEN 'same_as_supervisor'
                WHEN mobile_key = right(regexp_replace(nor.phone, '[^0-9]', '', 'g'), 8) THEN 'same_as_office'
                WHEN shared_mobile.address IS NOT NULL THEN 'shared' ELSE mobile_state END AS mobile_verdict
        FROM keyed
        LEFT JOIN organisations_trainingoffice AS nor ON nor.orgnr = office
        LEFT JOIN shared_email ON shared_email.address = email_key
        LEFT JOIN shared_mobile ON shared_mobile.address = mobile_key
    )
    SELECT *, email_verdict = 'ok' AS has_email, mobile_verdict IN ('ok', 'foreign') AS has_mobile,
        CASE WHEN in_registers THEN row_number() OVER good END AS place, first_value(id) OVER good AS counts
    FROM judged
    WINDOW good AS (PARTITION BY in_registers, person_id ORDER BY starts_on DESC, number COLLATE "C")
"""


def make_forecast(cursor: CursorWrapper, this_round: RoundFacts, stage: str) -> None:
    """Make the temporary tables for a round's stage; they go with the transaction."""
    given: Given = {
        "year": this_round.year,
        "stage": stage,
        "counted_on": this_round.final_extract_on,
        "opens_on": this_round.opens_on,
        "closes_on": this_round.closes_on,
        "months": this_round.months_in_training,
        "more_than": this_round.more_than,
        "near": NEAR_DAYS,
        "made_up_email": EMAIL_PATTERN,
        "made_up_mobile": MOBILE_PATTERN,
    }
    number = _NUMBER.format(state="mobile_state", value="mobile")
    cursor.execute(
        "DROP TABLE IF EXISTS pg_temp.candidates, pg_temp.surveyed, pg_temp.shared_email, pg_temp.shared_mobile"
    )
    cursor.execute(_CANDIDATES, given)
    cursor.execute(_SHARED.format(way="email", key="lower(email)"), given)
    cursor.execute(_SHARED.format(way="mobile", key=number), given)
    supervisor_number = _NUMBER.format(state="supervisor_mobile_state", value="supervisor_mobile")
    cursor.execute(_SURVEYED.format(number=number, supervisor_number=supervisor_number), given)
    cursor.execute("ANALYZE pg_temp.candidates, pg_temp.surveyed")
