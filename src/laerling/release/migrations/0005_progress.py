"""How far the making of a release has come."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A row while a release is made."""

    dependencies = [("release", "0004_blocked"), ("rounds", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="ReleaseProgress",
            fields=[
                (
                    "round",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="rounds.round",
                    ),
                ),
                ("what", models.CharField(max_length=10)),
                ("stage", models.CharField(blank=True, max_length=20)),
                ("number", models.PositiveSmallIntegerField()),
                ("of", models.PositiveSmallIntegerField()),
                ("done", models.PositiveSmallIntegerField(default=0)),
                ("total", models.PositiveSmallIntegerField(default=0)),
            ],
        ),
    ]
