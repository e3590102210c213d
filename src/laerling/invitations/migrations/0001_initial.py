"""Dispatches and invitations, the functions that mark them, and the quota."""

import django.db.models.deletion
import uuid
from django.db import migrations, models

# What the answering site may do here, through the functions of the sealed urn: two booleans, set once, no time kept.
ANSWERED_AND_DECLINED = """
CREATE FUNCTION invitations_mark_answered(link_hash bytea) RETURNS boolean
    LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE invitations_invitation AS invitation SET answered = true
    WHERE invitation.link_hash = invitations_mark_answered.link_hash AND NOT invitation.answered;
    RETURN FOUND;
END $$;
CREATE FUNCTION invitations_mark_declined(link_hash bytea) RETURNS boolean
    LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE invitations_invitation AS invitation SET declined = true
    WHERE invitation.link_hash = invitations_mark_declined.link_hash AND NOT invitation.declined;
    RETURN FOUND;
END $$;
REVOKE ALL ON FUNCTION invitations_mark_answered(bytea), invitations_mark_declined(bytea) FROM PUBLIC;
"""
NO_FUNCTIONS = "DROP FUNCTION invitations_mark_answered(bytea); DROP FUNCTION invitations_mark_declined(bytea);"

# How many slots there are is a figure of the round (M18), so the database looks there.
QUOTA = """
CREATE FUNCTION invitations_keep_quota() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.slot > (
        SELECT CASE NEW.owner_kind WHEN 'county' THEN sms_dispatches_county ELSE sms_dispatches_office END
        FROM rounds_round WHERE year = NEW.round_id
    ) THEN
        RAISE EXCEPTION 'no such slot in the quota' USING ERRCODE = 'check_violation', CONSTRAINT = 'dispatch_quota';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER dispatch_quota BEFORE INSERT OR UPDATE OF slot, owner_kind, owner_code, round_id
    ON invitations_dispatch FOR EACH ROW WHEN (NEW.slot IS NOT NULL) EXECUTE FUNCTION invitations_keep_quota();
"""
NO_QUOTA = "DROP TRIGGER dispatch_quota ON invitations_dispatch; DROP FUNCTION invitations_keep_quota();"


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ('rounds', '0001_initial'),
        ('sample', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Dispatch',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('owner_kind', models.CharField(max_length=6)),
                ('owner_code', models.CharField(max_length=9)),
                ('channel', models.CharField(max_length=5)),
                ('kind', models.CharField(max_length=10)),
                ('slot', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('audience', models.JSONField(default=dict)),
                ('subject_nb', models.CharField(max_length=200)),
                ('subject_nn', models.CharField(max_length=200)),
                ('body_nb', models.TextField()),
                ('body_nn', models.TextField()),
                ('ordered_at', models.DateTimeField()),
                ('ordered_by', models.CharField(max_length=60)),
                ('send_at', models.DateTimeField()),
                ('next_at', models.DateTimeField(blank=True, null=True)),
                ('state', models.CharField(max_length=7)),
                ('n_people', models.PositiveIntegerField(default=0)),
                ('n_messages', models.PositiveIntegerField(default=0)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rounds.round')),
            ],
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('county_code', models.CharField(max_length=2)),
                ('office_orgnr', models.CharField(blank=True, max_length=9)),
                ('generation', models.PositiveSmallIntegerField(default=1)),
                ('link_hash', models.BinaryField(max_length=32, unique=True)),
                ('answered', models.BooleanField(default=False)),
                ('declined', models.BooleanField(default=False)),
                ('n_contacts', models.PositiveSmallIntegerField(default=0)),
                ('contacts_at_most', models.PositiveSmallIntegerField()),
                ('next_contact_on', models.DateField(blank=True, null=True)),
                ('last_dispatch', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='invitations.dispatch')),
                ('member', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sample.samplemember')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rounds.round')),
            ],
        ),
        migrations.AddIndex(
            model_name='dispatch',
            index=models.Index(fields=['round', 'owner_kind', 'owner_code'], name='dispatch_owner'),
        ),
        migrations.AddIndex(
            model_name='dispatch',
            index=models.Index(condition=models.Q(('next_at', None), _negated=True), fields=['next_at'], name='dispatch_next'),
        ),
        migrations.AddConstraint(
            model_name='dispatch',
            constraint=models.CheckConstraint(condition=models.Q(('owner_kind__in', ['county', 'office'])), name='dispatch_owner_kind'),
        ),
        migrations.AddConstraint(
            model_name='dispatch',
            constraint=models.CheckConstraint(condition=models.Q(('channel__in', ['email', 'sms'])), name='dispatch_channel'),
        ),
        migrations.AddConstraint(
            model_name='dispatch',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['invitation', 'reminder'])), name='dispatch_kind'),
        ),
        migrations.AddConstraint(
            model_name='dispatch',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'running', 'done', 'stopped'])), name='dispatch_state'),
        ),
        migrations.AddConstraint(
            model_name='dispatch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('channel', 'sms'), models.Q(models.Q(('slot__gte', 1), ('slot__isnull', False)), models.Q(('slot', None), ('state', 'stopped')), _connector='OR')), models.Q(models.Q(('channel', 'sms'), _negated=True), ('slot', None)), _connector='OR'), name='dispatch_slot'),
        ),
        migrations.AddConstraint(
            model_name='dispatch',
            constraint=models.UniqueConstraint(condition=models.Q(('channel', 'sms')), fields=('round', 'owner_kind', 'owner_code', 'slot'), name='dispatch_slot_once'),
        ),
        migrations.AddIndex(
            model_name='invitation',
            index=models.Index(fields=['round', 'county_code'], name='invitation_county'),
        ),
        migrations.AddIndex(
            model_name='invitation',
            index=models.Index(fields=['round', 'office_orgnr'], name='invitation_office'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('n_contacts__gte', 0), ('n_contacts__lte', models.F('contacts_at_most'))), name='invitation_contacts'),
        ),
        migrations.RunSQL(ANSWERED_AND_DECLINED, NO_FUNCTIONS),
        migrations.RunSQL(QUOTA, NO_QUOTA),
    ]
