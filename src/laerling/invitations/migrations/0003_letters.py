"""The Directorate's letters in versions, whose words never change; and tests that people send to themselves."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

# What is written stays. Publishing and taking back are marked once each, and what was taken back is never published.
LETTERS_STAY = """
CREATE FUNCTION invitations_keep_letter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'versions of letters are kept';
    END IF;
    IF to_jsonb(NEW) - ARRAY['published_at', 'published_by', 'withdrawn_at', 'withdrawn_by']
        IS DISTINCT FROM to_jsonb(OLD) - ARRAY['published_at', 'published_by', 'withdrawn_at', 'withdrawn_by']
        OR OLD.published_at IS NOT NULL
            AND (NEW.published_at, NEW.published_by) IS DISTINCT FROM (OLD.published_at, OLD.published_by)
        OR OLD.withdrawn_at IS NOT NULL
            AND (NEW.withdrawn_at, NEW.withdrawn_by, NEW.published_at)
                IS DISTINCT FROM (OLD.withdrawn_at, OLD.withdrawn_by, OLD.published_at)
    THEN
        RAISE EXCEPTION 'versions of letters never change';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER letter_stays BEFORE UPDATE OR DELETE ON invitations_letterversion
    FOR EACH ROW EXECUTE FUNCTION invitations_keep_letter();
"""
LETTERS_MAY_GO = "DROP TRIGGER letter_stays ON invitations_letterversion; DROP FUNCTION invitations_keep_letter();"


class Migration(migrations.Migration):

    dependencies = [
        ('invitations', '0002_channels_and_contacts'),
        ('rounds', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LetterVersion',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=10)),
                ('channel', models.CharField(max_length=5)),
                ('number', models.PositiveSmallIntegerField()),
                ('subject_nb', models.CharField(blank=True, max_length=70)),
                ('subject_nn', models.CharField(blank=True, max_length=70)),
                ('body_nb', models.TextField()),
                ('body_nn', models.TextField()),
                ('proposed_at', models.DateTimeField()),
                ('proposed_by', models.CharField(max_length=60)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('published_by', models.CharField(blank=True, max_length=60)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_by', models.CharField(blank=True, max_length=60)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rounds.round')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['invitation', 'reminder'])), name='letter_kind'), models.CheckConstraint(condition=models.Q(('channel__in', ['email', 'sms'])), name='letter_channel'), models.CheckConstraint(condition=models.Q(('number__gt', 1)), name='letter_number'), models.CheckConstraint(condition=models.Q(models.Q(('body_nb', ''), _negated=True), models.Q(('body_nn', ''), _negated=True)), name='letter_both_forms'), models.CheckConstraint(condition=models.Q(models.Q(('channel', 'sms'), ('subject_nb', ''), ('subject_nn', '')), models.Q(('channel', 'email'), models.Q(('subject_nb', ''), _negated=True), models.Q(('subject_nn', ''), _negated=True)), _connector='OR'), name='letter_subject'), models.CheckConstraint(condition=models.Q(models.Q(('published_at', None), ('published_by', '')), models.Q(('published_at__isnull', False), models.Q(('published_by', ''), _negated=True), models.Q(('published_by', models.F('proposed_by')), _negated=True)), _connector='OR'), name='letter_published_by_another'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by', '')), models.Q(('withdrawn_at__isnull', False), models.Q(('withdrawn_by', ''), _negated=True)), _connector='OR'), name='letter_withdrawn'), models.UniqueConstraint(fields=('round', 'kind', 'channel', 'number'), name='letter_number_once'), models.UniqueConstraint(condition=models.Q(('published_at', None), ('withdrawn_at', None)), fields=('round', 'kind', 'channel'), name='letter_one_waits')],
            },
        ),
        migrations.CreateModel(
            name='TrialDispatch',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('scope', models.CharField(max_length=20)),
                ('asked_on', models.DateField()),
                ('number', models.PositiveSmallIntegerField()),
                ('asked_at', models.DateTimeField()),
                ('texts', models.JSONField()),
                ('mobile', models.CharField(blank=True, max_length=16)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rounds.round')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('done_at', None)), fields=['asked_at'], name='trial_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(('number__gte', 1), ('number__lte', 5)), name='trial_a_day'), models.UniqueConstraint(fields=('account', 'asked_on', 'number'), name='trial_number_once'), models.CheckConstraint(condition=models.Q(('done_at', None), ('mobile', ''), _connector='OR'), name='trial_forgets_mobile')],
            },
        ),
        migrations.RunSQL(LETTERS_STAY, LETTERS_MAY_GO),
    ]
