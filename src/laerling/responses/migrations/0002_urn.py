"""The functions of the sealed urn: all that the answering site may do in the database, and the mix."""

from django.db import migrations

# The numbers of advisory locks belong to the whole database; the second one is the round.
URN_LOCK = 20101902

# A ballot must stay in its own row: parts kept beside the table are numbered in the order they came in.
IN_PLACE = """
ALTER TABLE responses_draft ALTER COLUMN link_hash SET STORAGE PLAIN, ALTER COLUMN sealed SET STORAGE PLAIN;
ALTER TABLE responses_intake ALTER COLUMN sealed SET STORAGE PLAIN;
ALTER TABLE responses_urn ALTER COLUMN sealed SET STORAGE PLAIN;
"""

# Whether a round takes answers is told by the database's clock, and nowhere else.
PHASE = """
CREATE FUNCTION responses_phase(round_year integer) RETURNS text
    LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT CASE
        WHEN closed_at IS NOT NULL OR kernel_now() >= (closes_on + 1)::timestamp AT TIME ZONE 'Europe/Oslo' THEN 'closed'
        WHEN kernel_now() < opens_on::timestamp AT TIME ZONE 'Europe/Oslo' THEN 'not_open'
        ELSE 'open'
    END FROM rounds_round WHERE year = round_year
$$;
"""

# Nothing is told of an answered link but that it is answered.
FOUND = """
CREATE TYPE responses_found AS (
    state text, round integer, questionnaire text, questionnaire_sha256 text, written_form text,
    county_code text, office_name text, profile jsonb, public_key text, draft bytea
);
"""
LOOK_UP = """
CREATE FUNCTION responses_look_up(link bytea) RETURNS SETOF responses_found
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT found.state, found.round_id, found.questionnaire, version.sha256, contract.written_form,
        invitation.county_code, coalesce(office.name, ''),
        CASE WHEN found.is_open THEN member.profile END,
        CASE WHEN found.is_open THEN key.public_key END,
        CASE WHEN found.is_open THEN draft.sealed END
    FROM invitations_invitation AS invitation
    JOIN sample_samplemember AS member ON member.id = invitation.member_id
    JOIN register_contract AS contract ON contract.id = member.contract_id
    JOIN rounds_round AS its_round ON its_round.year = invitation.round_id
    LEFT JOIN questionnaire_questionnaireversion AS version ON version.code = its_round.questionnaire
    LEFT JOIN organisations_trainingoffice AS office ON office.orgnr = invitation.office_orgnr
    LEFT JOIN responses_roundkey AS key ON key.round_id = invitation.round_id
    LEFT JOIN responses_draft AS draft ON draft.link_hash = invitation.link_hash
    CROSS JOIN LATERAL (SELECT responses_phase(invitation.round_id) AS phase) AS now
    CROSS JOIN LATERAL (
        SELECT invitation.round_id::integer, its_round.questionnaire, NOT invitation.answered AND now.phase = 'open' AS is_open,
            CASE
                WHEN invitation.answered THEN 'answered'
                WHEN now.phase <> 'open' THEN now.phase
                WHEN invitation.declined THEN 'declined'
                ELSE 'open'
            END AS state
    ) AS found
    WHERE invitation.link_hash = link
$$;
"""

# A draft that is saved while the same person's answer is being handed in may outlive it until the next mix: it is
# unreadable without the link, and never shown.
SAVE_DRAFT = """
CREATE FUNCTION responses_save_draft(link bytea, letter bytea) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    its_round integer;
    state text;
BEGIN
    SELECT round_id, CASE WHEN answered THEN 'answered' ELSE responses_phase(round_id) END INTO its_round, state
    FROM invitations_invitation WHERE link_hash = link;
    IF state = 'open' THEN
        INSERT INTO responses_draft (link_hash, round_id, sealed) VALUES (link, its_round, letter)
        ON CONFLICT (link_hash) DO UPDATE SET sealed = excluded.sealed;
        RETURN 'saved';
    END IF;
    RETURN coalesce(state, 'unknown');
END $$;
"""

