"""What is published never changes, whatever role asks."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION questionnaire_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'published questionnaires never change';
END $$;
CREATE TRIGGER questionnaire_never_changes BEFORE UPDATE OR DELETE ON questionnaire_questionnaireversion
    FOR EACH ROW EXECUTE FUNCTION questionnaire_refuse_change();
"""
BACKWARD = """
DROP TRIGGER questionnaire_never_changes ON questionnaire_questionnaireversion;
DROP FUNCTION questionnaire_refuse_change();
"""


class Migration(migrations.Migration):
    """Refuse changes."""

    dependencies = [("questionnaire", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
