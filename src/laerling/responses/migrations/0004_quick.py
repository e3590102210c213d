"""What each page of the answering site asks, in plans that are kept; a draft is saved only over the one that was seen."""

from django.db import migrations

# Whether a round takes answers is told by the database's clock and its proof (migration 0003), and nowhere else. One
# look at the proofs and plain arithmetic of three dates, so that it becomes part of whatever asks.
PHASE = """
CREATE FUNCTION responses_is_proven(round_year integer, opens_on date) RETURNS boolean
    LANGUAGE sql STABLE RETURN EXISTS (
        SELECT FROM responses_keyproof WHERE round_id = round_year
        AND proven_at >= opens_on::timestamp AT TIME ZONE 'Europe/Oslo' - interval '336 hours'
    );
CREATE FUNCTION responses_phase_at(
    round_year integer, closed_at timestamptz, opens_on date, closes_on date, at timestamptz
) RETURNS text
    LANGUAGE sql STABLE RETURN CASE
        WHEN closed_at IS NOT NULL OR at >= (closes_on + 1)::timestamp AT TIME ZONE 'Europe/Oslo' THEN 'closed'
        WHEN at < opens_on::timestamp AT TIME ZONE 'Europe/Oslo' THEN 'not_open'
        WHEN NOT responses_is_proven(round_year, opens_on) THEN 'not_open'
        ELSE 'open'
    END;
CREATE OR REPLACE FUNCTION responses_phase(round_year integer) RETURNS text
    LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT responses_phase_at(year, closed_at, opens_on, closes_on, kernel_now()) FROM rounds_round WHERE year = round_year
$$;
"""

# `round_mark` changes whenever the round's row does, so that the site may keep a round it has read.
FOUND = "ALTER TYPE responses_found ADD ATTRIBUTE round_mark text;"

# One look-up by key after another: a statement that joins them all is planned anew at every call, and takes twice as long.
# Nothing is told of an answered link but that it is answered.
LOOK_UP = """
DROP FUNCTION responses_look_up(bytea);
CREATE FUNCTION responses_look_up(link bytea) RETURNS SETOF responses_found
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    invitation record;
    its_round record;
    person record;
    answer responses_found;
    is_open boolean;
BEGIN
    SELECT round_id, answered, declined, county_code, office_orgnr, member_id INTO invitation
    FROM invitations_invitation WHERE link_hash = link;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    SELECT one.year, one.questionnaire, version.sha256, key.public_key, one.xmin::text AS mark,
        responses_phase_at(one.year, one.closed_at, one.opens_on, one.closes_on, kernel_now()) AS phase
    INTO its_round
    FROM rounds_round AS one
    LEFT JOIN questionnaire_questionnaireversion AS version ON version.code = one.questionnaire
    LEFT JOIN responses_roundkey AS key ON key.round_id = one.year
    WHERE one.year = invitation.round_id;
    SELECT contract.written_form, member.profile INTO person
    FROM sample_samplemember AS member JOIN register_contract AS contract ON contract.id = member.contract_id
    WHERE member.id = invitation.member_id;

    is_open := NOT invitation.answered AND its_round.phase = 'open';
    answer.state := CASE
        WHEN invitation.answered THEN 'answered'
        WHEN its_round.phase <> 'open' THEN its_round.phase
        WHEN invitation.declined THEN 'declined'
        ELSE 'open'
    END;
    answer.round := its_round.year;
    answer.questionnaire := its_round.questionnaire;
    answer.questionnaire_sha256 := its_round.sha256;
    answer.written_form := person.written_form;
    answer.county_code := invitation.county_code;
    answer.office_name := '';
    answer.round_mark := its_round.mark;
    IF invitation.office_orgnr <> '' THEN
        SELECT name INTO answer.office_name FROM organisations_trainingoffice WHERE orgnr = invitation.office_orgnr;
        answer.office_name := coalesce(answer.office_name, '');
    END IF;
    IF is_open THEN
        answer.profile := person.profile;
        answer.public_key := its_round.public_key;
        SELECT sealed INTO answer.draft FROM responses_draft WHERE link_hash = link;
    END IF;
    RETURN NEXT answer;
END $$;
"""

# `seen` begins the draft that the person's page was made from (its nonce); nothing where there was none. Where another
# window has saved meanwhile, nothing is written over: the site reads anew and tries again. A draft that is saved while
# the same person's answer is being handed in may outlive it until the next mix: it is unreadable without the link, and
# never shown.
SAVE_DRAFT = """
DROP FUNCTION responses_save_draft(bytea, bytea);
CREATE FUNCTION responses_save_draft(link bytea, letter bytea, seen bytea) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    its_round integer;
    state text;
BEGIN
    SELECT invitation.round_id, CASE
        WHEN invitation.answered THEN 'answered'
        ELSE responses_phase_at(one.year, one.closed_at, one.opens_on, one.closes_on, kernel_now())
    END INTO its_round, state
    FROM invitations_invitation AS invitation JOIN rounds_round AS one ON one.year = invitation.round_id
    WHERE invitation.link_hash = link;
    IF state = 'open' THEN
        INSERT INTO responses_draft AS draft (link_hash, round_id, sealed) VALUES (link, its_round, letter)
        ON CONFLICT (link_hash) DO UPDATE SET sealed = excluded.sealed WHERE substr(draft.sealed, 1, 12) = seen;
        RETURN CASE WHEN FOUND THEN 'saved' ELSE 'moved' END;
    END IF;
    RETURN coalesce(state, 'unknown');
END $$;
"""

# A page that is saved moves nothing but its own row: with room left in each block, no index is written.
ROOM = "ALTER TABLE responses_draft SET (fillfactor = 50);"

RIGHTS = """
REVOKE ALL ON FUNCTION responses_phase_at(integer, timestamptz, date, date, timestamptz),
    responses_is_proven(integer, date), responses_look_up(bytea),
    responses_save_draft(bytea, bytea, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION responses_look_up(bytea), responses_save_draft(bytea, bytea, bytea) TO laerling_answering;
"""


class Migration(migrations.Migration):
    """Replace the two functions that every page calls."""

    dependencies = [("responses", "0003_proofs")]
    operations = [migrations.RunSQL(PHASE + FOUND + LOOK_UP + SAVE_DRAFT + ROOM + RIGHTS, migrations.RunSQL.noop)]
