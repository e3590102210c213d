"""The year of training rides along in the profile of an opened answer. Urns opened before have none."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column more."""

    dependencies = [("responses", "0005_rewrite_drafts")]

    operations = [
        migrations.AddField(
            "openedanswer", "year", models.TextField(blank=True, default=""), preserve_default=False
        ),
    ]
