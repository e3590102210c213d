"""Who would be asked as the registers stand, and how they can be reached, as temporary tables.

The conditions are a forecast of `sample.rules`, tied to it by tests; who is asked is decided there. Tables made here:

- `candidates`: contracts that would be asked, or miss one rule by at most NEAR_DAYS days (`n_missed` 0 or 1; `late`,
  `short`, `early` and `overlap` say by how many days: approval, time in training, end, interruption);
- `written`: addresses and numbers of every contract of the stage as they are compared, and a `person` that is the same
  for the same name and year of birth;
- `made_up`, `shared_email`, `shared_mobile`: which of them nobody has, and which several persons have;
- `surveyed`: the candidates that miss no rule, each with a verdict on the two ways to reach the person, whether the
  office and establishment are in their registers, and which of a person's contracts counts (`place` 1).
"""

from datetime import date
from typing import Final

from django.db.backends.utils import CursorWrapper

from laerling.kernel.db import copy_in
from laerling.register.rules.findings import NEAR_DAYS
from laerling.register.rules.made_up import email_made_up, mobile_made_up
from laerling.rounds.rules import RoundFacts

Given = dict[str, bool | int | str | date]

TABLES: Final = ("candidates", "written", "made_up", "shared_email", "shared_mobile", "surveyed")

# Rows are narrow and statistics rough: both are read once. Without statistics PostgreSQL guesses, which costs minutes.
_ROUGHLY: Final = "SET LOCAL default_statistics_target = 10"
_FINELY: Final = "SET LOCAL default_statistics_target = DEFAULT"

# Numbers as they are compared: a Norwegian one by its eight digits, a foreign one from its plus sign.
_BARE: Final = r"translate({way}, E' \u00a0-.()', '')"
NUMBER: Final = f"""CASE {{way}}_state
    WHEN 'ok' THEN CASE length({{way}}) WHEN 8 THEN {{way}} ELSE right({_BARE}, 8) END
    WHEN 'foreign' THEN regexp_replace({_BARE}, '^00', '+') END"""

_CANDIDATES: Final = """
    CREATE TEMP TABLE candidates ON COMMIT DROP AS
    WITH dated AS (
        SELECT id, number, person_id, county_code, count_date, starts_on, supervisor_id, email_state, mobile, mobile_state,
            supervisor_email, supervisor_email_state, supervisor_mobile, supervisor_mobile_state,
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
    SELECT id, number, person_id, county_code, count_date, starts_on, supervisor_id, counted.office,
        counted.establishment, email_state, mobile_state, unapproved, late, short, early, overlap, n_missed,
        CASE WHEN mobile_state <> 'foreign' THEN
            CASE length(mobile) WHEN 8 THEN mobile ELSE right(translate({bare}, '+', ''), 8) END END AS digits,
        CASE supervisor_email_state WHEN 'ok' THEN lower(supervisor_email) END AS supervisor_email_key,
        {supervisor_number} AS supervisor_mobile_key,
        (office = '' OR nor.orgnr IS NOT NULL) AND (establishment = '' OR nlr.orgnr IS NOT NULL) AS in_registers
    FROM counted
    LEFT JOIN organisations_trainingoffice AS nor ON nor.orgnr = office AND nor.active
    LEFT JOIN organisations_trainingestablishment AS nlr ON nlr.orgnr = establishment AND nlr.approved
    WHERE n_missed <= 1 AND greatest(late, short, early, overlap) <= %(near)s
"""

_WRITTEN: Final = """
    CREATE TEMP TABLE written ON COMMIT DROP AS
    SELECT id, CASE email_state WHEN 'ok' THEN lower(email) END AS email_key, {number} AS mobile_key,
        hashtextextended(CASE name WHEN '' THEN person_id ELSE lower(name COLLATE pg_c_utf8) || birth_year END, 0)
            AS person
    FROM register_contract WHERE round_id = %(year)s AND stage = %(stage)s
"""

_WITHOUT_JUDGEMENT: Final = """
    SELECT id, coalesce(email_key, ''), coalesce(digits, ''), coalesce(supervisor_email_key, ''),
        coalesce(supervisor_mobile_key, '')
    FROM written JOIN candidates USING (id) WHERE n_missed = 0
"""
_MADE_UP: Final = """
    CREATE TEMP TABLE made_up (
        id bigint, email boolean, mobile boolean, supervisor_email boolean, supervisor_mobile boolean
    ) ON COMMIT DROP
"""