# Exactly once: the flag and the ballot are one transaction, and the update of the flag is the fence. The shared lock
# orders answers and the close, so that whether it counts and whether it was in time is one decision.
SUBMIT = f"""
CREATE FUNCTION responses_submit(link bytea, letter bytea) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    its_round integer;
    state text;
BEGIN
    SELECT round_id INTO its_round FROM invitations_invitation WHERE link_hash = link;
    IF NOT FOUND THEN
        RETURN 'unknown';
    END IF;
    PERFORM pg_advisory_xact_lock_shared({URN_LOCK}, its_round);
    SELECT CASE WHEN answered THEN 'answered' ELSE responses_phase(round_id) END INTO state
    FROM invitations_invitation WHERE link_hash = link;
    IF state <> 'open' THEN
        RETURN state;
    END IF;
    IF NOT invitations_mark_answered(link) THEN
        RETURN 'answered';
    END IF;
    INSERT INTO responses_intake (id, round_id, sealed) VALUES (gen_random_uuid(), its_round, letter);
    DELETE FROM responses_draft WHERE link_hash = link;
    RETURN 'received';
END $$;
"""

DECLINE = """
CREATE FUNCTION responses_decline(link bytea) RETURNS SETOF responses_found
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM invitations_invitation
    WHERE link_hash = link AND NOT answered AND responses_phase(round_id) = 'open';
    IF FOUND THEN
        PERFORM invitations_mark_declined(link);
        DELETE FROM responses_draft WHERE link_hash = link;
    END IF;
    RETURN QUERY SELECT * FROM responses_look_up(link);
END $$;
"""

# After a mix every ballot of the urn has the same transaction number, a new id and a random place, in a new file; what
# lay in the intake is gone from it, and so are the drafts of those who have answered. Both tables are emptied rather
# than their rows deleted: deleted rows can still be read, with the number of the transaction that wrote them.
MIX = f"""
CREATE FUNCTION responses_mix(mixed_round integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    n_moved integer;
BEGIN
    PERFORM pg_advisory_xact_lock({URN_LOCK}, mixed_round);
    LOCK TABLE responses_intake, responses_urn IN ACCESS EXCLUSIVE MODE;
    SELECT count(*) INTO n_moved FROM responses_intake WHERE round_id = mixed_round;
    CREATE TEMPORARY TABLE responses_shuffled AS
        SELECT round_id, sealed, is_waiting FROM (
            SELECT round_id, sealed, round_id <> mixed_round AS is_waiting FROM responses_intake
            UNION ALL SELECT round_id, sealed, false FROM responses_urn
        ) AS every_ballot ORDER BY gen_random_uuid();
    TRUNCATE responses_intake, responses_urn;
    INSERT INTO responses_urn (id, round_id, sealed)
        SELECT gen_random_uuid(), round_id, sealed FROM responses_shuffled WHERE NOT is_waiting;
    INSERT INTO responses_intake (id, round_id, sealed)
        SELECT gen_random_uuid(), round_id, sealed FROM responses_shuffled WHERE is_waiting;
    DROP TABLE responses_shuffled;
    DELETE FROM responses_draft AS draft USING invitations_invitation AS invitation
        WHERE invitation.link_hash = draft.link_hash AND invitation.answered;
    RETURN n_moved;
END $$;
"""

RIGHTS = """
REVOKE ALL ON FUNCTION responses_phase(integer), responses_look_up(bytea), responses_save_draft(bytea, bytea),
    responses_submit(bytea, bytea), responses_decline(bytea), responses_mix(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION responses_look_up(bytea), responses_save_draft(bytea, bytea),
    responses_submit(bytea, bytea), responses_decline(bytea) TO laerling_answering;
GRANT EXECUTE ON FUNCTION responses_mix(integer) TO laerling_worker;
"""
BACKWARD = """
DROP FUNCTION responses_mix(integer), responses_decline(bytea), responses_submit(bytea, bytea),
    responses_save_draft(bytea, bytea), responses_look_up(bytea), responses_phase(integer);
DROP TYPE responses_found;
"""


class Migration(migrations.Migration):
    """Make the functions."""

    dependencies = [
        ("responses", "0001_initial"),
        ("invitations", "0001_initial"),
        ("kernel", "0001_initial"),
        ("organisations", "0001_initial"),
        ("questionnaire", "0001_initial"),
        ("register", "0001_initial"),
        ("rounds", "0001_initial"),
        ("sample", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(IN_PLACE, migrations.RunSQL.noop),
        migrations.RunSQL(FOUND + PHASE + LOOK_UP + SAVE_DRAFT + SUBMIT + DECLINE + MIX + RIGHTS, BACKWARD),
    ]
