"""What was blocked stays written down."""

import django.db.models.deletion
from django.db import migrations, models

FREEZE = """
CREATE TRIGGER release_blocked_frozen BEFORE UPDATE OR DELETE ON release_blockedrelease
    FOR EACH ROW EXECUTE FUNCTION release_refuse_change();
"""


class Migration(migrations.Migration):
    """Releases that were not made."""

    dependencies = [("release", "0003_groups"), ("rounds", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="BlockedRelease",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("report", models.JSONField(default=dict)),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="rounds.round"
                    ),
                ),
            ],
        ),
        migrations.RunSQL(FREEZE, "DROP TRIGGER release_blocked_frozen ON release_blockedrelease"),
    ]
