"""The role of the process that serves the counties' areas over SFTP."""

from django.db import migrations

# Roles belong to the whole server: another database of it may have made it already, or be making it now.
ROLE = """
DO $$
BEGIN
    PERFORM pg_advisory_xact_lock(20101901);
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'laerling_sftp') THEN
        CREATE ROLE laerling_sftp NOLOGIN;
    END IF;
    IF NOT pg_has_role(current_user, 'laerling_sftp', 'SET') THEN
        EXECUTE format('GRANT laerling_sftp TO %I WITH SET TRUE', current_user);
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    """Make the role."""

    dependencies = [("kernel", "0001_initial")]
    operations = [migrations.RunSQL(ROLE, migrations.RunSQL.noop)]
