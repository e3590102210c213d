"""How fast somebody is going: a small table without a log."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Make it."""

    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Pace",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("used_until", models.DateTimeField()),
            ],
        ),
        migrations.RunSQL("ALTER TABLE shell_pace SET UNLOGGED", migrations.RunSQL.noop),
    ]