# Two ids of the same name and year of birth are one person registered twice, not two who share.
_SHARED: Final = """
    CREATE TEMP TABLE shared_{way} ON COMMIT DROP AS
    WITH several AS (
        SELECT {way}_key FROM written WHERE {way}_key IS NOT NULL
        GROUP BY {way}_key HAVING min(person) <> max(person)
    )
    SELECT {way}_key, count(DISTINCT person) AS n_persons FROM several JOIN written USING ({way}_key) GROUP BY {way}_key
"""

_SURVEYED: Final = """
    CREATE TEMP TABLE surveyed ON COMMIT DROP AS
    WITH judged AS (
        SELECT candidates.id, number, person_id, person, county_code, count_date, starts_on, office, establishment,
            in_registers, supervisor_id, email_key, mobile_key,
            supervisor_email_key IS NOT NULL AND made_up.supervisor_email IS NOT TRUE
                OR supervisor_mobile_key IS NOT NULL AND made_up.supervisor_mobile IS NOT TRUE
                AS has_supervisor_contact,
            shared_email.n_persons AS n_email, shared_mobile.n_persons AS n_mobile,
            CASE WHEN email_state <> 'ok' THEN email_state
                WHEN made_up.email THEN 'made_up'
                WHEN email_key = supervisor_email_key THEN 'same_as_supervisor'
                WHEN email_key = lower(nor.email) THEN 'same_as_office'
                WHEN shared_email.n_persons IS NOT NULL THEN 'shared' ELSE 'ok' END AS email_verdict,
            CASE WHEN made_up.mobile THEN 'made_up'
                WHEN mobile_state NOT IN ('ok', 'foreign') THEN mobile_state
                WHEN mobile_key = supervisor_mobile_key THEN 'same_as_supervisor'
                WHEN mobile_key = right(regexp_replace(nor.phone, '[^0-9]', '', 'g'), 8) THEN 'same_as_office'
                WHEN shared_mobile.n_persons IS NOT NULL THEN 'shared' ELSE mobile_state END AS mobile_verdict
        FROM candidates JOIN written USING (id)
        LEFT JOIN made_up USING (id)
        LEFT JOIN organisations_trainingoffice AS nor ON nor.orgnr = office
        LEFT JOIN shared_email USING (email_key)
        LEFT JOIN shared_mobile USING (mobile_key)
        WHERE n_missed = 0
    )
    SELECT *, email_verdict = 'ok' AS has_email, mobile_verdict IN ('ok', 'foreign') AS has_mobile,
        CASE WHEN in_registers THEN row_number() OVER good END AS place, first_value(id) OVER good AS counts
    FROM judged
    WINDOW good AS (PARTITION BY in_registers, person_id COLLATE "C" ORDER BY starts_on DESC, number COLLATE "C")
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
    }
    number, supervisor_number = NUMBER.format(way="mobile"), NUMBER.format(way="supervisor_mobile")
    bare = _BARE.format(way="mobile")
    cursor.execute(f"DROP TABLE IF EXISTS {', '.join(f'pg_temp.{table}' for table in TABLES)}")
    cursor.execute(_ROUGHLY)
    cursor.execute(_CANDIDATES.format(bare=bare, supervisor_number=supervisor_number), given)
    cursor.execute(_WRITTEN.format(number=number), given)
    cursor.execute("ANALYZE pg_temp.candidates, pg_temp.written")
    _judge_what_is_written(cursor)
    for way in ("email", "mobile"):
        cursor.execute(_SHARED.format(way=way))
    cursor.execute("ANALYZE pg_temp.made_up, pg_temp.shared_email, pg_temp.shared_mobile")
    cursor.execute(_SURVEYED)
    cursor.execute("ANALYZE pg_temp.surveyed")
    cursor.execute(_FINELY)


def _judge_what_is_written(cursor: CursorWrapper) -> None:
    """Let the rules say which addresses and numbers are made up: one definition, whoever asks."""
    cursor.execute(_MADE_UP)
    cursor.execute(_WITHOUT_JUDGEMENT)
    judged = (
        (
            contract_id,
            email_made_up(email),
            mobile_made_up(mobile),
            email_made_up(their_email),
            mobile_made_up(their_mobile),
        )
        for contract_id, email, mobile, their_email, their_mobile in cursor.fetchall()
    )
    columns = ["id", "email", "mobile", "supervisor_email", "supervisor_mobile"]
    copy_in("made_up", columns, [row for row in judged if any(row[1:])])
