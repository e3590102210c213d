"""Writing drafts anew tells whether all that was deleted is off the disk."""

from django.db import migrations

# CLUSTER keeps deleted rows that some older transaction could still see (statistics being gathered, a backup). The index
# it builds anew has entries for them too, which the count of rows does not; an index that never had any says -1.
REWRITE = """
DROP FUNCTION responses_rewrite_drafts();
CREATE FUNCTION responses_rewrite_drafts() RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    CLUSTER responses_draft USING responses_draft_pkey;
    RETURN (SELECT count(*) FROM responses_draft)
        = (SELECT greatest(reltuples, 0) FROM pg_class WHERE oid = 'responses_draft_pkey'::regclass);
END $$;
REVOKE ALL ON FUNCTION responses_rewrite_drafts() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION responses_rewrite_drafts() TO laerling_worker;
"""


class Migration(migrations.Migration):
    """Replace the function."""

    dependencies = [("responses", "0006_training_year")]
    operations = [migrations.RunSQL(REWRITE, migrations.RunSQL.noop)]
