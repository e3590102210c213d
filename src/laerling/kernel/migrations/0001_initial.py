"""The roles of the processes, and the clock: one row that only a demo moves, and PostgreSQL's way to read it."""

from django.db import migrations

FORWARD = """
CREATE TABLE kernel_clock (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    clock_offset interval NOT NULL
);
INSERT INTO kernel_clock (clock_offset) VALUES (interval '0');
CREATE FUNCTION kernel_now() RETURNS timestamptz
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ SELECT clock_timestamp() + clock_offset FROM kernel_clock $$;
"""


# Roles belong to the whole server: another database of it may have made them already, or be making them now.
ROLES = """
DO $$
DECLARE role_name text;
BEGIN
    PERFORM pg_advisory_xact_lock(20101901);
    FOREACH role_name IN ARRAY ARRAY['laerling_answering', 'laerling_staff', 'laerling_reporting', 'laerling_worker']
    LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
        END IF;
        IF NOT pg_has_role(current_user, role_name, 'SET') THEN
            EXECUTE format('GRANT %I TO %I WITH SET TRUE', role_name, current_user);
        END IF;
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    """Make the roles and the clock."""

    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(ROLES, migrations.RunSQL.noop),
        migrations.RunSQL(FORWARD, "DROP FUNCTION kernel_now(); DROP TABLE kernel_clock;"),
    ]
