"""A made release is frozen: no role changes or deletes it, and no cell comes to it afterwards."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION release_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a made release is frozen';
END $$;
CREATE TRIGGER release_frozen BEFORE UPDATE OR DELETE ON release_release
    FOR EACH ROW EXECUTE FUNCTION release_refuse_change();
CREATE TRIGGER release_cell_frozen BEFORE UPDATE OR DELETE ON release_cell
    FOR EACH ROW EXECUTE FUNCTION release_refuse_change();

-- Cells are written before the row that seals them (its foreign key is checked at commit).
CREATE FUNCTION release_refuse_late_cells() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM late JOIN release_release ON release_release.id = late.release_id) THEN
        RAISE EXCEPTION 'a made release is frozen';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER release_cell_sealed AFTER INSERT ON release_cell
    REFERENCING NEW TABLE AS late FOR EACH STATEMENT EXECUTE FUNCTION release_refuse_late_cells();
"""
BACKWARD = """
DROP TRIGGER release_cell_sealed ON release_cell;
DROP FUNCTION release_refuse_late_cells();
DROP TRIGGER release_cell_frozen ON release_cell;
DROP TRIGGER release_frozen ON release_release;
DROP FUNCTION release_refuse_change();
"""


class Migration(migrations.Migration):
    """Freeze."""

    dependencies = [("release", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
