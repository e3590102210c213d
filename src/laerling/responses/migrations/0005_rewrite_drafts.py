"""Drafts written anew: what was deleted or replaced can no longer be read from the table's file."""

from django.db import migrations

# A deleted row stays in its file for days, and the server's own secrets open a draft until the close: whoever took the
# disk could read what people had answered who were told that nobody can. CLUSTER leaves what nobody sees any more behind
# with the old file. Not TRUNCATE, as in the mix: to whoever was waiting to read, the table would look empty, and a draft
# be saved without what was in it. In a transaction of its own, after the mix: whoever looks a link up waits for this
# table, and may hold what a mix waits for.
REWRITE = """
CREATE FUNCTION responses_rewrite_drafts() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    CLUSTER responses_draft USING responses_draft_pkey;
END $$;
REVOKE ALL ON FUNCTION responses_rewrite_drafts() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION responses_rewrite_drafts() TO laerling_worker;
"""


class Migration(migrations.Migration):
    """Make the function."""

    dependencies = [("responses", "0004_quick")]
    operations = [migrations.RunSQL(REWRITE, "DROP FUNCTION responses_rewrite_drafts();")]
