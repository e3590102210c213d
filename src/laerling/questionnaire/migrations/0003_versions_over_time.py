"""Versions that follow one another, and files that wait for a second person."""

import django.db.models.deletion
import django.db.models.expressions
import uuid
from django.db import migrations, models

# What was handed in stays as it was. Published once, it is published for good; taken back, it may be put back.
KEEP = """
CREATE FUNCTION questionnaire_keep_proposal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'proposals of questionnaires are kept';
    END IF;
    IF to_jsonb(NEW) - ARRAY['published_at', 'published_by', 'withdrawn_at', 'withdrawn_by']
        IS DISTINCT FROM to_jsonb(OLD) - ARRAY['published_at', 'published_by', 'withdrawn_at', 'withdrawn_by']
        OR OLD.published_at IS NOT NULL
            AND (NEW.published_at, NEW.published_by) IS DISTINCT FROM (OLD.published_at, OLD.published_by)
    THEN
        RAISE EXCEPTION 'proposals of questionnaires never change';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER proposal_stays BEFORE UPDATE OR DELETE ON questionnaire_questionnaireproposal
    FOR EACH ROW EXECUTE FUNCTION questionnaire_keep_proposal();
"""
LET_GO = "DROP TRIGGER proposal_stays ON questionnaire_questionnaireproposal; DROP FUNCTION questionnaire_keep_proposal();"


class Migration(migrations.Migration):

    dependencies = [("questionnaire", "0002_never_changes")]

    operations = [
        migrations.AddField(
            model_name="questionnaireversion",
            name="first_round",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="questionnaireversion",
            name="follows",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="questionnaire.questionnaireversion",
            ),
        ),
        migrations.AddConstraint(
            model_name="questionnaireversion",
            constraint=models.UniqueConstraint(fields=("survey", "first_round"), name="questionnaire_one_from_a_round"),
        ),
        migrations.CreateModel(
            name="QuestionnaireProposal",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=40)),
                ("survey", models.CharField(max_length=40)),
                ("content", models.TextField()),
                ("sha256", models.CharField(max_length=64)),
                ("proposed_at", models.DateTimeField()),
                ("proposed_by", models.CharField(max_length=60)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("published_by", models.CharField(blank=True, max_length=60)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_by", models.CharField(blank=True, max_length=60)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=django.db.models.expressions.RawSQL(
                            "sha256 = encode(sha256(convert_to(content, 'UTF8')), 'hex')", (), models.BooleanField()
                        ),
                        name="proposal_sha256_of_content",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_at", None), ("published_by", "")
                        )
                        | models.Q(
                            ("published_at__isnull", False),
                            models.Q(("published_by", ""), _negated=True),
                            models.Q(("published_by", models.F("proposed_by")), _negated=True),
                        ),
                        name="proposal_published_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("withdrawn_at", None), ("withdrawn_by", ""))
                        | models.Q(
                            ("withdrawn_at__isnull", False), models.Q(("withdrawn_by", ""), _negated=True)
                        ),
                        name="proposal_withdrawn",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("published_at", None)) | models.Q(("withdrawn_at", None)),
                        name="proposal_published_or_withdrawn",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("published_at", None), ("withdrawn_at", None)),
                        fields=("survey",),
                        name="proposal_one_waits",
                    ),
                ],
            },
        ),
        migrations.RunSQL(KEEP, LET_GO),
    ]
