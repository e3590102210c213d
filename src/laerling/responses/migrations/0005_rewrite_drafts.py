"""Drafts written anew: what was deleted or replaced can no longer be read from the table's file."""

from django.db import migrations

# A deleted row stays in its file for days, and the server's own secrets open a draft until the close: whoever took the
# disk could read what people had answered who were told that nobody can. In a transaction of its own: whoever looks a
# link up waits for this table, and may hold what a mix waits for.
REWRITE = """
CREATE FUNCTION responses_rewrite_drafts() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    LOCK TABLE responses_draft IN ACCESS EXCLUSIVE MODE;
    CREATE TEMPORARY TABLE responses_kept AS
        SELECT link_hash, round_id, sealed FROM responses_draft AS draft WHERE NOT EXISTS (
            SELECT FROM invitations_invitation AS invitation
            WHERE invitation.link_hash = draft.link_hash AND invitation.answered
        );
    TRUNCATE responses_draft;
    INSERT INTO responses_draft (link_hash, round_id, sealed)
        SELECT link_hash, round_id, sealed FROM responses_kept ORDER BY link_hash;
    DROP TABLE responses_kept;
END $$;
REVOKE ALL ON FUNCTION responses_rewrite_drafts() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION responses_rewrite_drafts() TO laerling_worker;
"""


class Migration(migrations.Migration):
    """Make the function."""

    dependencies = [("responses", "0002_urn")]
    operations = [migrations.RunSQL(REWRITE, "DROP FUNCTION responses_rewrite_drafts();")]
