"""Every event carries the hash of its content, and a ledger chains them: whoever changes, removes or slips in one is seen.

The hash is the database's own work, in the transaction of whoever did the thing. Chaining is not: see decision 18.
"""

from django.db import migrations, models

FORWARD = """
-- What is hashed: a JSON text that anybody can make again from an export. Time is UTC to the microsecond.
CREATE FUNCTION audit_content(
    id uuid, at timestamptz, actor_kind text, actor_id text, what text, about text, scope text, details jsonb
) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_build_object(
        'id', id, 'at', to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        'actor_kind', actor_kind, 'actor_id', actor_id, 'what', what, 'about', about, 'scope', scope,
        'details', details
    )::text
$$;
CREATE FUNCTION audit_hash(content text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT encode(sha256(convert_to(content, 'UTF8')), 'hex')
$$;
ALTER TABLE audit_event ADD COLUMN content_hash text NOT NULL
    GENERATED ALWAYS AS (
        public.audit_hash(public.audit_content(id, at, actor_kind, actor_id, what, about, scope, details))
    ) STORED;

CREATE TRIGGER audit_ledger_append_only BEFORE UPDATE OR DELETE ON audit_ledgerentry
    FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();

-- Enter the events that are not in the ledger yet, and return how many. One caller at a time; who adds events never waits.
CREATE FUNCTION audit_extend_ledger() RETURNS integer LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    place bigint;
    before text;
    fresh record;
    n_entered integer := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(20101903);
    SELECT position, entry_hash INTO place, before FROM audit_ledgerentry ORDER BY position DESC LIMIT 1;
    place := coalesce(place, 0);
    before := coalesce(before, repeat('0', 64));
    FOR fresh IN
        SELECT id, content_hash FROM audit_event AS event
        WHERE NOT EXISTS (SELECT FROM audit_ledgerentry WHERE event_id = event.id) ORDER BY at, id
    LOOP
        place := place + 1;
        INSERT INTO audit_ledgerentry (position, event_id, content_hash, previous_hash, entry_hash)
        VALUES (place, fresh.id, fresh.content_hash, before, audit_hash(before || fresh.content_hash))
        RETURNING entry_hash INTO before;
        n_entered := n_entered + 1;
    END LOOP;
    RETURN n_entered;
END $$;
"""
BACKWARD = """
DROP FUNCTION audit_extend_ledger();
ALTER TABLE audit_event DROP COLUMN content_hash;
DROP FUNCTION audit_hash(text);
DROP FUNCTION audit_content(uuid, timestamptz, text, text, text, text, text, jsonb);
"""


class Migration(migrations.Migration):
    """Make the ledger; the events there are get their hashes, and are chained by the next beat."""

    dependencies = [("audit", "0002_append_only")]
    operations = [
        migrations.CreateModel(
            name="LedgerEntry",
            fields=[
                ("position", models.BigIntegerField(primary_key=True, serialize=False)),
                ("event_id", models.UUIDField(unique=True)),
                ("content_hash", models.CharField(max_length=64)),
                ("previous_hash", models.CharField(max_length=64)),
                ("entry_hash", models.CharField(max_length=64)),
            ],
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
