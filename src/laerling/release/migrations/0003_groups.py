"""Groups with figures by item take the place of single cells; plan, report, source and names come to a release.

A release that was made of cells was protected table by table only and is not carried over: no round's results had been
shown when this came, and it is made again from the opened answers.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

RELEASE_TRIGGER = """
CREATE TRIGGER release_frozen BEFORE UPDATE OR DELETE ON release_release
    FOR EACH ROW EXECUTE FUNCTION release_refuse_change();
"""
EMPTY = """
DROP TRIGGER release_frozen ON release_release;
DROP TRIGGER release_cell_frozen ON release_cell;
DELETE FROM release_cell;
DELETE FROM release_release;
""" + RELEASE_TRIGGER
EMPTY_BACKWARD = """
CREATE TRIGGER release_cell_frozen BEFORE UPDATE OR DELETE ON release_cell
    FOR EACH ROW EXECUTE FUNCTION release_refuse_change();
"""
CELLS_BACKWARD = """
CREATE TRIGGER release_cell_sealed AFTER INSERT ON release_cell
    REFERENCING NEW TABLE AS late FOR EACH STATEMENT EXECUTE FUNCTION release_refuse_late_cells();
"""
# Rows are written before the row that seals them (its foreign key is checked at commit).
FREEZE = """
CREATE TRIGGER release_group_frozen BEFORE UPDATE OR DELETE ON release_releasedgroup
    FOR EACH ROW EXECUTE FUNCTION release_refuse_change();
CREATE TRIGGER release_label_frozen BEFORE UPDATE OR DELETE ON release_releasedlabel
    FOR EACH ROW EXECUTE FUNCTION release_refuse_change();
CREATE TRIGGER release_group_sealed AFTER INSERT ON release_releasedgroup
    REFERENCING NEW TABLE AS late FOR EACH STATEMENT EXECUTE FUNCTION release_refuse_late_cells();
CREATE TRIGGER release_label_sealed AFTER INSERT ON release_releasedlabel
    REFERENCING NEW TABLE AS late FOR EACH STATEMENT EXECUTE FUNCTION release_refuse_late_cells();
"""
FREEZE_BACKWARD = """
DROP TRIGGER release_label_sealed ON release_releasedlabel;
DROP TRIGGER release_group_sealed ON release_releasedgroup;
DROP TRIGGER release_label_frozen ON release_releasedlabel;
DROP TRIGGER release_group_frozen ON release_releasedgroup;
"""


class Migration(migrations.Migration):
    """Groups in the place of cells."""

    dependencies = [("release", "0002_frozen")]

    operations = [
        migrations.RunSQL(EMPTY, EMPTY_BACKWARD),
        migrations.RunSQL("DROP TRIGGER release_cell_sealed ON release_cell", CELLS_BACKWARD),
        migrations.DeleteModel(name="Cell"),
        migrations.AddField("release", "plan", models.JSONField(default=dict)),
        migrations.AddField("release", "report", models.JSONField(default=dict)),
        migrations.AddField("release", "source", models.CharField(default="urn", max_length=7), preserve_default=False),
        migrations.AddConstraint(
            "release", models.CheckConstraint(condition=Q(source__in=["urn", "history"]), name="release_source")
        ),
        migrations.CreateModel(
            name="ReleasedGroup",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("table", models.CharField(blank=True, max_length=80)),
                (
                    "key",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(blank=True, max_length=100), blank=True, size=None
                    ),
                ),
                ("rounds", models.PositiveSmallIntegerField(default=1)),
                ("shown", models.BooleanField()),
                ("few", models.BooleanField(default=False)),
                ("figures", models.JSONField(default=dict)),
                (
                    "release",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="release.release",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["release", "table", "key", "rounds"], name="released_group_once"),
                    models.CheckConstraint(condition=Q(rounds__in=[1, 2]), name="released_group_rounds"),
                    models.CheckConstraint(
                        condition=Q(shown=True) | Q(figures={}), name="released_group_hidden_altogether"
                    ),
                    models.CheckConstraint(condition=Q(shown=False) | Q(few=False), name="released_group_few_is_hidden"),
                ],
                "indexes": [models.Index(fields=["table", "key"], name="released_group_series")],
            },
        ),
        migrations.CreateModel(
            name="ReleasedLabel",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("dimension", models.CharField(max_length=20)),
                ("code", models.CharField(max_length=100)),
                ("name", models.CharField(max_length=200)),
                (
                    "parents",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120), blank=True, default=list, size=None
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="release.release",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["release", "dimension", "code"], name="released_label_once")
                ],
            },
        ),
        migrations.RunSQL(FREEZE, FREEZE_BACKWARD),
    ]
