"""No one changes or deletes what was done, whatever role they have."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit events are append-only';
END $$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit_event
    FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();
"""
BACKWARD = "DROP TRIGGER audit_append_only ON audit_event; DROP FUNCTION audit_refuse_change();"


class Migration(migrations.Migration):
    """Refuse changes."""

    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
